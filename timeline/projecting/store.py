"""The rows of a projection in a table: what a batch of entries of the log adds, and what it ends."""

from collections.abc import Sequence
from operator import itemgetter

from sqlalchemy import Connection, Table, delete

from events import ActEvent, Entry
from projections import Projection

from ..log import Log
from ..prepared import insert_rows
from .folding import Row
from .replacing import Target, replace_rows

CHUNK = 1_000
"""How many entries are read again at once."""


def write_batch(target: Target, batch: Sequence[Entry]) -> None:
    """Write what follows from a batch; the caller holds the checkpoint."""
    read = [entry for entry in batch if target.projection.reads(entry)]
    if target.projection.lasting:
        _add(target.connection, target.projection, target.table, read)
        _take_out(target.connection, target.log, target.projection, target.table, batch)
    elif read:
        replace_rows(target, read, batch)


def _add(
    connection: Connection, projection: Projection, table: Table, entries: Sequence[Entry]
) -> None:
    fields = projection.row._fields
    key_of = itemgetter(*(fields.index(name) for name in projection.key))
    rows: dict[Row, Row] = {}
    for entry in entries:
        for row in projection.rows((entry,), entry.occurrence):
            rows.setdefault(key_of(row), (*row, entry.position))
    if rows:
        ordered = [rows[key] for key in sorted(rows)]
        insert_rows(connection, table, (*fields, "since"), ordered, skip=True)


def _take_out(
    connection: Connection,
    log: Log,
    projection: Projection,
    table: Table,
    batch: Sequence[Entry],
) -> None:
    """Rows that a claim gave go when its payload does; those that a later one gives too hold from that one on."""
    upon = [e.act.target for e in batch if isinstance(e, ActEvent) and e.act.does == "redacts"]
    emptied = log.emptied(connection, upon)
    if not emptied:
        return
    given_at = table.c.at if "at" in table.c else table.c.since
    connection.execute(delete(table).where(given_at.in_(sorted(emptied))))
    if "at" in table.c:
        return
    after, last = min(emptied), batch[-1].position
    while after < last and (entries := log.read(connection, after, CHUNK)):
        after = entries[-1].position
        _add(connection, projection, table, [e for e in entries if e.position <= last])
