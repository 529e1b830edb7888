"""The one way into the log: lock the head, take the next positions, insert, move the head."""

from collections.abc import Sequence
from dataclasses import dataclass

from eventsourcing.persistence import StoredEvent
from sqlalchemy import Connection, bindparam, func, insert, select, update

from events import Instant

from timeline.clock import Clock
from .tables import log_events, log_head

CHANNEL = "timeline_log"
"""The PostgreSQL channel on which an append notifies its last position."""

_HEAD = select(log_head.c.position, log_head.c.recorded_at).where(log_head.c.one == 1)
_LOCK = _HEAD.with_for_update()
_INSERT = insert(log_events)
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
    rows: Sequence[tuple[StoredEvent, str | None]],
) -> Head:
    """Inserts events, each with its identity, after a locked head, and returns the head they make.

    All of them are recorded at one instant: the clock's, or a microsecond after the head when the clock is behind.
    """
    after = Head(head.position + len(rows), max(clock.now(), head.recorded_at + 1))
    connection.execute(
        _INSERT,
        [
            {
                "position": position,
                "stream": str(stored.originator_id),
                "version": stored.originator_version,
                "topic": stored.topic,
                "state": stored.state,
                "recorded_at": after.recorded_at,
                "identity": identity,
            }
            for position, (stored, identity) in enumerate(rows, head.position + 1)
        ],
    )
    connection.execute(_MOVE, {"to_position": after.position, "to_recorded_at": after.recorded_at})
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_notify(CHANNEL, str(after.position))))
    return after
