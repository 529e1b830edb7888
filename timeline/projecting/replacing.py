"""Rows that replace each other: an occurrence's rows as they stand after each of its events."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from operator import itemgetter
from typing import Any

from sqlalchemy import (
    BindParameter,
    Connection,
    Table,
    bindparam,
    delete,
    literal_column,
    select,
)

from events import ActEvent, Entry, Instant
from projections import ExposureRow, Projection

from ..log import Log
from ..prepared import Prepared, insert_rows, update_rows
from .folding import Change, Folds, Row, changes_of, changes_since, move
from .linking import Group, groups_of
from .tables import OPEN

CHUNK = 300
"""How many groups of occurrences are looked up at once."""


@dataclass(frozen=True, slots=True)
class Target:
    """A table of a projection in one transaction, with what is known of it beforehand."""

    connection: Connection
    log: Log
    projection: Projection
    table: Table
    links: Table | None
    folds: Folds


def replace_rows(target: Target, entries: Sequence[Entry], batch: Sequence[Entry]) -> None:
    """Write the rows that follow from new entries, in the order of their positions; they are among the `batch`."""
    by_stream: dict[str, list[Entry]] = {}
    for entry in entries:
        by_stream.setdefault(entry.occurrence, []).append(entry)
    groups = (
        [Group(frozenset((name,))) for name in sorted(by_stream)]
        if target.links is None
        else groups_of(target.connection, target.links, by_stream)
    )
    first = entries[0].position
    changes: list[Change] = []
    anew: list[Group] = []
    for group in groups:
        stepped = _step_on(target, group, by_stream)
        if stepped is None:
            anew.append(group)
        else:
            changes += stepped
    ended = [change for change in changes if change[1] < first and change[2] != OPEN]
    begun = [change for change in changes if change[1] >= first]
    for since, change in _fold_anew(target, anew, entries, batch):
        (ended if change[1] < since else begun).append(change)
    _end(target, ended)
    insert_changes(target.connection, target.projection, target.table, begun)


def _step_on(
    target: Target, group: Group, by_stream: Mapping[str, Sequence[Entry]]
) -> list[Change] | None:
    """The changes of a group that goes on from where it stood; None where it must be folded anew."""
    (name, *others) = group.members
    running = None if others or group.links else target.folds.pop(name, None)
    if running is None:
        return None
    current = _tail(target, name, running.cut)
    changes: list[Change] = []
    for entry in by_stream[name]:
        if target.projection.reads(entry):
            moved = running.step(entry, [ExposureRow._make(row) for row in current])
            if moved is None:
                return None
            changes += move(current, *moved, entry.position)
    first = by_stream[name][0].position
    target.folds[name] = running
    return changes + [(row, since, OPEN) for row, since in current.items() if since >= first]


def _fold_anew(
    target: Target, groups: Sequence[Group], entries: Sequence[Entry], batch: Sequence[Entry]
) -> Iterator[tuple[int, Change]]:
    """Changes, each with the position from which its group was written anew: 0 after a redaction."""
    refolded = {
        e.occurrence for e in entries if isinstance(e, ActEvent) and e.act.does == "redacts"
    }
    fresh: dict[str, list[Entry]] = {}
    for entry in batch:
        fresh.setdefault(entry.occurrence, []).append(entry)
    for start in range(0, len(groups), CHUNK):
        chunk = groups[start : start + CHUNK]
        members = [name for group in chunk for name in group.members]
        old = target.log.begun(target.connection, members, batch[0].position)
        streams = target.log.streams(target.connection, old, entries[-1].position)
        streams |= {name: fresh.get(name, []) for name in members if name not in old}
        held = _open_rows(target, members, old)
        for group in chunk:
            first = entries[0].position
            current = {row: since for name in group.members for row, since in held[name].items()}
            if group.members & refolded:
                _delete(target, group.members)
                first, current = 0, {}
            told = [entry for name in group.members for entry in streams[name]]
            if len(told) == 1 and not current:
                for change in changes_of(target.projection, group, told, {}):
                    yield first, change
                continue
            told.sort(key=lambda entry: entry.position)
            since = (current, first, target.folds)
            for change in changes_since(target.projection, group, told, *since):
                yield first, change


def _open_rows(
    target: Target, occurrences: Sequence[str], old: Collection[str]
) -> dict[str, dict[Row, int]]:
    """The rows that hold now for each occurrence, with the position since when; only `old` ones have any."""
    fields, table = target.projection.row._fields, target.table
    at = fields.index("occurrence")
    held: dict[str, dict[Row, int]] = {name: {} for name in occurrences}
    look = _held(table, fields)
    names = sorted(old)
    for start in range(0, len(names), CHUNK):
        for row in look.rows(target.connection, names=names[start : start + CHUNK]):
            held[row[at]][row[:-1]] = row[-1]
    return held


@cache
def _held(table: Table, fields: tuple[str, ...]) -> Prepared:
    names: BindParameter[Any] = bindparam("names", expanding=True)
    held = select(*(table.c[name] for name in fields), table.c.since).where(
        table.c.occurrence.in_(names), table.c.until == literal_column(str(OPEN))
    )
    return Prepared(held, "names")


def _tail(target: Target, occurrence: str, cut: Instant) -> dict[Row, int]:
    """The rows that hold now for an occurrence and reach up to an instant on the known clock."""
    table = target.table
    found = target.connection.execute(
        select(*(table.c[name] for name in target.projection.row._fields), table.c.since).where(
            table.c.occurrence == occurrence,
            table.c.until == literal_column(str(OPEN)),
            table.c.known_to >= cut,
        )
    )
    return {tuple(row): since for *row, since in found}


def _delete(target: Target, occurrences: Iterable[str]) -> None:
    table = target.table
    target.connection.execute(delete(table).where(table.c.occurrence.in_(sorted(occurrences))))


def insert_changes(
    connection: Connection, projection: Projection, table: Table, begun: Iterable[Change]
) -> None:
    """Insert rows in the order in which they are clustered, so that each page is written once."""
    fields = (*projection.row._fields, "since", "until")
    page_of = itemgetter(*(fields.index(name) for name in projection.key[:3]))
    rows = sorted([(*row, since, until) for row, since, until in begun], key=page_of)
    if rows:
        insert_rows(connection, table, fields, rows, skip=False)


def _end(target: Target, ended: Sequence[Change]) -> None:
    if not ended:
        return
    key = target.projection.key
    key_of = itemgetter(*(target.projection.row._fields.index(name) for name in key))
    rows = [(until, since, *key_of(row)) for row, since, until in ended]
    update_rows(target.connection, target.table, "until", ("since", *key), rows)
