"""One relay of a name at a time: a lock that ends with its process, and the checkpoint moved under it."""

import fcntl
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from hashlib import sha256
from os import fstat
from os.path import samestat
from pathlib import Path
from time import sleep

from sqlalchemy import Connection, Engine, select, text
from sqlalchemy.exc import DBAPIError

from ..clock import Clock
from ..database import reading, writing
from ..errors import RelayRunning
from .tables import relays

TRIES = 10
TRY_SECONDS = 0.1

Opened = Callable[[], AbstractContextManager[Connection]]

_POSITION = select(relays.c.position)
_LOCK = text("SELECT pg_try_advisory_lock(:key)")
_UNLOCK = text("SELECT pg_advisory_unlock(:key)")
_MOVE = text(
    "INSERT INTO relays (name, position, moved_at) VALUES (:name, :position, :moved_at)"
    " ON CONFLICT (name) DO UPDATE SET position = excluded.position, moved_at = excluded.moved_at"
    " WHERE relays.position < excluded.position"
)


class Held:
    """The checkpoint of a relay, for as long as it is held."""

    def __init__(self, name: str, clock: Clock, read: Opened, write: Opened) -> None:
        self.name = name
        self._clock = clock
        self._read = read
        self._write = write

    def position(self) -> int:
        """The last position that was published; 0 at first."""
        with self._read() as connection:
            found: int | None = connection.scalar(_POSITION.where(relays.c.name == self.name))
        return found or 0

    def move(self, position: int) -> None:
        """Moves the checkpoint forward."""
        values = {"name": self.name, "position": position, "moved_at": self._clock.now()}
        with self._write() as connection:
            connection.execute(_MOVE, values)


@contextmanager
def holding(engine: Engine, clock: Clock, name: str) -> Iterator[Held]:
    """Hold a relay; RelayRunning where another process does. A process that is killed holds it no more."""
    if engine.dialect.name == "postgresql":
        with _locked_connection(engine, name) as use:
            yield Held(name, clock, use, use)
    else:
        with _locked_file(engine, name):
            yield Held(name, clock, lambda: reading(engine), lambda: writing(engine))


@contextmanager
def _locked_connection(engine: Engine, name: str) -> Iterator[Opened]:
    """An advisory lock of one connection, which moves the checkpoint too: without the lock it cannot."""
    key = {"key": int.from_bytes(_digest(name)[:8], "big", signed=True)}
    with engine.connect() as pooled:
        connection = pooled.execution_options(isolation_level="AUTOCOMMIT")
        # The server takes a moment to see that a process was killed.
        for pause in (*(TRY_SECONDS,) * TRIES, None):
            if connection.scalar(_LOCK, key):
                break
            if pause is None:
                raise RelayRunning(name=name)
            sleep(pause)

        @contextmanager
        def use() -> Iterator[Connection]:
            yield connection

        try:
            yield use
        finally:
            with suppress(DBAPIError):  # a connection that is lost holds nothing
                connection.execute(_UNLOCK, key)


@contextmanager
def _locked_file(engine: Engine, name: str) -> Iterator[None]:
    """A lock on a file beside the database's; a database in memory has one process."""
    path = engine.url.database
    if not path or path == ":memory:":
        yield
        return
    with _locked(Path(f"{path}-relay-{_digest(name).hex()[:16]}"), name):
        yield


@contextmanager
def _locked(lock: Path, name: str) -> Iterator[None]:
    while True:
        with lock.open("a") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise RelayRunning(name=name) from None
            # Who held it before may have removed the file between the two steps.
            if lock.exists() and samestat(lock.stat(), fstat(file.fileno())):
                try:
                    yield
                finally:
                    lock.unlink()
                return


def _digest(name: str) -> bytes:
    return sha256(f"timeline relay {name}".encode()).digest()
