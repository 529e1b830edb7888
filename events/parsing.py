"""From JSON values to a claim, or to one refusal that names the field."""

import json
from collections.abc import Mapping
from difflib import get_close_matches
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from .claim import Claim
from .kinds import KINDS
from .refusal import Refusal

_EXPECTED = {
    "missing": "a value, it is required",
    "extra_forbidden": "no such field in a {kind} (known: {fields})",
    "string_type": "text",
    "int_type": "a whole number",
    "bool_type": "true or false",
    "tuple_type": "a list",
    "string_too_short": "text that is not empty",
    "string_too_long": "text of at most {max_length} characters",
    "string_pattern_mismatch": "text of the form {pattern}",
    "literal_error": "{expected}",
}


def parse_claim(said: object) -> Claim:
    """The claim in a JSON object; raises Refusal with the first field that is not as expected."""
    if not isinstance(said, Mapping):
        raise Refusal("claim", "a JSON object", said)
    kind = said.get("kind")
    cls = KINDS.get(kind) if isinstance(kind, str) else None
    if cls is None:
        near = get_close_matches(str(kind), KINDS, n=1)
        hint = f" (near: {near[0]})" if near else f" ({', '.join(sorted(KINDS))})"
        raise Refusal("kind", f"one of the {len(KINDS)} kinds of fact{hint}", kind)
    fields = {name: value for name, value in said.items() if name != "kind"}
    return _validated(cls, fields)


def read_claim(kind: str, state: bytes) -> Claim:
    """A claim from the bytes the log holds; older shapes pass through the kind's upcasters."""
    fields: dict[str, Any] = json.loads(state)
    cls = KINDS[fields.pop("kind", kind)]
    version = fields.pop("version", 1)
    for upcast in cls.UPCASTERS[version - 1 :]:
        fields = upcast(fields)
    return _validated(cls, fields)


def _validated(cls: type[Claim], fields: Mapping[str, Any]) -> Claim:
    try:
        text = json.dumps(fields, allow_nan=False)
        claim = cls.model_validate_json(text)
    except ValidationError as error:
        raise _refusal(cls, error.errors(include_url=False)[0]) from None
    except (TypeError, ValueError) as error:
        raise Refusal("claim", "JSON values without NaN or Infinity", str(error)) from None
    if claim.says != "nothing" and claim.vendor is None:
        raise Refusal("vendor", f"a vendor's id, a {cls.kind} is about one", None)
    return claim


def _refusal(cls: type[Claim], error: ErrorDetails) -> Refusal:
    loc = error["loc"]
    got = error.get("input")
    path = [part for part in loc if isinstance(part, int) or _is_field(str(part))]
    field = ".".join(str(part) for part in path) or "claim"
    inner = error.get("ctx", {}).get("error")
    if isinstance(inner, Refusal):
        return Refusal(field, inner.expected, got)
    if isinstance(inner, ValueError):
        return Refusal(field, str(inner), got)
    words = {"kind": cls.kind, "fields": ", ".join(cls.model_fields), **error.get("ctx", {})}
    expected = _EXPECTED.get(error["type"], error["msg"]).format_map(words)
    return Refusal(field, expected, None if error["type"] == "missing" else got)


def _is_field(part: str) -> bool:
    """Whether a step of pydantic's path is a field, and not the name of a member of a union."""
    return part.replace("_", "").isalnum() and part.islower() and part not in ("int", "str")
