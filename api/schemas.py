"""Schemas of what comes in and goes out: every kind of claim and of act, the problem."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from events import ACTS, KINDS, Act, Claim
from timeline import schema_name

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


def _object(description: str, required: bool, **properties: Document) -> Document:
    """A body that is an object of some fields and no others."""
    schema = {"type": "object", "additionalProperties": False, "properties": properties}
    example = {name: each["example"] for name, each in properties.items()}
    return {
        "required": required,
        "description": description,
        "content": {"application/json": {"schema": schema, "example": example}},
    }


def _text(description: str, example: str) -> Document:
    return {"type": "string", "minLength": 1, "description": description, "example": example}


_URL = _text("Where to; TIMELINE_WEBHOOK_HOSTS has to allow its host.", "https://hooks.example/in")
_EVENTS = {
    "type": "object",
    "additionalProperties": False,
    "properties": {name: {"type": "string"} for name in ("vendor", "region", "kind")},
}
QUESTION_SAVED = _object(
    "A vendor, a region or both; without valid_at and known_at it moves with the present.",
    True,
    vendor=_text("Who: an id, a recorded name or an alias.", "dahua"),
    region=_text("Where: an id such as CN-XJ, BR or 419, or a name.", "CN-XJ"),
    valid_at=_text("When it was so: a day, month or year, or a time.", "2018-01-01"),
    known_at=_text("Only what was public by then; a date means its end.", "2025-06-30"),
    policy=_text("What counts, and which side in a contradiction.", "strict"),
    type=_text("Only occurrences of this type.", "project"),
    with_subsidiaries={"type": "boolean", "example": False},
)
WEBHOOK = _object(
    "What is told where: changes of saved questions, events, or both; with neither, all changes.",
    True,
    url=_URL,
    changes={
        "oneOf": [
            {"type": "string", "const": "all"},
            {"type": "array", "minItems": 1, "items": {"type": "string"}},
        ],
        "description": "`all`, or the ids of saved questions.",
        "example": "all",
    },
    events={
        "oneOf": [{"type": "string", "const": "all"}, _EVENTS],
        "description": "`all`, or those that every filter lets through.",
        "example": {"vendor": "dahua"},
    },
)
WEBHOOK_MOVED = _object("Where to.", True, url=_URL)
WEBHOOK_ROTATED = _object(
    "How long the secret before it signs too.",
    False,
    hours={"type": "integer", "minimum": 0, "maximum": 720, "example": 24},
)
WEBHOOK_REPLAYED = _object(
    "The numbers of dead letters; without it, all.",
    False,
    numbers={"type": "array", "items": {"type": "integer"}, "example": [7]},
)


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
    return {**referred, name: {**_told_apart(field, name, schema), "examples": [saying.EXAMPLE]}}


def _told_apart(field: str, name: str, schema: Document) -> Document:
    """The schema of a kind or act with the field that tells which it is."""
    properties = {field: {"type": "string", "const": name}, **schema["properties"]}
    return {**schema, "properties": properties, "required": [field, *schema.get("required", [])]}


SCHEMA_TYPE = "application/schema+json"
DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schema_of(field: str, name: str, saying: Saying) -> Document:
    """The schema of a kind or act by itself, as the `dataschema` of its events names it."""
    schema = _told_apart(field, name, saying.model_json_schema())
    return {"$schema": DIALECT, "$id": schema_name(name), **schema, "examples": [saying.EXAMPLE]}


SCHEMAS: dict[str, Callable[[], Document]] = {
    name: partial(schema_of, field, name, saying)
    for field, sayings in (("kind", KINDS), ("act", ACTS))
    for name, saying in sayings.items()
}
"""What makes the schema of each kind and act."""

CLOUD_EVENT: Document = {
    "type": "object",
    "description": "An event in the JSON format of CloudEvents 1.0; without `data` it was redacted.",
    "required": [
        *("specversion", "id", "source", "type", "subject"),
        *("time", "recordedtime", "sequence"),
    ],
    "additionalProperties": False,
    "properties": {
        "specversion": {"const": "1.0"},
        "id": {"type": "string", "description": "The id of the claim or act: the hash of `data`."},
        "source": {"type": "string", "format": "uri-reference"},
        "type": {"type": "string", "description": "`timeline.` and the kind or act."},
        "subject": {"type": "string", "description": "The stream: an occurrence, or vendor:ID."},
        "time": {"type": "string", "format": "date-time", "description": "The recorded clock."},
        "recordedtime": {"type": "string", "format": "date-time"},
        "sequence": {"type": "string", "pattern": "^[0-9]{19}$"},
        "datacontenttype": {"const": "application/json"},
        "dataschema": {"type": "string", "format": "uri"},
        "data": {"type": "object", "description": "What was recorded, as it would be recorded."},
    },
}
_TOLD: Document = {"type": "array", "items": {"$ref": f"{REFERENCE}CloudEvent"}}
EVENTS: Document = {
    "description": "A page of events.",
    "content": {
        "application/json": {
            "schema": {
                "type": "object",
                "required": ["events", "position", "next"],
                "properties": {
                    "events": _TOLD,
                    "position": {"type": "integer", "description": "How far the log was read."},
                    "next": {"type": ["string", "null"], "format": "uri-reference"},
                },
            }
        },
        "application/cloudevents-batch+json": {"schema": _TOLD},
    },
}
