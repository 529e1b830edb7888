"""From JSON values to a claim, or to one refusal that names the field."""

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from typing import Any, get_args

import msgspec
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from .citation import Citation, Language, Sha256, Slug, Url
from .claim import Claim, OccurrenceId, RegionId
from .kinds import KINDS
from .refusal import Refusal
from .strict_json import Unquoted, check_json, name_shown

_EXPECTED = {
    "missing": "a value, it is required",
    "extra_forbidden": "no such field in a {owner} ({hint})",
    "string_type": "text",
    "int_type": "a whole number",
    "bool_type": "true or false",
    "tuple_type": "a list",
    "model_type": "an object",
    "dict_type": "an object",
    "string_too_short": "text that is not empty",
    "string_too_long": "text of at most {max_length} characters",
    "string_pattern_mismatch": "{form}",
    "literal_error": "{expected}",
}
_FORMS = {
    get_args(form)[1].pattern: words
    for form, words in (
        (Slug, "a lower-case id such as dahua or us-entity-list"),
        (OccurrenceId, "a lower-case id such as dahua-xinjiang-five"),
        (RegionId, "the id of a region such as CN-XJ, BR or 419"),
        (Language, "a language tag such as en or zh-Hans"),
        (Url, "an address that begins with http:// or https://"),
        (Sha256, "64 lower-case hexadecimal digits"),
    )
}


_ENCODER = msgspec.json.Encoder()


def parse_claim(said: object) -> Claim:
    """The claim in a JSON object; raises Refusal with the first field that is not as expected."""
    check_json(dict(said) if isinstance(said, Mapping) else said)
    if not isinstance(said, Mapping):
        raise Refusal("claim", "a JSON object", said)
    kind = said.get("kind")
    cls = KINDS.get(kind) if isinstance(kind, str) else None
    if cls is None:
        hint = near_name(str(kind), KINDS)
        raise Refusal("kind", f"one of the {len(KINDS)} kinds of fact ({hint})", kind)
    claim = _validated(cls, {name: value for name, value in said.items() if name != "kind"})
    whole, part = claim.whole, claim.part
    if whole and part and whole.hi is not None and part.lo > whole.hi:
        raise Refusal("count", f"at most the size {whole.hi}", claim.count)
    return claim


def read_claim(kind: str, state: bytes) -> Claim:
    """A claim from the bytes the log holds; older shapes pass through the kind's upcasters."""
    fields: dict[str, Any] = msgspec.json.decode(state)
    cls = KINDS[fields.pop("kind", kind)]
    version = fields.pop("version", 1)
    for upcast in cls.UPCASTERS[version - 1 :]:
        fields = upcast(fields)
    return _validated(cls, fields)


def _validated(cls: type[Claim], fields: Mapping[str, Any]) -> Claim:
    try:
        claim = cls.model_validate_json(_ENCODER.encode(fields))
    except ValidationError as error:
        raise refusal_of(cls, cls.kind, error.errors(include_url=False)) from None
    if claim.says != "nothing" and claim.vendor is None:
        raise Refusal("vendor", f"a vendor's id, a {cls.kind} is about one", Unquoted("nothing"))
    return claim


def refusal_of(cls: type[BaseModel], name: str, errors: list[ErrorDetails]) -> Refusal:
    """The first error, or of a union's errors about one value the one that says most."""
    path = _path(errors[0])
    same = [error for error in errors if _path(error) == path]
    wrong_type = [error for error in same if error["type"].endswith("_type")]
    error = next((error for error in same if error not in wrong_type), same[0])
    field = ".".join(path) or "claim"
    got = error.get("input")
    inner = error.get("ctx", {}).get("error")
    if isinstance(inner, Refusal):
        return Refusal(field, inner.expected, got)
    if isinstance(inner, ValueError):
        return Refusal(field, str(inner), got)
    if error in wrong_type:
        return Refusal(field, " or ".join(_EXPECTED.get(e["type"], e["msg"]) for e in same), got)
    words = {**_words(cls, name, error, path), **error.get("ctx", {})}
    expected = _EXPECTED.get(error["type"], error["msg"]).format_map(words)
    return Refusal(field, expected, Unquoted("nothing") if error["type"] == "missing" else got)


def _words(
    cls: type[BaseModel], name: str, error: ErrorDetails, path: tuple[str, ...]
) -> dict[str, str]:
    within = len(path) > 1
    owner: type[BaseModel] = Citation if within else cls
    pattern = error.get("ctx", {}).get("pattern", "")
    return {
        "owner": "citation" if within else name,
        "hint": near_name(path[-1] if path else "", owner.model_fields),
        "form": _FORMS.get(pattern, f"text of the form {pattern}"),
    }


def near_name(name: str, known: Iterable[str]) -> str:
    """The known name nearest to one that is not, or else all of them."""
    near = get_close_matches(name, list(known), n=1, cutoff=0.7)
    return f"near: {near[0]}" if near else f"known: {', '.join(sorted(known))}"


def _path(error: ErrorDetails) -> tuple[str, ...]:
    """Where an error lies, without the names that pydantic gives to the members of a union."""
    *outer, last = [""] if not error["loc"] else error["loc"]
    steps = [str(step) for step in outer if isinstance(step, int) or _is_field(step)]
    if isinstance(last, int) or error["type"] == "extra_forbidden":
        return (*steps, name_shown(str(last)) if isinstance(last, str) else str(last))
    return (*steps, last) if _is_field(last) else tuple(steps)


def _is_field(step: str) -> bool:
    return step.replace("_", "").isalnum() and step.islower() and step not in ("int", "str")
