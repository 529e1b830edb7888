"""Claims: recording them, one by its id, and why it is believed."""

from fastapi import APIRouter, Depends, Request, Response

from timeline import UnknownClaim, answer_why, claim_status, entry_shape

from .answering import answered
from .body import same_origin
from .openapi import RECORDING, STORED, refusals
from .opened import service_of
from .parameters import plain, read
from .recording import Body, Key, recorded
from .schemas import CLAIMS

router = APIRouter(prefix="/v1/claims", tags=["claims"])


@router.post(
    "",
    summary="Record one claim or a list of them",
    status_code=201,
    responses={
        200: {"description": "Every claim was in the log already."},
        201: {"description": "Something was new; the position of each claim is told."},
        **refusals(*RECORDING),
    },
    openapi_extra={"requestBody": CLAIMS},
    dependencies=[Depends(same_origin)],
)
def record(
    request: Request,
    body: Body,
    idempotency_key: Key = None,
) -> Response:
    """All or nothing. A claim recorded before keeps its position and its id."""
    return recorded(request, body, idempotency_key, "claim")


@router.get("/{claim}", summary="One claim", responses=refusals(*STORED, UnknownClaim))
def claim(request: Request, claim: str) -> Response:
    """One claim by its id, with its citation."""
    read(request)
    with service_of(request).snapshot() as snapshot:
        event = snapshot.log.by_id(snapshot.connection, plain("claim", claim))
        if event is None:
            raise UnknownClaim(field="claim", name=claim)
        return answered(request, entry_shape(event))


@router.get(
    "/{claim}/why", summary="Why a claim is believed", responses=refusals(*STORED, UnknownClaim)
)
def why(request: Request, claim: str) -> Response:
    """From a claim or an occurrence to the words of its sources, down to the roots."""
    read(request)
    with service_of(request).snapshot() as snapshot:
        return answered(request, answer_why(snapshot, plain("claim", claim)))


@router.get(
    "/{claim}/status", summary="What befell a claim", responses=refusals(*STORED, UnknownClaim)
)
def status(request: Request, claim: str) -> Response:
    """What became of a claim by now, and whose counts change without it; it may change at any time."""
    read(request)
    with service_of(request).snapshot() as snapshot:
        return answered(request, claim_status(snapshot, plain("claim", claim)))
