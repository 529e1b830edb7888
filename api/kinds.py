"""Kinds: what can be said, and the JSON Schema of each kind of fact and each act."""

from typing import Any

from fastapi import APIRouter, Request, Response

from timeline import UnknownKind, act_rows, kind_rows, to_json

from .answering import answered, sent
from .openapi import STORED, refusals
from .parameters import plain, read
from .schemas import SCHEMA_TYPE, SCHEMAS

router = APIRouter(prefix="/v1/kinds", tags=["feed"])
UNSTORED = STORED[-1:]
"""No database is read."""
SCHEMA: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "A JSON Schema (2020-12).",
        "content": {SCHEMA_TYPE: {"schema": {"type": "object"}}},
    }
}


@router.get("", summary="Every kind of fact and every act", responses=refusals(*UNSTORED))
def kinds(request: Request) -> Response:
    """What each says, how it counts, and where its schema is."""
    read(request)
    rows = {
        what: [{**row, "schema": f"/v1/kinds/{row[field]}/schema"} for row in found]
        for what, field, found in (("kinds", "kind", kind_rows()), ("acts", "act", act_rows()))
    }
    return answered(request, rows)


@router.get(
    "/{kind}/schema",
    summary="The schema of one kind of fact or act",
    responses={**SCHEMA, **refusals(*UNSTORED, UnknownKind)},
)
def schema(request: Request, kind: str) -> Response:
    """The JSON Schema of what an event of the kind holds as its `data`."""
    read(request)
    made = SCHEMAS.get(plain("kind", kind))
    if made is None:
        raise UnknownKind(name=kind)
    document = made()
    return sent(request, document, to_json(document), SCHEMA_TYPE)
