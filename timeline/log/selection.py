"""The questions asked of the log's tables, each within the transaction of the connection given."""

from collections.abc import Collection, Iterable, Iterator
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy import Connection, Select, func, select

from events import Event, Instant, read_claim

from .tables import log_events

T = TypeVar("T")

CHUNK = 500
"""How many values one statement asks about: below the least limit on parameters, SQLite's old 999."""

_EVENT = select(
    log_events.c.position,
    log_events.c.recorded_at,
    log_events.c.topic,
    log_events.c.state,
)


def places(connection: Connection, claim_ids: Iterable[str]) -> dict[str, tuple[int, Instant]]:
    """Position and recorded time of those claims that are in the log."""
    row = log_events.c
    statement = select(row.identity, row.position, row.recorded_at)
    return {
        identity: (position, recorded_at)
        for chunk in _chunks(claim_ids)
        for identity, position, recorded_at in connection.execute(
            statement.where(row.identity.in_(chunk))
        )
    }


def versions(connection: Connection, occurrences: Iterable[str]) -> dict[str, int]:
    """The last version of those streams that exist."""
    row = log_events.c
    statement = select(row.stream, func.max(row.version)).group_by(row.stream)
    return {
        stream: version
        for chunk in _chunks(occurrences)
        for stream, version in connection.execute(statement.where(row.stream.in_(chunk)))
    }


def after(connection: Connection, position: int, limit: int) -> list[Event]:
    """The events that follow a position, oldest first."""
    row = log_events.c
    return _events(
        connection, _EVENT.where(row.position > position).order_by(row.position).limit(limit)
    )


def at(connection: Connection, positions: Iterable[int]) -> dict[int, Event]:
    """The events at some positions; a position the log has not reached is left out."""
    return {
        event.position: event
        for chunk in _chunks(positions)
        for event in _events(connection, _EVENT.where(log_events.c.position.in_(chunk)))
    }


def streams(
    connection: Connection, occurrences: Collection[str], upto: int
) -> dict[str, list[Event]]:
    """The events of each occurrence asked for, up to and including a position, oldest first."""
    row = log_events.c
    found: dict[str, list[Event]] = {occurrence: [] for occurrence in occurrences}
    for chunk in _chunks(found):
        statement = _EVENT.where(row.stream.in_(chunk), row.position <= upto).order_by(row.position)
        for event in _events(connection, statement):
            found[event.claim.occurrence].append(event)
    return found


def by_id(connection: Connection, claim_id: str) -> Event | None:
    """The event that recorded a claim, or None."""
    return next(iter(_events(connection, _EVENT.where(log_events.c.identity == claim_id))), None)


def position_at(connection: Connection, recorded_at: Instant) -> int:
    """The last position recorded at an instant or before; 0 if there is none."""
    row = log_events.c
    statement = (
        select(row.position)
        .where(row.recorded_at <= recorded_at)
        .order_by(row.recorded_at.desc(), row.position.desc())
        .limit(1)
    )
    return connection.execute(statement).scalar() or 0


def recorded_at(connection: Connection, position: int) -> Instant:
    """When a position was recorded; LookupError for one the log does not hold."""
    row = log_events.c
    found = connection.execute(select(row.recorded_at).where(row.position == position)).scalar()
    if found is None:
        raise LookupError(f"the log holds no position {position}")
    return found


def _events(connection: Connection, statement: Select[Any]) -> list[Event]:
    return [
        Event(position, recorded, read_claim(topic, state))
        for position, recorded, topic, state in connection.execute(statement)
    ]


def _chunks(values: Iterable[T]) -> Iterator[list[T]]:
    rest = iter(values)
    while chunk := list(islice(rest, CHUNK)):
        yield chunk
