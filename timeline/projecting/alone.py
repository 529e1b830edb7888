"""One rebuild of a projection at a time, whichever process it is in; a lock that dies with its process."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

from sqlalchemy import Engine, func, select

from ..errors import RebuildUnderWay


@contextmanager
def alone(engine: Engine, name: str, *, wait: bool = False) -> Iterator[None]:
    """Hold a projection's slots; RebuildUnderWay where another does, or with `wait` once it is done."""
    database = engine.url.database
    if engine.dialect.name == "postgresql":
        with _by_advisory_lock(engine, name, wait=wait):
            yield
    elif database in (None, "", ":memory:"):
        # No other process can have it.
        yield
    else:
        with _by_file(Path(f"{database}-{name}-rebuild"), name, wait=wait):
            yield


@contextmanager
def _by_advisory_lock(engine: Engine, name: str, *, wait: bool) -> Iterator[None]:
    key = int.from_bytes(sha256(f"rebuild {name}".encode()).digest()[:8], signed=True)
    # Each statement on its own: a transaction as long as the rebuild would keep dead rows from being cleared.
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        if wait:
            connection.execute(select(func.pg_advisory_lock(key)))
        elif not connection.scalar(select(func.pg_try_advisory_lock(key))):
            raise RebuildUnderWay(name=name)
        try:
            yield
        finally:
            connection.execute(select(func.pg_advisory_unlock(key)))


@contextmanager
def _by_file(path: Path, name: str, *, wait: bool) -> Iterator[None]:
    file = _locked(path, name, wait=wait)
    try:
        yield
    finally:
        path.unlink(missing_ok=True)
        os.close(file)


def _locked(path: Path, name: str, *, wait: bool) -> int:
    while True:
        file = os.open(path, os.O_CREAT | os.O_RDWR, 0o600)
        try:
            fcntl.flock(file, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            os.close(file)
            raise RebuildUnderWay(name=name) from None
        # Who held it before has removed it when done; then it is a lock on nothing.
        if os.fstat(file).st_nlink:
            return file
        os.close(file)
