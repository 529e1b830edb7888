"""How the two slots of each projection stand: which answers, what the other holds, and how far each has read."""

from dataclasses import dataclass
from typing import Literal

from sqlalchemy import Engine, func, select

from projections import PROJECTIONS

from ..database import reading
from ..log import Log
from .beside import all_beside
from .slots import checkpoints, live_slots, tracking_name
from .tables import SLOTS, table_of

State = Literal["live", "built", "kept", "empty"]


@dataclass(frozen=True, slots=True)
class SlotStatus:
    """One slot: `live` answers, `built` is filled by a rebuild, `kept` answered before; an empty one has no version."""

    slot: str
    state: State
    version: int | None
    checkpoint: int
    rows: int
    lag: int


def slot_statuses(engine: Engine, log: Log) -> dict[str, tuple[SlotStatus, ...]]:
    """Both slots of each projection, the one that answers first, in one snapshot; counts all their rows."""
    with reading(engine) as connection:
        head = log.head(connection).position
        live = live_slots(connection)
        beside = all_beside(connection)
        marks = checkpoints(connection)
        found = {}
        for projection in PROJECTIONS:
            name = projection.name
            answers, version = live.get(name, ("a", projection.version))
            standing = beside.get(name)
            statuses = []
            for slot in sorted(SLOTS, key=lambda slot: slot != answers):
                mark = marks.get(tracking_name(name, slot), 0)
                rows = connection.scalar(select(func.count()).select_from(table_of(name, slot)))
                state: State = "live" if slot == answers else standing.sort if standing else "empty"
                held = version if slot == answers else standing.version if standing else None
                statuses.append(SlotStatus(slot, state, held, mark, rows or 0, head - mark))
            found[name] = tuple(statuses)
    return found
