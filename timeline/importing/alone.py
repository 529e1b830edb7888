"""One import at a time: the right to import into a log, held by a lock that goes with its process."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager

from sqlalchemy import Engine, text

from ..errors import ImportGoingOn

LOCK = 0x74696D65
"""The number of the advisory lock on PostgreSQL; each database has its own."""
BESIDE = "-imports"
"""What the file beside an SQLite database is called by; it stays empty, and is only locked."""


@contextmanager
def alone(engine: Engine) -> Iterator[None]:
    """Nobody else imports meanwhile; ImportGoingOn where somebody does.

    Two imports at once would each give a name that is new to both to a vendor of its own.
    """
    if engine.dialect.name == "postgresql":
        with _advised(engine):
            yield
    elif engine.url.database in (None, "", ":memory:"):
        yield
    else:
        with _locked(f"{engine.url.database}{BESIDE}"):
            yield


@contextmanager
def _advised(engine: Engine) -> Iterator[None]:
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        held = connection.execute(text("SELECT pg_try_advisory_lock(:lock)"), {"lock": LOCK})
        if not held.scalar_one():
            raise ImportGoingOn
        try:
            yield
        finally:
            connection.execute(text("SELECT pg_advisory_unlock(:lock)"), {"lock": LOCK})


@contextmanager
def _locked(path: str) -> Iterator[None]:
    with closing(sqlite3.connect(path, timeout=0, isolation_level=None)) as file:
        try:
            file.execute("PRAGMA journal_mode = MEMORY").close()
            file.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
                raise
            raise ImportGoingOn from None
        yield
