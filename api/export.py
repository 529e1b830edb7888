"""Export: a table of the log or of the answers' rows, streamed as a file."""

from collections.abc import AsyncGenerator, AsyncIterator, Iterator
from contextlib import ExitStack
from threading import BoundedSemaphore
from typing import cast

from anyio import CancelScope, to_thread
from fastapi import APIRouter, Request, Response
from starlette.concurrency import iterate_in_threadpool
from starlette.responses import StreamingResponse
from starlette.types import Receive, Scope, Send

from timeline import (
    EXPORT_FORMATS,
    EXPORTED,
    BadParameter,
    TooManyExports,
    UnknownTable,
    stream_table,
)

from .openapi import STORED, documented, refusals
from .opened import service_of
from .parameters import plain, read, whole

router = APIRouter(prefix="/v1", tags=["export"])
ASKED = ("position", "since")
AT_ONCE = 4
"""How many exports are sent at a time: each holds a connection and a snapshot of the database."""
FILES: dict[str, dict[str, object]] = {writer.media_type: {} for writer in EXPORT_FORMATS.values()}


def places() -> BoundedSemaphore:
    """The places for exports of one application."""
    return BoundedSemaphore(AT_ONCE)


@router.get(
    "/export/{table}.{ending}",
    summary="A table as a file",
    response_class=Response,
    responses={
        200: {"description": f"One of the tables {', '.join(EXPORTED)}.", "content": FILES},
        **refusals(*STORED, BadParameter, UnknownTable, TooManyExports),
    },
    openapi_extra=documented(*ASKED),
)
def export(request: Request, table: str, ending: str) -> Response:
    """Its rows at a position, or those to tell since another; one snapshot, sent as it is read.

    A response that is cut off ends without its last chunk.
    """
    given = read(request, ASKED)
    table, ending = plain("table", table), plain("format", ending)
    service, taken = service_of(request), request.app.state.exports
    if not taken.acquire(blocking=False):
        raise TooManyExports(limit=AT_ONCE)
    stack = ExitStack()
    stack.callback(taken.release)
    try:
        asked = (table, ending, whole(given, "position"), whole(given, "since") or 0)
        position, pieces = stack.enter_context(stream_table(service, *asked))
    except BaseException:
        stack.close()
        raise
    since = f"&since={given['since']}" if "since" in given else ""
    return _Closed(
        _sent(stack, pieces),
        media_type=EXPORT_FORMATS[ending].media_type,
        headers={
            "Cache-Control": "no-cache",
            "Content-Disposition": f'attachment; filename="{table}-{position}.{ending}"',
            "Content-Location": f"/v1/export/{table}.{ending}?position={position}{since}",
        },
    )


class _Closed(StreamingResponse):
    """A response whose pieces end with it: one that is cut off does not wait to be collected."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the pieces, and let go of what they hold."""
        try:
            await super().__call__(scope, receive, send)
        finally:
            with CancelScope(shield=True):
                await cast("AsyncGenerator[bytes]", self.body_iterator).aclose()


async def _sent(stack: ExitStack, pieces: Iterator[bytes]) -> AsyncIterator[bytes]:
    """The pieces; whatever becomes of the request, the snapshot and the place are given back."""
    try:
        async for piece in iterate_in_threadpool(pieces):
            yield piece
    finally:
        with CancelScope(shield=True):
            await to_thread.run_sync(stack.close)
