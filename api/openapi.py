"""The OpenAPI document: what each route reads and refuses."""

from collections import defaultdict
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from timeline import (
    AmbiguousName,
    BadClaim,
    BadParameter,
    BodyTooLarge,
    BodyTooSlow,
    ContradictingParameters,
    DatabaseUnavailable,
    KeyReused,
    SchemaNotReady,
    TimelineError,
    UnknownParameter,
    UnknownRegion,
    UnknownVendor,
)

from .parameters import PARAMETERS, Parameter
from .problems import MEDIA_TYPE, STATUS, slug
from .schemas import CLOUD_EVENT, PROBLEM, REFERENCE, said_schemas

Document = dict[str, Any]
STORED = (SchemaNotReady, DatabaseUnavailable, UnknownParameter)
"""What can go wrong wherever the database is read."""
RECORDING = (*STORED, BadClaim, BadParameter, BodyTooLarge, BodyTooSlow, KeyReused)
"""What can go wrong with a recording."""
QUESTION = (
    *STORED,
    BadParameter,
    ContradictingParameters,
    AmbiguousName,
    UnknownVendor,
    UnknownRegion,
)
"""What can go wrong with a question."""


def documented(*parameters: str | Parameter) -> Document:
    """The parameters of a route that reads these, and the header that stands in for recorded_at."""
    accept: Document = {
        "name": "Accept-Datetime",
        "in": "header",
        "required": False,
        "description": "In place of recorded_at, as in RFC 7089.",
        "schema": {"type": "string"},
    }
    return {"parameters": [*(described(each) for each in parameters), accept]}


def described(parameter: str | Parameter) -> Document:
    """A parameter as the document has it: one of the table, or a route's own."""
    known = PARAMETERS[parameter] if isinstance(parameter, str) else parameter
    return known.document()


def listed(*names: str) -> Document:
    """The parameters of a route that gives a list a page at a time, after a number or, `after_id`, an id."""
    said = {
        "after": {"description": "The number after which to go on.", "example": "7"},
        "after_id": {"description": "The id after which to go on.", "example": "q-0"},
        "limit": {"description": "How many at most: 1 to 1000, left out 100.", "example": "100"},
    }
    documents = {name: PARAMETERS[name.removesuffix("_id")].document() for name in names}
    return {"parameters": [{**documents[name], **said[name]} for name in names]}


def refusals(*errors: type[TimelineError]) -> dict[int | str, Document]:
    """The responses of a route that refuses with these."""
    by_status: dict[int, list[str]] = defaultdict(list)
    for error in errors:
        by_status[STATUS[error]].append(slug(error))
    return {
        status: {
            "description": f"Refused: {', '.join(names)}.",
            "content": {MEDIA_TYPE: {"schema": {"$ref": f"{REFERENCE}Problem"}}},
        }
        for status, names in sorted(by_status.items())
    }


def describe(app: FastAPI) -> Document:
    """The document of an application, made once."""
    if app.openapi_schema is None:
        made = get_openapi(
            title=app.title,
            version="1",
            summary="What was disclosed of vendors and regions, on three clocks.",
            routes=app.routes,
        )
        components = made.setdefault("components", {}).setdefault("schemas", {})
        components |= {"Problem": PROBLEM, "CloudEvent": CLOUD_EVENT, **said_schemas()}
        app.openapi_schema = made
    return app.openapi_schema
