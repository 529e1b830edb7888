"""Captures: the bytes that citations were read from, for others to look at."""

from typing import Any

from fastapi import APIRouter, Request, Response

from timeline import DamagedCapture, MissingCapture, UnknownCapture, capture_shapes

from .answering import IMMUTABLE, answered, has
from .openapi import STORED, refusals
from .opened import service_of
from .parameters import plain, read

router = APIRouter(prefix="/v1/captures", tags=["captures"])
BYTES: dict[int | str, Any] = {
    200: {
        "description": "The bytes, with the media type that was said or seen.",
        "content": {"*/*": {"schema": {"type": "string", "format": "binary"}}},
    }
}


@router.get("", summary="Every capture", responses=refusals(*STORED))
def captures(request: Request) -> Response:
    """The retrievals by their time, each with the SHA-256 of its bytes."""
    read(request)
    return answered(request, capture_shapes(service_of(request).captured()))


@router.get(
    "/{sha256}",
    summary="The bytes of one capture",
    response_class=Response,
    responses={**BYTES, **refusals(*STORED, UnknownCapture, DamagedCapture, MissingCapture)},
)
def capture(request: Request, sha256: str) -> Response:
    """The bytes as they were retrieved, to be saved and not shown."""
    read(request)
    service = service_of(request)
    last = service.captured([plain("sha256", sha256)])[-1]
    etag = f'"{last.sha256}"'
    headers = {"ETag": etag, "Cache-Control": IMMUTABLE}
    if has(request, etag):
        return Response(status_code=304, headers=headers)
    headers |= {
        "Content-Type": last.media_type,
        "Content-Disposition": f'attachment; filename="{last.sha256}"',
        "X-Content-Type-Options": "nosniff",
    }
    return Response(service.read_capture(last.sha256), headers=headers)
