"""The one way into the log: lock the head, take the next positions, insert, move the head."""

from collections.abc import Sequence
from dataclasses import dataclass
from secrets import token_bytes
from typing import Any, NamedTuple

from eventsourcing.persistence import StoredEvent
from sqlalchemy import Connection, bindparam, func, insert, select, update

from events import Instant
from projections import SALT_BYTES, Frontier, envelope_bytes, leaf_hash, payload_hash

from ..clock import Clock
from ..prepared import insert_rows as insert_by_driver
from .tables import log_events, log_head, log_subtrees

Row = tuple[Any, ...]


class Marks(NamedTuple):
    """Identity of an event, what it is upon, the id of the claim it brings, and the keys of its subjects."""

    identity: str | None = None
    upon: str | None = None
    brings: str | None = None
    subjects: tuple[bytes, ...] = ()


UNMARKED = Marks()

CHANNEL = "timeline_log"
"""The PostgreSQL channel on which an append notifies its last position."""

_HEAD = select(log_head.c.position, log_head.c.recorded_at, log_head.c.tree).where(
    log_head.c.one == 1
)
_LOCK = _HEAD.with_for_update()
_COLUMNS = tuple(
    "position stream version topic state recorded_at identity upon brings seal leaf subjects".split()
)
_MOVE = (
    update(log_head)
    .where(log_head.c.one == 1)
    .values(
        position=bindparam("to_position"),
        recorded_at=bindparam("to_recorded_at"),
        tree=bindparam("to_tree"),
    )
)


@dataclass(frozen=True)
class Head:
    """The last position of the log and when it was recorded; both 0 while the log is empty.

    `tree` has the peaks of the tree of its leaves.
    """

    position: int
    recorded_at: Instant
    tree: bytes | None = None

    def frontier(self) -> Frontier:
        """The tree of the leaves up to here, to grow or to take the root of."""
        return Frontier.read(self.position, self.tree or b"")


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
    recorded_at = max(clock.now(), head.recorded_at + 1)
    values = _sealed(head.position, recorded_at, rows)
    tree = head.frontier()
    complete = tree.add([value[10] for value in values])
    after = Head(tree.size, recorded_at, tree.stored())
    insert_by_driver(connection, log_events, _COLUMNS, values, skip=False)
    if complete:
        kept = [{"level": each[0], "number": each[1], "root": each[2]} for each in complete]
        connection.execute(insert(log_subtrees), kept)
    moved = {"to_position": after.position, "to_recorded_at": recorded_at, "to_tree": after.tree}
    connection.execute(_MOVE, moved)
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_notify(CHANNEL, str(after.position))))
    return after


def _sealed(
    after: int, recorded_at: Instant, rows: Sequence[tuple[StoredEvent, Marks]]
) -> list[Row]:
    """The rows of events at the positions that follow, each with its salt and the hash of its leaf."""
    salts = token_bytes(SALT_BYTES * len(rows))
    values: list[Row] = []
    for number, (stored, marks) in enumerate(rows):
        position = after + number + 1
        salt = salts[number * SALT_BYTES : (number + 1) * SALT_BYTES]
        place = (str(stored.originator_id), stored.originator_version, stored.topic)
        *names, subjects = marks
        sealed = envelope_bytes(
            *(position, recorded_at, place, marks[:3], subjects),
            payload_hash(salt, stored.state),
        )
        keys = b"".join(subjects)
        row = (position, *place, stored.state, recorded_at, *names, salt, leaf_hash(sealed), keys)
        values.append(row)
    return values
