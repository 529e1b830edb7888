"""Transactions of a service; a database that is gone, locked or exhausted is told as DatabaseUnavailable."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import InterfaceError, OperationalError, TimeoutError  # noqa: A004 (of the pool)

from .database import reading, writing
from .errors import DatabaseUnavailable


@contextmanager
def reachable(engine: Engine) -> Iterator[None]:
    """Turns a database that is gone, locked or exhausted into DatabaseUnavailable."""
    try:
        yield
    except (InterfaceError, OperationalError, TimeoutError) as error:
        why = str(error.__cause__ or error).splitlines()[0]
        address = engine.url.render_as_string().split("@")[-1]
        raise DatabaseUnavailable(address=address, why=why) from error


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
