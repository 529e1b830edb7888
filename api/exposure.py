"""Exposure: what was in force of a vendor, in a region, or both."""

from functools import partial

from fastapi import APIRouter, Request, Response

from timeline import (
    BadParameter,
    answer_changes,
    answer_diff,
    answer_exposure,
    answer_sensitivity,
    pinned_exposure,
    read_asked,
)

from .answering import answer_question, answered
from .direct import Direct
from .openapi import QUESTION, documented, refusals
from .opened import service_of
from .parameters import TIMES, VIEWS, WINDOW, Given, needed, read, resolve

router = APIRouter(prefix="/v1", tags=["questions"], route_class=Direct)
EXPOSURE = ("vendor", "region", *TIMES, *VIEWS)
ASKED = (*EXPOSURE, *WINDOW)


@router.get(
    "/exposure",
    summary="What was in force of a vendor, in a region, or both",
    responses=refusals(*QUESTION),
    openapi_extra=documented(*ASKED),
)
def exposure(request: Request) -> Response:
    """Bounds on how much was in force, and every claim they stand on."""
    given = read(request, ASKED)
    require_subject(given)
    return answer_question(request, given, answer_exposure, pinned_exposure)


@router.get(
    "/exposure/changes",
    summary="When the answer changes along a clock",
    responses=refusals(*QUESTION),
    openapi_extra=documented(*EXPOSURE, "along"),
)
def changes(request: Request) -> Response:
    """The instants at which the answer changes, the answer after each, and what caused it."""
    given = read(request, (*EXPOSURE, "along"))
    require_subject(given)
    if "along" not in given:
        raise BadParameter(field="along", expected="valid, known or recorded", got="nothing")
    return answer_question(request, given, partial(answer_changes, along=given["along"]))


@router.get(
    "/exposure/diff",
    summary="What differs between two as-ofs",
    responses=refusals(*QUESTION),
    openapi_extra=documented("vendor", "region", "from", "to", *VIEWS),
)
def diff(request: Request) -> Response:
    """Two as-ofs side by side, and the events that made them differ."""
    given = read(request, ("vendor", "region", "from", "to", *VIEWS))
    require_subject(given)
    one, other = (read_asked(needed(given, side), side) for side in ("from", "to"))
    with service_of(request).snapshot() as snapshot:
        questions = [resolve(snapshot, given, asked=asked) for asked in (one, other)]
        return answered(request, answer_diff(*questions))


@router.get(
    "/exposure/sensitivity",
    summary="Which single source changes the answer",
    responses=refusals(*QUESTION),
    openapi_extra=documented(*EXPOSURE),
)
def sensitivity(request: Request) -> Response:
    """The answer, and what it would be without each source that makes a difference."""
    given = read(request, EXPOSURE)
    require_subject(given)
    return answer_question(request, given, answer_sensitivity)


def require_subject(given: Given) -> None:
    """BadParameter where neither who nor where is given."""
    if "vendor" not in given and "region" not in given:
        raise BadParameter(field="vendor", expected="a vendor, a region or both", got="neither")
