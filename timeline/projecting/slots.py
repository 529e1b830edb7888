"""Slots: which of its two tables answers for a projection, and how far each has read."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import Connection, Table, select, update

from projections import PROJECTIONS

from ..log import log_tracking
from .tables import SLOTS, projection_live, table_of

_LIVE = select(projection_live)
_MARKS = select(log_tracking.c.name, log_tracking.c.position)


@dataclass(frozen=True, slots=True)
class Live:
    """The tables that answer, by projection, and the position all of them have read to."""

    tables: dict[str, Table]
    position: int


def live_slots(connection: Connection) -> dict[str, tuple[str, int]]:
    """Slot and version of each projection that answers."""
    rows = connection.execute(_LIVE).all()
    return {row.name: (row.slot, row.version) for row in rows}


def live_tables(connection: Connection, names: Collection[str] | None = None) -> Live:
    """The tables to answer from (all, or those named), in one snapshot with their common position."""
    wanted = {projection.name for projection in PROJECTIONS} if names is None else set(names)
    slots = {name: found for name, found in live_slots(connection).items() if name in wanted}
    marks = checkpoints(connection)
    tables = {name: table_of(name, slot) for name, (slot, _) in slots.items()}
    read = [marks.get(tracking_name(name, slot), 0) for name, (slot, _) in slots.items()]
    return Live(tables, min(read, default=0) if len(read) == len(wanted) else 0)


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


def move_checkpoint(connection: Connection, tracked: str, position: int) -> None:
    """Set a checkpoint, in the transaction that writes the rows it speaks for."""
    connection.execute(
        update(log_tracking).where(log_tracking.c.name == tracked).values(position=position)
    )
