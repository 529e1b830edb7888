"""Ending: a server that is told to end waits for its responses, so that endless ones must hear of it."""

import asyncio
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import current_thread, main_thread
from types import FrameType
from typing import Any

SIGNALS = (signal.SIGINT, signal.SIGTERM)


@contextmanager
def told_to_end(call: Callable[[], object]) -> Iterator[None]:
    """Also call something in the event loop when a signal ends the process, before what ends it now.

    Signals come to the main thread alone; a server in another thread is ended by whoever runs it.
    """
    if current_thread() is not main_thread():
        yield
        return
    loop = asyncio.get_running_loop()
    before = {number: signal.getsignal(number) for number in SIGNALS}
    for number, handler in before.items():
        if callable(handler):
            signal.signal(number, _both(loop, call, handler))
    try:
        yield
    finally:
        for number, handler in before.items():
            if callable(handler):
                signal.signal(number, handler)


def _both(
    loop: asyncio.AbstractEventLoop, call: Callable[[], object], handler: Callable[..., Any]
) -> Callable[[int, FrameType | None], None]:
    def handle(number: int, frame: FrameType | None) -> None:
        if not loop.is_closed():
            loop.call_soon_threadsafe(call)
        handler(number, frame)

    return handle
