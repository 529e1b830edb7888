"""Relaying: read a page of the log, publish it, await what confirms it, then move the checkpoint."""

import asyncio
import random
from collections.abc import Coroutine, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from sqlalchemy.exc import DBAPIError

from ..database import reading
from ..errors import BrokerUnavailable, DatabaseUnavailable
from ..service import Service
from .broker import Broker, Message
from .choosing import Choice, message_of
from .holding import Held

PAGE = 500
FIRST_PAUSE = 0.25
LONGEST_PAUSE = 30.0
GRACE_SECONDS = 5.0
"""How long a relay that is to stop awaits what it has sent."""
LOOK_SECONDS = 0.5


class Told(Protocol):
    """Is told how a relay fares."""

    def moved(self, position: int, published: int, head: int) -> None:
        """The checkpoint is at a position, so many were published in all, and the log is at its head."""
        ...

    def lost(self, why: BrokerUnavailable, pause: float) -> None:
        """The broker is gone and is tried again after a pause, in seconds."""
        ...

    def found(self) -> None:
        """The broker is back."""
        ...


@dataclass(frozen=True, slots=True)
class Page:
    """What is to be published, the last position that was read for it, and the log's head."""

    messages: list[Message]
    last: int
    head: int


class Relay:
    """Publishes the log to one broker, from the checkpoint that is held.

    A page is confirmed whole before the checkpoint moves behind it. What was sent and not confirmed is sent
    again from the first of its page, so everything is published at least once, and first in order.
    """

    def __init__(
        self,
        service: Service,
        broker: Broker,
        held: Held,
        choice: Choice,
        told: Told,
        *,
        page: int = PAGE,
        first_pause: float = FIRST_PAUSE,
    ) -> None:
        self._service = service
        self._broker = broker
        self._held = held
        self._choice = choice
        self._told = told
        self._page = page
        self._first_pause = first_pause
        self._connected = False
        self._published = 0

    async def run(self, stop: asyncio.Event, *, once: bool = False) -> None:
        """Publish until it is to stop, or with `once` until the log has no more.

        BrokerUnavailable where it cannot be reached at first; later it is tried again for ever.
        """
        try:
            await self._broker.connect()
            self._connected = True
            await self._follow(stop, once=once)
        except DBAPIError as error:
            where = self._service.engine.url.render_as_string().split("@")[-1]
            why = str(error.orig or error).splitlines()[0]
            raise DatabaseUnavailable(address=where, why=why) from error
        finally:
            await self._broker.close()

    async def _follow(self, stop: asyncio.Event, *, once: bool) -> None:
        position = await asyncio.to_thread(self._held.position)
        page = await asyncio.to_thread(self._read, position)
        self._told.moved(position, 0, page.head)
        while not stop.is_set():
            if page.last == position:
                if once:
                    return
                await self._service.waker.wait_async(position, LOOK_SECONDS)
                page = await asyncio.to_thread(self._read, position)
                continue
            # The next page is read while this one is on its way.
            ahead = asyncio.create_task(asyncio.to_thread(self._read, page.last))
            try:
                if not await self._deliver(page.messages, stop):
                    return
                await asyncio.to_thread(self._held.move, page.last)
            finally:
                await asyncio.wait({ahead})
            position, self._published = page.last, self._published + len(page.messages)
            self._told.moved(position, self._published, max(page.head, position))
            page = ahead.result()

    def _read(self, after: int) -> Page:
        log = self._service.log
        with reading(self._service.engine) as connection:
            head = log.head(connection).position
            entries = log.read(connection, after, self._page) if head > after else []
            chosen = self._choice.of(log, connection, entries) if entries else []
        last = entries[-1].position if entries else after
        return Page([message_of(entry) for entry in chosen], last, head)

    async def _deliver(self, messages: Sequence[Message], stop: asyncio.Event) -> bool:
        """Whether all were confirmed; they are sent again until they are or the relay is to stop."""
        pause = self._first_pause
        while not stop.is_set():
            try:
                return await _before(stop, self._attempt(messages))
            except BrokerUnavailable as error:
                self._connected = False
                await self._broker.close()
                self._told.lost(error, pause)
            await _first(stop, pause * random.uniform(0.5, 1))  # noqa: S311 - spreads, hides nothing
            pause = min(pause * 2, LONGEST_PAUSE)
        return False

    async def _attempt(self, messages: Sequence[Message]) -> None:
        if not messages:
            return
        if not self._connected:
            await self._broker.connect()
            self._connected = True
            self._told.found()
        await self._broker.publish(messages)


async def _before(stop: asyncio.Event, doing: Coroutine[Any, Any, None]) -> bool:
    """Whether something was done, if need be for a little longer than until it is to stop."""
    task = asyncio.create_task(doing)
    stopping = asyncio.create_task(stop.wait())
    try:
        await asyncio.wait({task, stopping}, return_when=asyncio.FIRST_COMPLETED)
        await asyncio.wait({task}, timeout=GRACE_SECONDS)
    finally:
        stopping.cancel()
        task.cancel()
    if not task.done():
        await asyncio.wait({task})
    if task.cancelled():
        return False
    task.result()
    return True


async def _first(stop: asyncio.Event, seconds: float) -> None:
    """Wait some seconds, or until it is to stop."""
    try:
        async with asyncio.timeout(seconds):
            await stop.wait()
    except TimeoutError:
        pass
