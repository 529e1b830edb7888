"""Regions: where claims are about, and the state of each with all that lies within it."""

from fastapi import APIRouter, Request, Response

from timeline import (
    answer_region,
    answer_region_totals,
    list_regions,
    pinned_region,
    pinned_region_totals,
)

from .answering import answer_question, answered
from .direct import Direct
from .openapi import QUESTION, STORED, documented, refusals
from .opened import service_of
from .parameters import TIMES, VIEWS, plain, read

router = APIRouter(prefix="/v1/regions", tags=["questions"], route_class=Direct)
REGION = (*TIMES, *VIEWS)


@router.get("", summary="Every region that a claim names", responses=refusals(*STORED))
def regions(request: Request) -> Response:
    """The regions that a claim names, by id."""
    read(request)
    with service_of(request).snapshot() as snapshot:
        return answered(request, list_regions(snapshot))


@router.get(
    "/{region}",
    summary="The state of one region",
    responses=refusals(*QUESTION),
    openapi_extra=documented(*REGION),
)
def region(request: Request, region: str) -> Response:
    """What was in force within it, vendor by vendor."""
    given, name = read(request, REGION), plain("region", region)
    return answer_question(request, given, answer_region, pinned_region, region=name)


@router.get(
    "/{region}/totals",
    summary="What the state of one region comes to",
    responses=refusals(*QUESTION),
    openapi_extra=documented(*REGION),
)
def totals(request: Request, region: str) -> Response:
    """The totals of the region's state, without the occurrences and claims behind them."""
    given, name = read(request, REGION), plain("region", region)
    return answer_question(request, given, answer_region_totals, pinned_region_totals, region=name)
