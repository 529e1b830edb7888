"""Schemas of what comes in and goes out: every kind of claim and of act, the problem."""

from collections.abc import Mapping
from typing import Any

from events import ACTS, KINDS, Act, Claim

Document = dict[str, Any]


Saying = type[Claim] | type[Act]


def _first_line(saying: Saying) -> str:
    return (saying.__doc__ or "").strip().partition("\n")[0]


REFERENCE = "#/components/schemas/"
PROBLEM: Document = {
    "type": "object",
    "description": "A problem document (RFC 9457).",
    "required": ["type", "title", "status", "detail", "instance"],
    "properties": {
        "type": {"type": "string", "format": "uri-reference"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "One line: what was refused, and why."},
        "instance": {"type": "string", "format": "uri-reference"},
        "field": {"type": "string", "description": "The parameter, header or field at fault."},
    },
}


def _one_of(field: str, sayings: Mapping[str, Saying]) -> Document:
    """A schema of one of several, told apart by a field."""
    return {
        "oneOf": [{"$ref": f"{REFERENCE}{name}"} for name in sayings],
        "discriminator": {
            "propertyName": field,
            "mapping": {name: f"{REFERENCE}{name}" for name in sayings},
        },
    }


def _body(what: str, sayings: Mapping[str, Saying]) -> Document:
    """A body of one claim or act, alone or under its name, or of a list of them."""
    one = {"$ref": f"{REFERENCE}{what.title()}"}
    wrapped = {
        "type": "object",
        "required": [what],
        "additionalProperties": False,
        "properties": {what: one},
    }
    many = {"type": "array", "minItems": 1, "items": {"anyOf": [one, wrapped]}}
    examples = {
        name: {"summary": _first_line(saying), "value": saying.EXAMPLE}
        for name, saying in sayings.items()
    }
    return {
        "required": True,
        "description": f"One {what}, alone or under `{what}`, or a list of them.",
        "content": {
            "application/json": {"schema": {"anyOf": [one, wrapped, many]}, "examples": examples}
        },
    }


CLAIMS = _body("claim", KINDS)
ACTED = _body("act", ACTS)


def said_schemas() -> Document:
    """The schemas of a claim and an act, of each kind of either, and of what they refer to, by name."""
    schemas: Document = {"Claim": _one_of("kind", KINDS), "Act": _one_of("act", ACTS)}
    for field, sayings in (("kind", KINDS), ("act", ACTS)):
        for name, saying in sayings.items():
            schemas |= _schemas_of(field, name, saying)
    return schemas


def _schemas_of(field: str, name: str, saying: Saying) -> Document:
    """The schema of a kind or act, and those it refers to, by name."""
    schema = saying.model_json_schema(ref_template=REFERENCE + "{model}")
    referred = schema.pop("$defs", {})
    schema["properties"] = {field: {"type": "string", "const": name}, **schema["properties"]}
    schema["required"] = [field, *schema.get("required", [])]
    return {**referred, name: {**schema, "examples": [saying.EXAMPLE]}}
