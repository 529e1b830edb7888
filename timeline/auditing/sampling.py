"""Sampling projections: the stored rows of some occurrences against those folded anew from the log."""

from collections.abc import Sequence
from random import Random
from typing import Any

from sqlalchemy import Connection, Table, func, select

from events import Entry
from projections import PROJECTIONS, Projection, Value

from ..log import Log, log_events
from ..projecting import OPEN, Group, Live, fold_group, groups_of
from .findings import Findings

Row = tuple[Value, ...]


def sample_streams(connection: Connection, random: Random, many: int, upto: int) -> list[str]:
    """The streams of some events, picked by their positions."""
    if not upto:
        return []
    picked = sorted({random.randint(1, upto) for _ in range(many)})
    rows = connection.execute(select(log_events.c.stream).where(log_events.c.position.in_(picked)))
    return sorted(set(rows.scalars()))


def check_rows(
    connection: Connection, log: Log, live: Live, streams: Sequence[str], findings: Findings
) -> int:
    """Compare all rows of some occurrences, at each of their positions; returns how many folds it took."""
    folded = 0
    for group in groups_of(connection, live.tables["links"], streams):
        told = [
            entry
            for entries in log.streams(connection, group.members, live.position).values()
            for entry in entries
        ]
        told.sort(key=lambda entry: entry.position)
        for projection in PROJECTIONS:
            table = live.tables[projection.name]
            if projection.lasting:
                folded += _check_lasting(connection, projection, table, told, findings)
            else:
                parted = group if projection.linked else None
                folded += _check_holding(connection, projection, table, told, parted, findings)
    return folded


def _check_lasting(
    connection: Connection,
    projection: Projection,
    table: Table,
    told: Sequence[Entry],
    findings: Findings,
) -> int:
    """Each entry's rows are there, held since its position or before."""
    fields = projection.row._fields
    read = [entry for entry in told if projection.reads(entry)]
    if "occurrence" in table.c:
        _check_each(connection, projection, table, told, findings)
        return len(read)
    for entry in read:
        for row in projection.rows((entry,), entry.occurrence):
            values = dict(zip(fields, row, strict=True))
            same = [table.c[name].is_not_distinct_from(value) for name, value in values.items()]
            since = connection.scalar(select(func.min(table.c.since)).where(*same))
            if since is None or since > entry.position:
                findings.add(
                    entry.position, f"projection {projection.name}: a row of it is missing"
                )
    return len(read)


def _check_each(
    connection: Connection,
    projection: Projection,
    table: Table,
    told: Sequence[Entry],
    findings: Findings,
) -> None:
    """The rows of some occurrences are those of their entries, each held since its own."""
    names = sorted({entry.occurrence for entry in told})
    columns = [table.c[name] for name in projection.row._fields]
    found = connection.execute(select(table.c.since, *columns).where(table.c.occurrence.in_(names)))
    follows = {
        (entry.position, tuple(row))
        for entry in told
        if projection.reads(entry)
        for row in projection.rows((entry,), entry.occurrence)
    }
    differing = {(int(since), tuple(row)) for since, *row in found} ^ follows
    if differing:
        what = f"projection {projection.name}: its rows are not what follows"
        findings.add(min(since for since, _ in differing), what)


def _check_holding(
    connection: Connection,
    projection: Projection,
    table: Table,
    told: Sequence[Entry],
    group: Group | None,
    findings: Findings,
) -> int:
    """After each entry exactly the rows hold that follow from the entries so far."""
    fields = projection.row._fields
    names = sorted({entry.occurrence for entry in told})
    columns = [table.c[name] for name in fields]
    found = connection.execute(
        select(*columns, table.c.since, table.c.until).where(table.c.occurrence.in_(names))
    )
    stored: list[tuple[Any, ...]] = [tuple(row) for row in found]
    width = len(fields)
    read = [n for n, entry in enumerate(told) if projection.reads(entry)]
    turns = {told[index].position for index in read} | {OPEN}
    for at in sorted({at for row in stored for at in row[width:]} - turns)[:1]:
        what = f"projection {projection.name}: a row begins or ends with it, and nothing follows from it"
        findings.add(at, what)
    for index in read:
        position = told[index].position
        there = {row[:width] for row in stored if row[width] <= position < row[width + 1]}
        so_far = told[: index + 1]
        if there != _expected(projection, so_far, group):
            findings.add(position, f"projection {projection.name}: its rows are not what follows")
            break
    return len(read)


def _expected(projection: Projection, told: Sequence[Entry], group: Group | None) -> set[Row]:
    if group is not None:
        return fold_group(projection, group, told)
    streams = {entry.occurrence for entry in told}
    return {
        tuple(row)
        for name in streams
        for row in projection.rows([e for e in told if e.occurrence == name], name)
    }
