"""The rows of a projection in a table: what a batch of entries of the log adds, and what it ends."""

from collections.abc import Sequence

from sqlalchemy import Connection, Table, delete
from sqlalchemy.dialects import postgresql, sqlite

from events import ActEvent, Entry, Redacted
from projections import Projection, Value

from ..log import Log
from .replacing import Row, replace_rows


def write_batch(
    connection: Connection,
    log: Log,
    projection: Projection,
    table: Table,
    links: Table | None,
    batch: Sequence[Entry],
) -> None:
    """Write what follows from a batch; the caller holds the checkpoint."""
    read = [entry for entry in batch if projection.reads(entry)]
    if projection.lasting:
        _add(connection, projection, table, read)
        _take_out(connection, log, table, batch)
    elif read:
        replace_rows(connection, log, projection, table, links, read)


def _add(
    connection: Connection, projection: Projection, table: Table, entries: Sequence[Entry]
) -> None:
    fields = projection.row._fields
    rows: dict[Row, dict[str, Value]] = {}
    for entry in entries:
        for row in projection.rows((entry,), entry.occurrence):
            values = {**dict(zip(fields, row, strict=True)), "since": entry.position}
            rows.setdefault(tuple(values[name] for name in projection.key), values)
    if rows:
        insert = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
        statement = insert(table).on_conflict_do_nothing()
        connection.execute(statement, [rows[key] for key in sorted(rows)])


def _take_out(connection: Connection, log: Log, table: Table, batch: Sequence[Entry]) -> None:
    """Rows that a claim gave go when its payload does."""
    if "at" not in table.c:
        return
    for entry in batch:
        if isinstance(entry, ActEvent) and entry.act.does == "redacts":
            emptied = log.by_id(connection, entry.act.target)
            if isinstance(emptied, Redacted):
                connection.execute(delete(table).where(table.c.at == emptied.position))
