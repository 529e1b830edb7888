"""The rows of a projection in a table: what a batch of events adds, and what it ends."""

from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, Table, and_, bindparam, literal_column, select, update
from sqlalchemy.dialects import postgresql, sqlite

from events import Event
from projections import Projection, Value

from ..log import Log
from .tables import OPEN

Row = tuple[Value, ...]
CHUNK = 500
"""How many occurrences are looked up at once."""


def write_batch(
    connection: Connection, log: Log, projection: Projection, table: Table, batch: Sequence[Event]
) -> None:
    """Write what follows from a batch of events; the caller holds the checkpoint."""
    read = [event for event in batch if projection.reads(event)]
    if not read:
        return
    if projection.lasting:
        _add(connection, projection, table, read)
    else:
        _replace(connection, log, projection, table, read)


def _add(
    connection: Connection, projection: Projection, table: Table, events: Iterable[Event]
) -> None:
    rows: dict[Row, dict[str, Value]] = {}
    for event in events:
        for row in projection.rows((event,)):
            values = {**dict(zip(_fields(projection), row, strict=True)), "since": event.position}
            rows.setdefault(tuple(values[name] for name in projection.key), values)
    insert = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    connection.execute(insert(table).on_conflict_do_nothing(), [rows[key] for key in sorted(rows)])


def _replace(
    connection: Connection,
    log: Log,
    projection: Projection,
    table: Table,
    events: Sequence[Event],
) -> None:
    """Rows of each occurrence touched, as they stand after each of its new events."""
    touched = sorted({event.claim.occurrence for event in events})
    upto = events[-1].position
    first = events[0].position
    ended: list[tuple[Row, int, int]] = []
    begun: list[tuple[Row, int, int]] = []
    for start in range(0, len(touched), CHUNK):
        chunk = touched[start : start + CHUNK]
        streams = log.streams(connection, chunk, upto)
        held = _open_rows(connection, projection, table, chunk)
        for occurrence in chunk:
            changes = _changes(projection, streams[occurrence], held.get(occurrence, {}), first)
            for row, since, until in changes:
                (ended if since < first else begun).append((row, since, until))
    _end(connection, projection, table, ended)
    if begun:
        fields = (*_fields(projection), "since", "until")
        connection.execute(
            table.insert(),
            [dict(zip(fields, (*row, since, until), strict=True)) for row, since, until in begun],
        )


def _changes(
    projection: Projection, stream: Sequence[Event], held: dict[Row, int], first: int
) -> Iterable[tuple[Row, int, int]]:
    """(row, since, until) of each row that was opened, ended or both by the events from `first` on."""
    current = dict(held)
    for index, event in enumerate(stream):
        if event.position < first or not projection.reads(event):
            continue
        follows = set(projection.rows(stream[: index + 1]))
        for row in [row for row in current if row not in follows]:
            yield row, current.pop(row), event.position
        for row in follows:
            current.setdefault(row, event.position)
    yield from ((row, since, OPEN) for row, since in current.items() if since >= first)


def _open_rows(
    connection: Connection, projection: Projection, table: Table, occurrences: Sequence[str]
) -> dict[str, dict[Row, int]]:
    """The rows that hold now for each occurrence, with the position since when."""
    fields = _fields(projection)
    columns = [table.c[name] for name in fields]
    found = connection.execute(
        select(*columns, table.c.since).where(
            table.c.occurrence.in_(occurrences),
            table.c.until == literal_column(str(OPEN)),
        )
    )
    at = fields.index("occurrence")
    held: dict[str, dict[Row, int]] = {}
    for *row, since in found:
        held.setdefault(row[at], {})[tuple(row)] = since
    return held


def _end(
    connection: Connection,
    projection: Projection,
    table: Table,
    ended: Sequence[tuple[Row, int, int]],
) -> None:
    if not ended:
        return
    fields = _fields(projection)
    keys = (*projection.key, "since")
    statement = (
        update(table)
        .where(and_(*(table.c[name] == bindparam(f"key_{name}") for name in keys)))
        .values(until=bindparam("ended_at"))
    )
    connection.execute(
        statement,
        [
            {
                **{
                    f"key_{name}": dict(zip(fields, row, strict=True))[name]
                    for name in projection.key
                },
                "key_since": since,
                "ended_at": until,
            }
            for row, since, until in ended
        ],
    )


def _fields(projection: Projection) -> tuple[str, ...]:
    return projection.row._fields
