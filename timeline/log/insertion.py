"""The one way into the log: lock the head, take the next positions, insert, move the head."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

import psycopg
from eventsourcing.persistence import StoredEvent
from sqlalchemy import Connection, bindparam, func, select, update
from sqlalchemy.exc import DBAPIError

from events import Instant

from ..clock import Clock
from .tables import log_head

Row = tuple[int, str, int, str, bytes, Instant, str | None, str | None, str | None]
Marks = tuple[str | None, str | None, str | None]
"""Identity of an event, what it is upon, and the id of the claim it brings."""
UNMARKED: Marks = (None, None, None)

CHANNEL = "timeline_log"
"""The PostgreSQL channel on which an append notifies its last position."""

_HEAD = select(log_head.c.position, log_head.c.recorded_at).where(log_head.c.one == 1)
_LOCK = _HEAD.with_for_update()
_INSERT = (
    "INSERT INTO log_events (position, stream, version, topic, state, recorded_at, identity, upon, brings)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
_COPY = (
    "COPY log_events (position, stream, version, topic, state, recorded_at, identity, upon, brings)"
    " FROM STDIN (FORMAT BINARY)"
)
_COPY_TYPES = ("int8", "text", "int8", "text", "bytea", "int8", "text", "text", "text")
_MOVE = (
    update(log_head)
    .where(log_head.c.one == 1)
    .values(position=bindparam("to_position"), recorded_at=bindparam("to_recorded_at"))
)


@dataclass(frozen=True)
class Head:
    """The last position of the log and when it was recorded; both 0 while the log is empty."""

    position: int
    recorded_at: Instant


def read_head(connection: Connection) -> Head:
    """The head as the transaction sees it."""
    return Head(*connection.execute(_HEAD).one())


def lock_head(connection: Connection) -> Head:
    """The head, which no other transaction moves before this one ends."""
    return Head(*connection.execute(_LOCK).one())


def insert_rows(
    connection: Connection,
    head: Head,
    clock: Clock,
    rows: Sequence[tuple[StoredEvent, Marks]],
) -> Head:
    """Inserts events, each with its marks, after a locked head, and returns the head they make.

    All of them are recorded at one instant: the clock's, or a microsecond after the head when the clock is behind.
    """
    after = Head(head.position + len(rows), max(clock.now(), head.recorded_at + 1))
    values = [
        (
            position,
            str(stored.originator_id),
            stored.originator_version,
            stored.topic,
            stored.state,
            after.recorded_at,
            *marks,
        )
        for position, (stored, marks) in enumerate(rows, head.position + 1)
    ]
    if connection.dialect.name == "postgresql":
        _copy(connection, values)
    else:
        connection.exec_driver_sql(_INSERT, values)
    connection.execute(_MOVE, {"to_position": after.position, "to_recorded_at": after.recorded_at})
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_notify(CHANNEL, str(after.position))))
    return after


def _copy(connection: Connection, values: list[Row]) -> None:
    driver = cast("psycopg.Connection", connection.connection.driver_connection)
    try:
        with driver.cursor() as cursor, cursor.copy(_COPY) as copy:
            copy.set_types(_COPY_TYPES)
            for row in values:
                copy.write_row(row)
    except psycopg.Error as error:
        # Wrapped as SQLAlchemy wraps what its own statements raise, so callers meet one family of errors.
        raise DBAPIError.instance(_COPY, None, error, psycopg.Error) from error
