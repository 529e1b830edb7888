"""The questions asked of the log's tables, each within the transaction of the connection given."""

from collections.abc import Collection, Iterable, Iterator
from itertools import groupby, islice
from typing import Any, TypeVar

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Connection,
    Select,
    bindparam,
    func,
    or_,
    select,
    true,
)

from events import Act, ActEvent, Claim, Entry, Event, Instant, Redacted, read_said

from ..prepared import Prepared, Row
from .tables import log_events

T = TypeVar("T")

KEPT = 8_192
"""How many rows are kept as they were read, before they are let go."""

CHUNK = 500
"""How many values one statement asks about: below the least limit on parameters, SQLite's old 999."""

_row = log_events.c
_asked: BindParameter[Any] = bindparam("asked", expanding=True)
_event = select(
    _row.position, _row.recorded_at, _row.topic, _row.state, _row.stream, _row.identity, _row.upon
)

_PLACES = Prepared(
    select(_row.identity, _row.position, _row.recorded_at).where(_row.identity.in_(_asked)), "asked"
)
_EMPTIED = Prepared(
    select(_row.brings, _row.position, _row.recorded_at).where(
        _row.brings.in_(_asked), _row.state == b""
    ),
    "asked",
)
_FULL = Prepared(
    select(_row.position).where(
        or_(_row.identity.in_(_asked), _row.brings.in_(_asked)), _row.state != b""
    ),
    "asked",
)
_GONE = Prepared(
    select(_row.position).where(
        or_(_row.identity.in_(_asked), _row.brings.in_(_asked)), _row.state == b""
    ),
    "asked",
)
_GONE_BETWEEN = Prepared(
    select(_row.position)
    .where(
        _row.position > bindparam("after"), _row.position <= bindparam("upto"), _row.state == b""
    )
    .order_by(_row.position)
)
_VERSIONS = Prepared(
    select(_row.stream, func.max(_row.version))
    .where(_row.stream.in_(_asked))
    .group_by(_row.stream),
    "asked",
)
_AFTER = Prepared(
    _event.where(_row.position > bindparam("after"))
    .order_by(_row.position)
    .limit(bindparam("many"))
)
_AT = Prepared(_event.where(_row.position.in_(_asked)), "asked")
_STREAMS = Prepared(
    _event.where(_row.stream.in_(_asked), _row.position <= bindparam("upto")).order_by(
        _row.position
    ),
    "asked",
)
_BY_ID = Prepared(_event.where(_row.identity == bindparam("name")))
_BROUGHT = Prepared(_event.where(_row.brings == bindparam("name")).order_by(_row.position).limit(1))
_UPON = Prepared(_event.where(_row.upon == bindparam("name")).order_by(_row.position))
_POSITION_AT = Prepared(
    select(_row.position)
    .where(_row.recorded_at <= bindparam("instant"))
    .order_by(_row.recorded_at.desc(), _row.position.desc())
    .limit(1)
)
_RECORDED_AT = Prepared(select(_row.recorded_at).where(_row.position == bindparam("at")))


def places(connection: Connection, claim_ids: Iterable[str]) -> dict[str, tuple[int, Instant]]:
    """Position and recorded time of those claims that are in the log, or were in an act that was redacted."""
    return {
        identity: (position, recorded_at)
        for chunk in chunks(claim_ids)
        for statement in (_EMPTIED, _PLACES)
        for identity, position, recorded_at in statement.rows(connection, asked=chunk)
    }


def full(connection: Connection, names: Iterable[str]) -> list[int]:
    """The positions of those claims, or of acts that bring them in, whose payload is there."""
    return _positions(connection, _FULL, names)


def emptied(connection: Connection, names: Iterable[str]) -> list[int]:
    """The positions of those claims, or of acts that bring them in, whose payload is gone."""
    return _positions(connection, _GONE, names)


def gone(connection: Connection, after: int, upto: int) -> list[int]:
    """The positions beyond one and up to another whose payload is gone."""
    return _GONE_BETWEEN.scalars(connection, after=after, upto=upto)


def versions(connection: Connection, occurrences: Iterable[str]) -> dict[str, int]:
    """The last version of those streams that exist."""
    return {
        stream: version
        for chunk in chunks(occurrences)
        for stream, version in _VERSIONS.rows(connection, asked=chunk)
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
    connection: Connection, occurrences: Collection[str], upto: int, *, keep: bool = True
) -> dict[str, list[Entry]]:
    """The events of each occurrence asked for, up to and including a position, oldest first."""
    found: dict[str, list[Entry]] = {occurrence: [] for occurrence in occurrences}
    for chunk in chunks(found):
        if keep:
            events: Iterable[Entry] = _events(connection, _STREAMS, asked=chunk, upto=upto)
        else:
            events = (_entry(*row) for row in _STREAMS.rows(connection, asked=chunk, upto=upto))
        for event in events:
            found[event.occurrence].append(event)
    return found


def by_stream(
    connection: Connection, upto: int, wanted: ColumnElement[bool] | None = None
) -> Iterator[tuple[str, list[Entry]]]:
    """Every stream, or those wanted, with its events up to a position; one at a time, in the order of names."""
    statement = (
        _event.where(_row.position <= upto, true() if wanted is None else wanted)
        .order_by(_row.stream, _row.version)
        .execution_options(yield_per=CHUNK)
    )
    with connection.execute(statement) as rows:
        for stream, group in groupby(rows, key=lambda row: str(row.stream)):
            yield stream, [_entry(*row) for row in group]


def streams_between(after: int, upto: int) -> Select[str]:
    """The streams that events between two positions, the second included, are in; each once."""
    return select(_row.stream).where(_row.position > after, _row.position <= upto).distinct()


def redactions(connection: Connection, after: int, upto: int) -> list[str]:
    """What was redacted between two positions, the second included."""
    statement = (
        select(_row.upon)
        .where(_row.position > after, _row.position <= upto, _row.topic == "payload-redacted")
        .order_by(_row.position)
    )
    return [name for name in connection.execute(statement).scalars() if name]


def by_id(connection: Connection, name: str) -> Entry | None:
    """The event that recorded a claim or an act, or the act that brought the claim in, or None."""
    found = _events(connection, _BY_ID, name=name) or _events(connection, _BROUGHT, name=name)
    return found[0] if found else None


def upon(connection: Connection, name: str) -> list[Entry]:
    """The acts upon a claim or act, oldest first."""
    return _events(connection, _UPON, name=name)


def position_at(connection: Connection, recorded_at: Instant) -> int:
    """The last position recorded at an instant or before; 0 if there is none."""
    found = _POSITION_AT.first(connection, instant=recorded_at)
    return int(found[0]) if found else 0


def recorded_at(connection: Connection, position: int) -> Instant:
    """When a position was recorded; LookupError for one the log does not hold."""
    found = _RECORDED_AT.first(connection, at=position)
    if found is None:
        raise LookupError(f"the log holds no position {position}")
    return int(found[0])


def _positions(connection: Connection, statement: Prepared, names: Iterable[str]) -> list[int]:
    return [
        position
        for chunk in chunks(sorted(names))
        for position in statement.scalars(connection, asked=chunk)
    ]


def _events(connection: Connection, statement: Prepared, **asked: Any) -> list[Entry]:
    found: list[Entry] = []
    for row in statement.rows(connection, **asked):
        known = _read.get(row[0])
        if known is None or known[0] != row:
            known = (row, _entry(*row))
            remember(*known)
        found.append(known[1])
    return found


# A row is read by every projection and by many questions, and reading its words is most of the cost. What a row
# says never changes, and one that was redacted is another row.
_read: dict[int, tuple[Row, Entry]] = {}


def remember(row: Row, entry: Entry) -> None:
    """Keep what a row says, for as long as there is room."""
    if len(_read) >= KEPT:
        _read.clear()
    _read[row[0]] = (row, entry)


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
    _read.clear()


def chunks(values: Iterable[T]) -> Iterator[list[T]]:
    """Values in lists short enough for one statement."""
    rest = iter(values)
    while chunk := list(islice(rest, CHUNK)):
        yield chunk
