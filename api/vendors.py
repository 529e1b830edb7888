"""Vendors: who they are, their state, and the claims about them in order."""

from fastapi import APIRouter, Request, Response

from timeline import answer_history, answer_vendor, list_vendors, pinned_history, pinned_vendor

from .answering import answer_question, answered
from .direct import Direct
from .openapi import QUESTION, STORED, documented, refusals
from .opened import service_of
from .parameters import TIMES, VIEWS, plain, read

router = APIRouter(prefix="/v1/vendors", tags=["questions"], route_class=Direct)
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
    given, name = read(request, VENDOR), plain("vendor", vendor)
    return answer_question(request, given, answer_vendor, pinned_vendor, vendor=name)


@router.get(
    "/{vendor}/history",
    summary="The claims about one vendor in order",
    responses=refusals(*QUESTION),
    openapi_extra=documented(*HISTORY),
)
def history(request: Request, vendor: str) -> Response:
    """The claims about a vendor, in a region or anywhere, by valid time and then by position."""
    given, name = read(request, HISTORY), plain("vendor", vendor)
    return answer_question(request, given, answer_history, pinned_history, vendor=name)
