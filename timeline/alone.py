"""The right to do something alone, over all processes of a database: a lock that ends with its process."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path
from time import sleep

from sqlalchemy import Connection, Engine, func, select
from sqlalchemy.exc import DBAPIError

from .errors import TimelineError

TRIES, TRY_SECONDS = 10, 0.1
"""PostgreSQL takes a moment to see that the process that held a lock was killed."""


@contextmanager
def alone(
    engine: Engine, name: str, taken: TimelineError, *, wait: bool = False
) -> Iterator[Connection | None]:
    """Hold what goes by a name in the engine's database; raises `taken` where another does, or waits for its end.

    On PostgreSQL it is an advisory lock, and yields the connection that has it, each statement a transaction of
    its own: what is written there is written under the lock. On SQLite it is a locked file beside the database's.
    """
    path = engine.url.database
    if engine.dialect.name == "postgresql":
        with _advised(engine, name, taken, wait=wait) as connection:
            yield connection
    elif path in (None, "", ":memory:"):
        # No other process can have it.
        yield None
    else:
        with _locked(Path(f"{path}-{name}"), taken, wait=wait):
            yield None


@contextmanager
def _advised(
    engine: Engine, name: str, taken: TimelineError, *, wait: bool
) -> Iterator[Connection]:
    key = int.from_bytes(sha256(f"timeline {name}".encode()).digest()[:8], signed=True)
    with engine.connect() as pooled:
        connection = pooled.execution_options(isolation_level="AUTOCOMMIT")
        if wait:
            connection.execute(select(func.pg_advisory_lock(key)))
        elif not _try(connection, key):
            raise taken
        try:
            yield connection
        finally:
            with suppress(DBAPIError):  # a connection that is lost holds nothing
                connection.execute(select(func.pg_advisory_unlock(key)))


def _try(connection: Connection, key: int) -> bool:
    for _ in range(TRIES):
        if connection.scalar(select(func.pg_try_advisory_lock(key))):
            return True
        sleep(TRY_SECONDS)
    return bool(connection.scalar(select(func.pg_try_advisory_lock(key))))


@contextmanager
def _locked(path: Path, taken: TimelineError, *, wait: bool) -> Iterator[None]:
    file = _lock(path, taken, wait=wait)
    try:
        yield
    finally:
        path.unlink(missing_ok=True)
        os.close(file)


def _lock(path: Path, taken: TimelineError, *, wait: bool) -> int:
    while True:
        file = os.open(path, os.O_CREAT | os.O_RDWR, 0o600)
        try:
            fcntl.flock(file, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            os.close(file)
            raise taken from None
        # Who held it before has removed it when done; then it is a lock on nothing.
        if os.fstat(file).st_nlink:
            return file
        os.close(file)
