"""Vendors: who they are, their state, and the claims about them in order."""

from fastapi import APIRouter, Request, Response

from timeline import answer_history, answer_vendor, list_vendors, pinned_history, pinned_vendor

from .answering import answered
from .memento import negotiated
from .openapi import QUESTION, STORED, documented, refusals
from .opened import service_of
from .parameters import TIMES, VIEWS, plain, read

router = APIRouter(prefix="/vendors", tags=["questions"])
VENDOR = (*TIMES, *VIEWS)
HISTORY = ("region", *TIMES)


@router.get("", summary="Every vendor with its names", responses=refusals(*STORED))
def vendors(request: Request) -> Response:
    """The vendors that a claim names, by id."""
    read(request)
    with service_of(request).snapshot() as snapshot:
        return answered(request, list_vendors(snapshot))


@router.get(
    "/{vendor}",
    summary="The state of one vendor",
    responses=refusals(*QUESTION),
    openapi_extra=documented(*VENDOR),
)
def vendor(request: Request, vendor: str) -> Response:
    """Its names, what was in force of it region by region, and whom it belongs to."""
    given = read(request, VENDOR)
    name = plain("vendor", vendor)
    with service_of(request).snapshot() as snapshot:
        asked = negotiated(request, snapshot, given, pinned_vendor, vendor=name)
        answer = answer_vendor(asked.question)
    return answered(request, answer, links=asked.links)


@router.get(
    "/{vendor}/history",
    summary="The claims about one vendor in order",
    responses=refusals(*QUESTION),
    openapi_extra=documented(*HISTORY),
)
def history(request: Request, vendor: str) -> Response:
    """The claims about a vendor, in a region or anywhere, by valid time and then by position."""
    given = read(request, HISTORY)
    name = plain("vendor", vendor)
    with service_of(request).snapshot() as snapshot:
        asked = negotiated(request, snapshot, given, pinned_history, vendor=name)
        answer = answer_history(asked.question)
    return answered(request, answer, links=asked.links)
