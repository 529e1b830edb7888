"""What stands beside the slot that answers: rows that a rebuild fills, or those that answered before."""

from dataclasses import dataclass
from typing import Literal

from sqlalchemy import Connection, Table, insert, select, update

from .slots import idle
from .tables import projection_live

Sort = Literal["built", "kept"]
SORTS: tuple[Sort, ...] = ("built", "kept")


@dataclass(frozen=True, slots=True)
class Beside:
    """The rows of an idle slot: `built` by a rebuild, to the end or not yet, or `kept` since a switch."""

    sort: Sort
    slot: str
    version: int


def all_beside(connection: Connection) -> dict[str, Beside]:
    """What stands beside each projection; where nothing does it is left out."""
    rows = connection.execute(select(projection_live).where(projection_live.c.version > 0))
    found = {}
    for row in rows:
        name, _, sort = row.name.rpartition(".")
        for each in SORTS:
            if sort == each:
                found[name] = Beside(each, row.slot, row.version)
    return found


def stand_beside(connection: Connection, name: str, standing: Beside | None) -> None:
    """Say what stands beside a projection from now on; the caller holds the projection's own row."""
    for sort in SORTS:
        row = f"{name}.{sort}"
        if standing is not None and standing.sort == sort:
            _put(connection, row, standing.slot, standing.version)
        else:
            table = projection_live
            connection.execute(update(table).where(table.c.name == row).values(version=0))


def locked_live(connection: Connection, name: str) -> tuple[str, int]:
    """Slot and version of what answers, held so that nobody switches before this transaction ends."""
    table = projection_live
    row = connection.execute(
        select(table.c.slot, table.c.version).where(table.c.name == name).with_for_update()
    ).one()
    return row.slot, row.version


def switch_to(connection: Connection, name: str, standing: Beside) -> None:
    """Let what stands beside a projection answer, and keep what answered; its row is held."""
    slot, version = locked_live(connection, name)
    assert standing.slot == idle(slot)
    _put(connection, name, standing.slot, standing.version)
    stand_beside(connection, name, Beside("kept", slot, version))


def _put(connection: Connection, row: str, slot: str, version: int) -> None:
    table: Table = projection_live
    there = connection.execute(
        update(table).where(table.c.name == row).values(slot=slot, version=version)
    )
    if not there.rowcount:
        connection.execute(insert(table).values(name=row, slot=slot, version=version))
