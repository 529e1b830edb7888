"""Rows that replace each other: an occurrence's rows as they stand after each of its events."""

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import (
    Connection,
    Table,
    and_,
    bindparam,
    delete,
    literal_column,
    select,
    update,
)

from events import ActEvent, Entry
from projections import Projection, Value

from ..log import Log
from .linking import Group, groups_of
from .tables import OPEN

Row = tuple[Value, ...]
Change = tuple[Row, int, int]
"""A row, the position since when it holds, and the one until when."""

CHUNK = 300
"""How many groups of occurrences are looked up at once."""


def replace_rows(
    connection: Connection,
    log: Log,
    projection: Projection,
    table: Table,
    links: Table | None,
    entries: Sequence[Entry],
) -> None:
    """Write the rows that follow from new entries; `links` tells which streams belong together."""
    touched = sorted({entry.occurrence for entry in entries})
    groups = (
        [Group(frozenset((name,))) for name in touched]
        if links is None
        else groups_of(connection, links, touched)
    )
    refolded = {
        e.occurrence for e in entries if isinstance(e, ActEvent) and e.act.does == "redacts"
    }
    ended: list[Change] = []
    begun: list[Change] = []
    for start in range(0, len(groups), CHUNK):
        chunk = groups[start : start + CHUNK]
        members = [name for group in chunk for name in group.members]
        streams = log.streams(connection, members, entries[-1].position)
        held = _open_rows(connection, projection, table, members)
        for group in chunk:
            first = entries[0].position
            current = {row: since for name in group.members for row, since in held[name].items()}
            if group.members & refolded:
                _delete(connection, table, group.members)
                first, current = 0, {}
            for change in _changes(projection, group, streams, current, first):
                (ended if change[1] < first else begun).append(change)
    _end(connection, projection, table, ended)
    _insert(connection, projection, table, begun)


def _changes(
    projection: Projection,
    group: Group,
    streams: Mapping[str, Sequence[Entry]],
    current: dict[Row, int],
    first: int,
) -> Iterable[Change]:
    """What was opened, ended or both by the entries from `first` on."""
    told = sorted(
        (entry for name in group.members for entry in streams[name]),
        key=lambda entry: entry.position,
    )
    for index, entry in enumerate(told):
        if entry.position < first or not projection.reads(entry):
            continue
        follows = _rows(projection, group, told[: index + 1])
        for row in [row for row in current if row not in follows]:
            yield row, current.pop(row), entry.position
        for row in follows:
            current.setdefault(row, entry.position)
    yield from ((row, since, OPEN) for row, since in current.items() if since >= first)


def _rows(projection: Projection, group: Group, told: Sequence[Entry]) -> set[Row]:
    if not group.links:
        return set(projection.rows(told, told[0].occurrence))
    return {
        row
        for name, members in group.parts(told[-1].position).items()
        for row in projection.rows([e for e in told if e.occurrence in members], name)
    }


def _open_rows(
    connection: Connection, projection: Projection, table: Table, occurrences: Sequence[str]
) -> dict[str, dict[Row, int]]:
    """The rows that hold now for each occurrence, with the position since when."""
    fields = projection.row._fields
    at = fields.index("occurrence")
    held: dict[str, dict[Row, int]] = {name: {} for name in occurrences}
    for start in range(0, len(occurrences), CHUNK):
        found = connection.execute(
            select(*(table.c[name] for name in fields), table.c.since).where(
                table.c.occurrence.in_(occurrences[start : start + CHUNK]),
                table.c.until == literal_column(str(OPEN)),
            )
        )
        for *row, since in found:
            held[row[at]][tuple(row)] = since
    return held


def _delete(connection: Connection, table: Table, occurrences: Iterable[str]) -> None:
    connection.execute(delete(table).where(table.c.occurrence.in_(sorted(occurrences))))


def _insert(
    connection: Connection, projection: Projection, table: Table, begun: Sequence[Change]
) -> None:
    if begun:
        fields = (*projection.row._fields, "since", "until")
        connection.execute(
            table.insert(),
            [dict(zip(fields, (*row, since, until), strict=True)) for row, since, until in begun],
        )


def _end(
    connection: Connection, projection: Projection, table: Table, ended: Sequence[Change]
) -> None:
    if not ended:
        return
    fields = projection.row._fields
    where = [(name, fields.index(name)) for name in projection.key]
    statement = (
        update(table)
        .where(
            table.c.since == bindparam("key_since"),
            and_(*(table.c[name] == bindparam(f"key_{name}") for name in projection.key)),
        )
        .values(until=bindparam("ended_at"))
    )
    connection.execute(
        statement,
        [
            {
                **{f"key_{name}": row[index] for name, index in where},
                "key_since": since,
                "ended_at": until,
            }
            for row, since, until in ended
        ],
    )
