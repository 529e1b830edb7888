"""Health: whether the process runs, and whether it can answer."""

from fastapi import APIRouter, Request, Response

from .answering import answered
from .openapi import STORED, refusals
from .opened import service_of
from .parameters import read

router = APIRouter(prefix="/health", tags=["health"])


@router.get("/live", summary="Whether the process runs")
def live(request: Request) -> Response:
    """Asks nothing of the database."""
    read(request)
    return answered(request, {"status": "live"})


@router.get("/ready", summary="Whether questions can be answered", responses=refusals(*STORED))
def ready(request: Request) -> Response:
    """The log's head, and how many events the projection furthest behind has yet to read."""
    read(request)
    service = service_of(request)
    standing = service.standing()
    lags = {status.name: status.lag for status in standing}
    head = max((status.checkpoint + status.lag for status in standing), default=0)
    lag = max(lags.values(), default=0)
    return answered(request, {"status": "ready", "position": head, "lag": lag, "projections": lags})
