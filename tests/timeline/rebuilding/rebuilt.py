"""What stands in the slots of a projection, and altering it by hand."""

from typing import Any

from sqlalchemy import select, text, update

from timeline import Service
from timeline.database import reading, writing
from timeline.log import checkpoint
from timeline.projecting import SlotStatus, live_slots, projection_live, slot_statuses, table_of


def slots_of(service: Service, name: str = "exposure") -> tuple[SlotStatus, ...]:
    """Both slots of a projection, the one that answers first."""
    return slot_statuses(service.engine, service.log)[name]


def live_slot(service: Service, name: str = "exposure") -> str:
    """The slot that answers."""
    with reading(service.engine) as connection:
        return live_slots(connection)[name][0]


def rows_of(service: Service, slot: str, name: str = "exposure") -> set[Any]:
    """Every row of a slot."""
    with reading(service.engine) as connection:
        return set(connection.execute(select(table_of(name, slot))).all())


def begun_in(service: Service, slot: str, name: str = "exposure") -> int:
    """Up to where the streams that begin there have their rows in a slot that is being filled."""
    with reading(service.engine) as connection:
        return checkpoint(connection, f"{name}.{slot}.begun") or 0


def alter(service: Service, sql: str) -> None:
    """Change rows as nothing but a hand would."""
    with writing(service.engine) as connection:
        connection.execute(text(sql))


def answering_version(service: Service, version: int, name: str = "exposure") -> None:
    """Let what answers be of another version than the code's."""
    with writing(service.engine) as connection:
        table = projection_live
        connection.execute(update(table).where(table.c.name == name).values(version=version))
