"""Exposure: what was in force of a vendor, in a region, or both."""

from fastapi import APIRouter, Request, Response

from timeline import BadParameter, answer_exposure

from .answering import answered
from .memento import negotiated
from .openapi import QUESTION, documented, refusals
from .opened import service_of
from .parameters import TIMES, VIEWS, Given, read, resolve

router = APIRouter(tags=["questions"])
EXPOSURE = ("vendor", "region", *TIMES, *VIEWS)


@router.get(
    "/exposure",
    summary="What was in force of a vendor, in a region, or both",
    responses=refusals(*QUESTION),
    openapi_extra=documented(*EXPOSURE),
)
def exposure(request: Request) -> Response:
    """Bounds on how much was in force, and every claim they stand on."""
    given = read(request, EXPOSURE)
    require_subject(given)
    service = service_of(request)
    with service.snapshot() as snapshot:
        given = negotiated(request, given, service.clock)
        answer = answer_exposure(resolve(snapshot, given))
    return answered(request, answer)


def require_subject(given: Given) -> None:
    """BadParameter where neither who nor where is given."""
    if "vendor" not in given and "region" not in given:
        raise BadParameter(field="vendor", expected="a vendor, a region or both", got="neither")
