"""Logs to relay, and what is asked of what came of it."""

from collections.abc import Iterable, Sequence

from sqlalchemy import Engine, select

from timeline import SystemClock
from timeline.database import reading
from timeline.log import Log
from timeline.relaying.tables import relays

from ..killed import claims_in


def fill(engine: Engine, first: int, last: int) -> int:
    """Append batches of the stream of claims; the head they make."""
    claims = [claim for batch in range(first, last) for claim in claims_in(batch)]
    return Log(engine, SystemClock()).append(claims).position


def checkpoint(engine: Engine, name: str) -> int:
    """How far a relay has published."""
    with reading(engine) as connection:
        found = connection.scalar(select(relays.c.position).where(relays.c.name == name))
    return found or 0


def assert_nothing_lost(ids: Iterable[int], positions: Sequence[int]) -> None:
    """Every position is there, and its first copies are in order."""
    assert list(dict.fromkeys(ids)) == list(positions)
