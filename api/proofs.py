"""Proofs: checkpoints, the keys that sign them, bundles, and the paths between events and roots."""

from fastapi import APIRouter, Request, Response

from timeline import (
    BadKeyFile,
    BadParameter,
    NothingToProve,
    build_bundle,
    issue_checkpoint,
    prove_consistency,
    prove_inclusion,
)

from .answering import answered
from .exposure import ASKED
from .memento import negotiated
from .openapi import QUESTION, STORED, documented, refusals
from .opened import service_of
from .parameters import Given, read, whole

router = APIRouter(prefix="/v1", tags=["proofs"])
NOTE = {"text/plain": {"schema": {"type": "string"}}}
NO_STORE = {"Cache-Control": "no-cache"}


@router.get(
    "/bundle",
    summary="An exposure answer with all that proves it",
    responses=refusals(*QUESTION, BadKeyFile, NothingToProve),
    openapi_extra=documented(*ASKED),
)
def bundle(request: Request) -> Response:
    """One JSON file to verify offline: the answer, its events, their proofs, the signed checkpoint."""
    given = read(request, ASKED)
    if "vendor" not in given:
        raise BadParameter(field="vendor", expected="the vendor a bundle is about", got="nothing")
    service = service_of(request)
    with service.snapshot() as snapshot:
        built = build_bundle(service, negotiated(request, snapshot, given).question)
    attached = {"Content-Disposition": 'attachment; filename="timeline-bundle.json"'}
    return Response(
        built.canonical(), media_type="application/json", headers={**NO_STORE, **attached}
    )


@router.get(
    "/checkpoint",
    summary="The signed state of the log",
    responses={
        200: {"description": "A C2SP checkpoint.", "content": NOTE},
        **refusals(*STORED, BadKeyFile),
    },
)
def checkpoint(request: Request) -> Response:
    """The checkpoint of the log's present head, as a signed note (C2SP tlog-checkpoint)."""
    read(request)
    service = service_of(request)
    issued = issue_checkpoint(service.engine, service.log, service.clock, service.keys)
    return Response(issued.note.encode(), media_type="text/plain", headers=NO_STORE)


@router.get(
    "/keys", summary="The keys that sign checkpoints", responses=refusals(*STORED, BadKeyFile)
)
def keys(request: Request) -> Response:
    """The verifier keys of this log, NAME+ID+KEY, the newest last."""
    read(request)
    verifiers = service_of(request).keys.verifiers
    return answered(request, {"keys": [verifier.text for verifier in verifiers]})


@router.get(
    "/proofs/inclusion",
    summary="That an event is in the log",
    responses=refusals(*STORED, BadParameter),
    openapi_extra=documented("position", "size"),
)
def inclusion(request: Request) -> Response:
    """The envelope of an event and its audit path (RFC 9162, 2.1.3)."""
    given = read(request, ("position", "size"))
    position = _required(given, "position")
    return answered(request, prove_inclusion(service_of(request), position, whole(given, "size")))


@router.get(
    "/proofs/consistency",
    summary="That the log only grew",
    responses=refusals(*STORED, BadParameter),
    openapi_extra=documented("old", "size"),
)
def consistency(request: Request) -> Response:
    """The proof that an earlier state of the log is the start of a later one (RFC 9162, 2.1.4)."""
    given = read(request, ("old", "size"))
    old = _required(given, "old")
    return answered(request, prove_consistency(service_of(request), old, whole(given, "size")))


def _required(given: Given, name: str) -> int:
    value = whole(given, name)
    if value is None:
        raise BadParameter(field=name, expected="a whole number", got="nothing")
    return value
