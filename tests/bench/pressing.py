"""Requests over some connections at once, each sent when the answer to the one before it is there."""

import asyncio
from collections.abc import Callable, Iterator
from time import perf_counter
from typing import Any

import uvloop

CONNECTIONS = 16
HEAD_ENDS = b"\r\n\r\n"
LENGTH = b"content-length:"

Check = Callable[[bytes], None]


class Caller(asyncio.Protocol):
    """One connection kept alive."""

    def __init__(self, paths: Iterator[bytes], until: float, check: Check) -> None:
        self.answered = 0
        self.ended: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._paths = paths
        self._until = until
        self._check = check
        self._received = b""
        self._expected = 0
        self._transport: Any = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Ask the first."""
        self._transport = transport
        self._ask()

    def data_received(self, data: bytes) -> None:
        """Ask the next when an answer is whole."""
        self._received += data
        if not self._expected:
            head, found, _ = self._received.partition(HEAD_ENDS)
            if not found:
                return
            assert head.startswith(b"HTTP/1.1 200"), head
            length = head.lower().partition(LENGTH)[2].partition(b"\r\n")[0]
            self._expected = len(head) + len(HEAD_ENDS) + int(length)
        if len(self._received) < self._expected:
            return
        if not self.answered:
            self._check(self._received.partition(HEAD_ENDS)[2])
        self.answered += 1
        self._received, self._expected = b"", 0
        if perf_counter() < self._until:
            self._ask()
        else:
            self._transport.close()

    def connection_lost(self, exc: Exception | None) -> None:
        """Tell who waits for the end."""
        if not self.ended.done():
            self.ended.set_result(None)

    def _ask(self) -> None:
        self._transport.write(
            b"GET %s HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: */*\r\n\r\n" % next(self._paths)
        )


def press(port: int, paths: Iterator[bytes], seconds: float, check: Check) -> float:
    """Answers a second; the first of each connection is checked."""
    return uvloop.run(_press(port, paths, seconds, check))


async def _press(port: int, paths: Iterator[bytes], seconds: float, check: Check) -> float:
    loop = asyncio.get_running_loop()
    started = perf_counter()
    callers = []
    for _ in range(CONNECTIONS):
        _, caller = await loop.create_connection(
            lambda: Caller(paths, started + seconds, check), "127.0.0.1", port
        )
        callers.append(caller)
    await asyncio.gather(*(caller.ended for caller in callers))
    return sum(caller.answered for caller in callers) / (perf_counter() - started)
