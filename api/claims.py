"""Claims: recording them, one by its id, and why it is believed."""

from dataclasses import asdict
from hashlib import sha256
from typing import Annotated

from fastapi import APIRouter, Depends, Header, Request, Response

from timeline import (
    BadClaim,
    BadParameter,
    BodyTooLarge,
    IdempotencyKeys,
    Item,
    KeyReused,
    UnknownClaim,
    UnknownParameter,
    answer_why,
    claim_shape,
)

from .answering import answered
from .body import parse_body, read_body, same_origin
from .openapi import STORED, refusals
from .opened import service_of
from .parameters import plain, read
from .schemas import CLAIMS

router = APIRouter(prefix="/claims", tags=["claims"])


@router.post(
    "",
    summary="Record one claim or a list of them",
    status_code=201,
    responses={
        200: {"description": "Every claim was in the log already."},
        201: {"description": "Something was new; the position of each claim is told."},
        **refusals(*STORED, BadClaim, BodyTooLarge, KeyReused, UnknownParameter),
    },
    openapi_extra={"requestBody": CLAIMS},
    dependencies=[Depends(same_origin)],
)
def record(
    request: Request,
    body: Annotated[bytes, Depends(read_body)],
    idempotency_key: Annotated[
        str | None, Header(description="Names one body; another under the same name is refused.")
    ] = None,
) -> Response:
    """All or nothing. A claim recorded before keeps its position and its id."""
    read(request)
    service = service_of(request)
    keys, fingerprint = IdempotencyKeys(service.engine), sha256(body).hexdigest()
    if idempotency_key is not None:
        keys.check(plain("Idempotency-Key", idempotency_key), fingerprint)
    said = parse_body(body)
    many = isinstance(said, list)
    items = [Item(each, f"item {n}: ") for n, each in enumerate(said, 1)] if many else [Item(said)]
    if not items:
        raise BadParameter(field="body", expected="one claim or a list of them", got="none")
    recorded = service.record(items)
    if idempotency_key is not None:
        keys.keep(idempotency_key, fingerprint)
    status = 201 if recorded.new else 200
    where = {} if many else {"Location": f"/v1/claims/{recorded.claims[0]}"}
    return answered(request, asdict(recorded), status, **where)


@router.get("/{claim}", summary="One claim", responses=refusals(*STORED, UnknownClaim))
def claim(request: Request, claim: str) -> Response:
    """One claim by its id, with its citation."""
    read(request)
    with service_of(request).snapshot() as snapshot:
        event = snapshot.log.by_id(snapshot.connection, plain("claim", claim))
        if event is None:
            raise UnknownClaim(field="claim", name=claim)
        return answered(request, claim_shape(event))


@router.get(
    "/{claim}/why", summary="Why a claim is believed", responses=refusals(*STORED, UnknownClaim)
)
def why(request: Request, claim: str) -> Response:
    """From a claim or an occurrence to the words of its sources, down to the roots."""
    read(request)
    with service_of(request).snapshot() as snapshot:
        return answered(request, answer_why(snapshot, plain("claim", claim)))
