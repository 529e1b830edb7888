"""Sources: who is read, and when each was last looked at."""

from fastapi import APIRouter, Request, Response

from timeline import UnknownSource, list_sources, source_shape

from .answering import answered
from .openapi import STORED, refusals
from .opened import service_of
from .parameters import plain, read

router = APIRouter(prefix="/v1/sources", tags=["sources"])


@router.get("", summary="Every source that is read", responses=refusals(*STORED))
def sources(request: Request) -> Response:
    """Each source with its name, its sort, and the day it was last looked at."""
    read(request)
    with service_of(request).snapshot() as snapshot:
        return answered(request, list_sources(snapshot))


@router.get("/{source}", summary="One source", responses=refusals(*STORED, UnknownSource))
def source(request: Request, source: str) -> Response:
    """One source by its id."""
    read(request)
    with service_of(request).snapshot() as snapshot:
        return answered(request, source_shape(snapshot, plain("source", source)))
