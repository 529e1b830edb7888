"""Not valid: what pydantic refuses first, in the words of JSON and TOML."""

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from events import shortened, shown

EXPECTED = {
    "missing": "a value, it is required",
    "extra_forbidden": "no such field",
    "string_type": "text",
    "int_type": "a whole number",
    "int_parsing": "a whole number",
    "int_from_float": "a whole number",
    "float_type": "a number",
    "float_parsing": "a number",
    "bool_type": "true or false",
    "bool_parsing": "true or false",
    "list_type": "a list",
    "tuple_type": "a list",
    "dict_type": "names with values",
    "model_type": "names with values",
    "model_attributes_type": "names with values",
    "none_required": "null",
    "too_short": "at least {min_length} values",
    "too_long": "at most {max_length} values",
    "string_pattern_mismatch": "text of the form {pattern}",
    "string_too_short": "text of at least {min_length} characters",
    "string_too_long": "text of at most {max_length} characters",
    "greater_than": "more than {gt}",
    "greater_than_equal": "at least {ge}",
    "less_than": "less than {lt}",
    "less_than_equal": "at most {le}",
    "literal_error": "{expected}",
    "json_invalid": "JSON",
}
SLUG = "^[a-z0-9]["
"""How the pattern of an id begins."""
INNER = ("str", "int", "float", "bool", "none", "function-after", "constrained-str", "nullable")
"""What pydantic calls the members of a union."""


def first_of(error: ValidationError) -> tuple[str, str, str]:
    """The field that is refused first, empty for the whole; what was expected of it, and what came.

    What was expected of a value that may be of several types is all of them.
    """
    first, *others = error.errors(include_url=False)
    where = _path(first["loc"])
    same = [first, *(each for each in others if _path(each["loc"]) == where)]
    expected = " or ".join(dict.fromkeys(map(_expected, same)))
    if first["type"] == "missing":
        return where, expected, "nothing"
    if first["type"] == "json_invalid":
        return where, expected, "what is none"
    return where, expected, shortened(shown(first["input"]))


def _expected(error: ErrorDetails) -> str:
    said = error.get("ctx", {})
    if str(said.get("pattern", "")).startswith(SLUG):
        return "a lower-case id such as us-sdn"
    return EXPECTED.get(error["type"], "another value").format_map(said)


def _path(steps: tuple[int | str, ...]) -> str:
    return ".".join(
        str(step) for step in steps if step not in INNER and not str(step).endswith("]")
    )
