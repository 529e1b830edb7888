"""Slots: which of its two tables answers for a projection, and how far each has read."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache

from sqlalchemy import Connection, Table, insert, select, update

from projections import PROJECTIONS

from ..log import log_head, log_tracking
from ..prepared import Prepared, Row
from .tables import SLOTS, projection_live, table_of

_LIVE = select(projection_live)
_MARKS = select(log_tracking.c.name, log_tracking.c.position)
_HEAD = select(log_head.c.position).where(log_head.c.one == 1).scalar_subquery()
_STANDING = Prepared(
    select(
        *(projection_live.c.name, projection_live.c.slot, projection_live.c.version),
        *(log_tracking.c.position, _HEAD),
    ).join(
        log_tracking, log_tracking.c.name == projection_live.c.name + "." + projection_live.c.slot
    )
)
_VERSIONS = {projection.name: projection.version for projection in PROJECTIONS}


@dataclass(frozen=True, slots=True)
class Live:
    """The tables that answer, by projection, and the position all of them have read to.

    `current` is whether that is the log's head, and each was folded by the present version.
    """

    tables: dict[str, Table]
    position: int
    current: bool = False


def live_slots(connection: Connection) -> dict[str, tuple[str, int]]:
    """Slot and version of each projection that answers."""
    rows = connection.execute(_LIVE).all()
    return {row.name: (row.slot, row.version) for row in rows}


def live_tables(connection: Connection, names: Collection[str] | None = None) -> Live:
    """The tables to answer from (all, or those named), in one snapshot with their common position."""
    return _live(tuple(_STANDING.rows(connection)), frozenset(names or _VERSIONS))


@lru_cache(maxsize=8)
def _live(rows: tuple[Row, ...], wanted: frozenset[str]) -> Live:
    found = [row for row in rows if row[0] in wanted]
    tables = {name: table_of(name, slot) for name, slot, *_ in found}
    if len(tables) < len(wanted):
        return Live(tables, 0)
    current = all(
        version == _VERSIONS[name] and position == head
        for name, _, version, position, head in found
    )
    return Live(tables, min(position for *_, position, _ in found), current)


def checkpoints(connection: Connection) -> dict[str, int]:
    """How far each slot of each projection has read."""
    rows = connection.execute(_MARKS).all()
    return {row.name: row.position for row in rows}


def read_to(connection: Connection, name: str, slot: str) -> int:
    """How far one slot of a projection has read."""
    return checkpoints(connection).get(tracking_name(name, slot), 0)


def tracking_name(name: str, slot: str) -> str:
    """The name a slot's checkpoint is kept under."""
    return f"{name}.{slot}"


def idle(slot: str) -> str:
    """The other slot."""
    return SLOTS[1 - SLOTS.index(slot)]


def locked_checkpoint(connection: Connection, tracked: str) -> int:
    """A checkpoint, held so that nobody else moves it before this transaction ends."""
    found = connection.execute(
        select(log_tracking.c.position).where(log_tracking.c.name == tracked).with_for_update()
    ).scalar()
    return 0 if found is None else int(found)


def start_over(connection: Connection, tracked: str) -> None:
    """Set a checkpoint to 0, making it where it is missing."""
    known = connection.execute(
        select(log_tracking.c.name).where(log_tracking.c.name == tracked).with_for_update()
    ).scalar()
    if known is None:
        connection.execute(insert(log_tracking).values(name=tracked, position=0))
    else:
        move_checkpoint(connection, tracked, 0)


def move_checkpoint(connection: Connection, tracked: str, position: int) -> None:
    """Set a checkpoint, in the transaction that writes the rows it speaks for."""
    connection.execute(
        update(log_tracking).where(log_tracking.c.name == tracked).values(position=position)
    )
