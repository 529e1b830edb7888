"""Transactions of a service; a database that is gone, locked or exhausted is told as DatabaseUnavailable."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine

from .database import reading, writing
from .service import _reachable as reachable

__all__ = ["reachable", "read_from", "write_to"]


@contextmanager
def read_from(engine: Engine) -> Iterator[Connection]:
    """A transaction that cannot write and sees one snapshot."""
    with reachable(engine), reading(engine) as connection:
        yield connection


@contextmanager
def write_to(engine: Engine) -> Iterator[Connection]:
    """A transaction that commits when the block ends and rolls back when it raises."""
    with reachable(engine), writing(engine) as connection:
        yield connection
