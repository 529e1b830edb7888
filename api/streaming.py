"""Streaming: the feed as Server-Sent Events, one page at a time for as long as somebody reads."""

import logging
from collections.abc import AsyncIterator
from dataclasses import dataclass

from anyio import CapacityLimiter, to_thread
from fastapi.sse import format_sse_event

from timeline import CHUNK, Page, Service, TimelineError, Wanted

READERS = 2
"""Threads that read pages for all streams, so that questions have theirs."""
RETRY_MILLISECONDS = 1_000
logger = logging.getLogger("timeline.api")


@dataclass(frozen=True, slots=True)
class Following:
    """What the streams of an application share: their heartbeat, and the threads that read for them."""

    heartbeat: float
    readers: CapacityLimiter


async def followed(
    service: Service, following: Following, after: int, wanted: Wanted
) -> AsyncIterator[bytes]:
    """The wanted events after a position, those to come included, until the service is closed.

    The next page is read when the last one was taken, so that a stream holds one page however slow its reader.
    """
    yield format_sse_event(retry=RETRY_MILLISECONDS)
    position = after
    while not service.waker.closed:
        try:
            page = await to_thread.run_sync(
                service.events, position, CHUNK, wanted, limiter=following.readers
            )
        except TimelineError as error:
            # The response has begun: all that can be said is its end, after which the reader comes back.
            logger.warning("a stream of events ended: %s", error)
            return
        moved, position = page.position > position, page.position
        if moved:
            yield _lines(page)
        if not page.closed:
            head = await service.waker.wait_async(position, following.heartbeat)
            if head <= position and not service.waker.closed:
                yield format_sse_event(comment="nothing new", id=str(position))


def _lines(page: Page) -> bytes:
    """The events of a page; an id alone tells how far was looked, where nothing was wanted at its end."""
    told = [
        format_sse_event(data_str=each.body.decode(), id=str(each.position)) for each in page.events
    ]
    if not page.events or page.events[-1].position < page.position:
        told.append(format_sse_event(id=str(page.position)))
    return b"".join(told)
