"""The questions asked of the log's tables, each within the transaction of the connection given."""

from collections.abc import Collection, Iterable, Iterator
from functools import lru_cache
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy import BindParameter, Connection, Executable, bindparam, func, or_, select

from events import Act, ActEvent, Claim, Entry, Event, Instant, Redacted, read_said

from .tables import log_events

T = TypeVar("T")

CHUNK = 500
"""How many values one statement asks about: below the least limit on parameters, SQLite's old 999."""

_row = log_events.c
_asked: BindParameter[Any] = bindparam("asked", expanding=True)
_event = select(
    _row.position, _row.recorded_at, _row.topic, _row.state, _row.stream, _row.identity, _row.upon
)

# Built once: building a statement costs more than running it.
_PLACES = select(_row.identity, _row.position, _row.recorded_at).where(_row.identity.in_(_asked))
_EMPTIED = select(_row.brings, _row.position, _row.recorded_at).where(
    _row.brings.in_(_asked), _row.state == b""
)
_FULL = select(_row.position).where(
    or_(_row.identity.in_(_asked), _row.brings.in_(_asked)), _row.state != b""
)
_GONE = select(_row.position).where(
    or_(_row.identity.in_(_asked), _row.brings.in_(_asked)), _row.state == b""
)
_GONE_BETWEEN = (
    select(_row.position)
    .where(
        _row.position > bindparam("after"), _row.position <= bindparam("upto"), _row.state == b""
    )
    .order_by(_row.position)
)
_VERSIONS = (
    select(_row.stream, func.max(_row.version)).where(_row.stream.in_(_asked)).group_by(_row.stream)
)
_AFTER = (
    _event.where(_row.position > bindparam("after"))
    .order_by(_row.position)
    .limit(bindparam("many"))
)
_AT = _event.where(_row.position.in_(_asked))
_STREAMS = _event.where(_row.stream.in_(_asked), _row.position <= bindparam("upto")).order_by(
    _row.position
)
_BY_ID = _event.where(_row.identity == bindparam("name"))
_BROUGHT = _event.where(_row.brings == bindparam("name")).order_by(_row.position).limit(1)
_UPON = _event.where(_row.upon == bindparam("name")).order_by(_row.position)
_POSITION_AT = (
    select(_row.position)
    .where(_row.recorded_at <= bindparam("instant"))
    .order_by(_row.recorded_at.desc(), _row.position.desc())
    .limit(1)
)
_RECORDED_AT = select(_row.recorded_at).where(_row.position == bindparam("at"))


def places(connection: Connection, claim_ids: Iterable[str]) -> dict[str, tuple[int, Instant]]:
    """Position and recorded time of those claims that are in the log, or were in an act that was redacted."""
    return {
        identity: (position, recorded_at)
        for chunk in chunks(claim_ids)
        for statement in (_EMPTIED, _PLACES)
        for identity, position, recorded_at in connection.execute(statement, {"asked": chunk})
    }


def full(connection: Connection, names: Iterable[str]) -> list[int]:
    """The positions of those claims, or of acts that bring them in, whose payload is there."""
    return _positions(connection, _FULL, names)


def emptied(connection: Connection, names: Iterable[str]) -> list[int]:
    """The positions of those claims, or of acts that bring them in, whose payload is gone."""
    return _positions(connection, _GONE, names)


def gone(connection: Connection, after: int, upto: int) -> list[int]:
    """The positions beyond one and up to another whose payload is gone."""
    return list(connection.execute(_GONE_BETWEEN, {"after": after, "upto": upto}).scalars())


def versions(connection: Connection, occurrences: Iterable[str]) -> dict[str, int]:
    """The last version of those streams that exist."""
    return {
        stream: version
        for chunk in chunks(occurrences)
        for stream, version in connection.execute(_VERSIONS, {"asked": chunk})
    }


def after(connection: Connection, position: int, limit: int) -> list[Entry]:
    """The events that follow a position, oldest first."""
    return _events(connection, _AFTER, after=position, many=limit)


def at(connection: Connection, positions: Iterable[int]) -> dict[int, Entry]:
    """The events at some positions; a position the log has not reached is left out."""
    return {
        event.position: event
        for chunk in chunks(positions)
        for event in _events(connection, _AT, asked=chunk)
    }


def streams(
    connection: Connection, occurrences: Collection[str], upto: int
) -> dict[str, list[Entry]]:
    """The events of each occurrence asked for, up to and including a position, oldest first."""
    found: dict[str, list[Entry]] = {occurrence: [] for occurrence in occurrences}
    for chunk in chunks(found):
        for event in _events(connection, _STREAMS, asked=chunk, upto=upto):
            found[event.occurrence].append(event)
    return found


def by_id(connection: Connection, name: str) -> Entry | None:
    """The event that recorded a claim or an act, or the act that brought the claim in, or None."""
    found = _events(connection, _BY_ID, name=name) or _events(connection, _BROUGHT, name=name)
    return found[0] if found else None


def upon(connection: Connection, name: str) -> list[Entry]:
    """The acts upon a claim or act, oldest first."""
    return _events(connection, _UPON, name=name)


def position_at(connection: Connection, recorded_at: Instant) -> int:
    """The last position recorded at an instant or before; 0 if there is none."""
    found: int | None = connection.scalar(_POSITION_AT, {"instant": recorded_at})
    return found or 0


def recorded_at(connection: Connection, position: int) -> Instant:
    """When a position was recorded; LookupError for one the log does not hold."""
    found: Instant | None = connection.scalar(_RECORDED_AT, {"at": position})
    if found is None:
        raise LookupError(f"the log holds no position {position}")
    return found


def _positions(connection: Connection, statement: Executable, names: Iterable[str]) -> list[int]:
    return [
        position
        for chunk in chunks(sorted(names))
        for position in connection.execute(statement, {"asked": chunk}).scalars()
    ]


def _events(connection: Connection, statement: Executable, **asked: Any) -> list[Entry]:
    return [_entry(*row) for row in connection.execute(statement, asked)]


# A row is read by every projection and by many questions, and reading its words is most of the cost. What a row
# says never changes, and one that was redacted is another row.
@lru_cache(maxsize=4_096)
def _entry(
    position: int,
    recorded: Instant,
    topic: str,
    state: bytes,
    stream: str,
    identity: str | None,
    target: str | None,
) -> Entry:
    if not state:
        return Redacted(position, recorded, identity or "", topic, stream, target)
    said: Claim | Act = read_said(topic, state)
    if isinstance(said, Act):
        return ActEvent(position, recorded, said, stream)
    return Event(position, recorded, said)


def forget() -> None:
    """Drop the words of all rows that were read, those of redacted ones among them."""
    _entry.cache_clear()


def chunks(values: Iterable[T]) -> Iterator[list[T]]:
    """Values in lists short enough for one statement."""
    rest = iter(values)
    while chunk := list(islice(rest, CHUNK)):
        yield chunk
