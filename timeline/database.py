"""Engines, and the two kinds of transaction: reading one snapshot, and writing alone."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url

SERVICE_ROLE = "timeline_service"
"""The PostgreSQL role the service works as; migrations create it."""

BUSY_MILLISECONDS = 30_000
"""How long a writer on SQLite waits for another writer."""

_MODE = "timeline_mode"
_WRITES = "timeline_writes"


def open_engine(url: str | URL, role: str | None = SERVICE_ROLE) -> Engine:
    """An engine for SQLite or PostgreSQL; the caller disposes of it.

    On PostgreSQL every connection works as `role` where that role exists and the user is a member of it;
    `role=None` stays the user who connects.
    """
    address = make_url(url)
    dialect = address.get_backend_name()
    if dialect == "sqlite":
        engine = create_engine(address)
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    if dialect != "postgresql":
        raise ValueError(f"expected a sqlite or postgresql address, got {dialect}")
    engine = create_engine(address)
    if role is not None:
        event.listen(engine, "connect", _assume(role))
    return engine


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """A transaction that cannot write and sees one snapshot, taken at its first statement."""
    with engine.connect() as connection:
        if connection.dialect.name == "postgresql":
            connection.execution_options(
                isolation_level="REPEATABLE READ", postgresql_readonly=True
            )
        else:
            connection.execution_options(**{_MODE: "reading"})
        with connection.begin():
            yield connection


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """A transaction that commits when the block ends and rolls back when it raises.

    On SQLite it holds the only write lock from its start. On PostgreSQL it is READ COMMITTED: what it read
    before it took a row lock may have changed by the time it has it.
    """
    with engine.connect() as connection:
        if connection.dialect.name == "postgresql":
            connection.execution_options(isolation_level="READ COMMITTED")
        else:
            connection.execution_options(**{_MODE: "writing"})
        with connection.begin():
            yield connection


def let_write(connection: Connection, *, allowed: bool) -> None:
    """Let a connection to SQLite write from now on, or read alone; outside of a transaction."""
    # Said again, even as it is, it makes SQLite compile every statement of the connection anew.
    if connection.info.get(_WRITES) != allowed:
        driver = connection.connection.driver_connection
        assert driver is not None
        driver.execute(f"PRAGMA query_only = {'OFF' if allowed else 'ON'}").close()
        connection.info[_WRITES] = allowed


def _prepare_sqlite(connection: Any, _record: object) -> None:
    # None keeps the driver from emitting a BEGIN of its own; _begin_sqlite emits it.
    connection.isolation_level = None
    for pragma in (
        f"busy_timeout = {BUSY_MILLISECONDS}",
        "journal_mode = WAL",
        "synchronous = FULL",
        "foreign_keys = ON",
    ):
        connection.execute(f"PRAGMA {pragma}").close()


def _begin_sqlite(connection: Connection) -> None:
    mode = connection.get_execution_options().get(_MODE)
    driver = connection.connection.driver_connection
    assert driver is not None
    let_write(connection, allowed=mode != "reading")
    driver.execute("BEGIN IMMEDIATE" if mode == "writing" else "BEGIN").close()


def _assume(role: str) -> Any:
    def assume(connection: Any, _record: object) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT set_config('role', rolname, false) FROM pg_roles"
                " WHERE rolname = %s AND pg_has_role(oid, 'MEMBER')",
                (role,),
            )
        connection.commit()

    return assume
