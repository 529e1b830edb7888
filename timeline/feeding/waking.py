"""Waking: readers of the log wait here until it may have grown, threads and coroutines alike."""

import asyncio
import logging
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from threading import Condition, Event, Thread
from typing import Any, cast

import psycopg
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from ..database import reading
from ..log import CHANNEL, read_head

POLL_SECONDS = 0.05
"""How often SQLite is asked whether another process wrote; it takes microseconds."""
LISTEN_SECONDS = 0.25
"""How long PostgreSQL is listened to before closing is looked for."""
RETRY_SECONDS = 0.5
logger = logging.getLogger("timeline.feeding")
Rest = Callable[[], None]


class Waker:
    """One thread that watches the head of a log for any number of readers; it starts with the first wait.

    Waking is a hint: whoever is woken reads the log. Close it when done.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._changed = Condition()
        self._stirred = Event()
        self._thread: Thread | None = None
        self._position = 0
        self._waiting = 0
        self._sleepers: set[tuple[asyncio.AbstractEventLoop, asyncio.Event]] = set()
        self.closed = False

    def wake(self) -> None:
        """Let the head be looked at now; called after an append in this process."""
        self._stirred.set()

    def wait(self, after: int, timeout: float) -> int:
        """Block until the head is beyond a position, the timeout has passed, or the waker is closed.

        Returns the last head seen, which tells which of them it was.
        """
        with self._changed:
            self._enter()
            try:
                self._changed.wait_for(lambda: self.closed or self._position > after, timeout)
            finally:
                self._waiting -= 1
            return self._position

    async def wait_async(self, after: int, timeout: float) -> int:  # noqa: ASYNC109 - as wait() has it
        """As `wait`, for a coroutine."""
        sleeper = (asyncio.get_running_loop(), asyncio.Event())
        with self._changed:
            self._enter()
            self._sleepers.add(sleeper)
        try:
            async with asyncio.timeout(timeout):
                while not self.closed and self._position <= after:
                    await sleeper[1].wait()
                    sleeper[1].clear()
        except TimeoutError:
            pass
        finally:
            with self._changed:
                self._waiting -= 1
                self._sleepers.discard(sleeper)
        return self._position

    def close(self) -> None:
        """End every wait, and the thread; what waits afterwards returns at once."""
        with self._changed:
            self.closed = True
            self._tell()
        self._stirred.set()
        if self._thread is not None:
            self._thread.join()

    def _enter(self) -> None:
        self._waiting += 1
        if self._thread is None and not self.closed:
            self._thread = Thread(target=self._watch, name="timeline-waker", daemon=True)
            self._thread.start()
        self._stirred.set()

    def _tell(self) -> None:
        self._changed.notify_all()
        for loop, event in self._sleepers:
            with suppress(RuntimeError):  # of a loop that was closed under its coroutine
                loop.call_soon_threadsafe(event.set)

    def _watch(self) -> None:
        failed = False
        while not self.closed:
            try:
                with self._resting() as rest:
                    while not self.closed:
                        self._look()
                        failed = False
                        rest()
            except (SQLAlchemyError, psycopg.Error, sqlite3.Error):
                if not failed:
                    logger.exception("the head of the log cannot be watched, it is tried again")
                failed = True
                Event().wait(RETRY_SECONDS)

    def _look(self) -> None:
        with reading(self._engine) as connection:
            position = read_head(connection).position
        with self._changed:
            if position > self._position:
                self._position = position
                self._tell()

    @contextmanager
    def _resting(self) -> Iterator[Rest]:
        """What to do between two looks: it returns when the log may have grown, or now and then."""
        with self._engine.connect() as connection:
            driver = connection.connection.driver_connection
            # Out of the pool, which it would otherwise keep one place of for as long as the log is watched.
            connection.detach()
            listens = self._engine.dialect.name == "postgresql"
            yield self._listening(driver) if listens else self._polling(driver)

    def _listening(self, driver: Any) -> Rest:
        """PostgreSQL says itself that an append was committed."""
        listener = cast("psycopg.Connection", driver)
        listener.autocommit = True
        listener.execute(f"LISTEN {CHANNEL}")

        def rest() -> None:
            for _ in listener.notifies(timeout=LISTEN_SECONDS, stop_after=1):
                return

        return rest

    def _polling(self, driver: Any) -> Rest:
        """SQLite tells a connection whether another wrote; as long as nobody waits it is not asked."""
        asked = cast("sqlite3.Connection", driver)
        seen: list[object] = [None]

        def rest() -> None:
            while not self.closed:
                stirred = self._stirred.wait(POLL_SECONDS if self._waiting else None)
                self._stirred.clear()
                version = asked.execute("PRAGMA data_version").fetchone()
                changed, seen[0] = version != seen[0], version
                if stirred or changed:
                    return

        return rest
