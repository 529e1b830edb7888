"""Schemas of what comes in and goes out: a schema and an example of every kind of claim, the problem."""

from typing import Any

from events import KINDS, Claim

Document = dict[str, Any]


def _first_line(kind: type[Claim]) -> str:
    return (kind.__doc__ or "").strip().partition("\n")[0]


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
CLAIM: Document = {
    "oneOf": [{"$ref": f"{REFERENCE}{kind}"} for kind in KINDS],
    "discriminator": {
        "propertyName": "kind",
        "mapping": {kind: f"{REFERENCE}{kind}" for kind in KINDS},
    },
}
WRAPPED: Document = {
    "type": "object",
    "required": ["claim"],
    "additionalProperties": False,
    "properties": {"claim": {"$ref": f"{REFERENCE}Claim"}},
}
CLAIMS: Document = {
    "required": True,
    "description": "One claim, alone or under `claim`, or a list of them.",
    "content": {
        "application/json": {
            "schema": {
                "anyOf": [
                    {"$ref": f"{REFERENCE}Claim"},
                    WRAPPED,
                    {
                        "type": "array",
                        "minItems": 1,
                        "items": {"anyOf": [{"$ref": f"{REFERENCE}Claim"}, WRAPPED]},
                    },
                ]
            },
            "examples": {
                name: {"summary": _first_line(kind), "value": kind.EXAMPLE}
                for name, kind in KINDS.items()
            },
        }
    },
}


def claim_schemas() -> Document:
    """The schemas of a claim, of each kind, and of what they refer to, by name."""
    schemas: Document = {"Claim": CLAIM}
    for name, kind in KINDS.items():
        schemas |= _kind_schemas(name, kind)
    return schemas


def _kind_schemas(name: str, kind: type[Claim]) -> Document:
    """The schema of a kind, and those it refers to, by name."""
    schema = kind.model_json_schema(ref_template=REFERENCE + "{model}")
    referred = schema.pop("$defs", {})
    schema["properties"] = {"kind": {"type": "string", "const": name}, **schema["properties"]}
    schema["required"] = ["kind", *schema.get("required", [])]
    return {**referred, name: {**schema, "examples": [kind.EXAMPLE]}}
