"""Rows of the projections that belong to no event of the log."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row, Table, select

from projections import PROJECTIONS, Projection

from ..log import Log, log_events
from ..projecting import Live
from .findings import Findings

CHUNK = 1_000


def check_whole(connection: Connection, log: Log, live: Live, findings: Findings) -> None:
    """Every row is of an occurrence that the log has or, where rows have none, of the event since which it holds."""
    for projection in PROJECTIONS:
        table = live.tables[projection.name]
        if "occurrence" in table.c:
            _check_occurrences(connection, projection, table, findings)
        else:
            _check_given(connection, log, projection, table, findings)


def _check_occurrences(
    connection: Connection, projection: Projection, table: Table, findings: Findings
) -> None:
    streams = select(log_events.c.stream)
    statement = select(table.c.occurrence).where(table.c.occurrence.not_in(streams)).distinct()
    for name in sorted(connection.execute(statement).scalars()):
        what = f"it has rows of {name}, of which the log holds nothing"
        findings.add(None, f"projection {projection.name}: {what}")


def _check_given(
    connection: Connection, log: Log, projection: Projection, table: Table, findings: Findings
) -> None:
    rows = connection.execute(select(table).order_by(table.c.since))
    while chunk := rows.fetchmany(CHUNK):
        for row in _not_given(connection, log, projection, chunk):
            what = f"projection {projection.name}: it does not give a row that is said to be of it"
            findings.add(row.since, what)


def _not_given(
    connection: Connection,
    log: Log,
    projection: Projection,
    rows: Sequence[Row[*tuple[Any, ...]]],
) -> list[Row[*tuple[Any, ...]]]:
    fields = projection.row._fields
    there = log.at(connection, {row.since for row in rows})
    given = {
        (position, *told)
        for position, entry in there.items()
        if projection.reads(entry)
        for told in projection.rows((entry,), entry.occurrence)
    }
    return [
        row for row in rows if (row.since, *(getattr(row, name) for name in fields)) not in given
    ]
