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
from projections import ExposureRow, Projection, Running, Value

from ..log import Log
from ..prepared import Prepared, insert_rows, update_rows
from .linking import Group, groups_of
from .tables import OPEN

Row = tuple[Value, ...]
Change = tuple[Row, int, int]
"""A row, the position since when it holds, and the one until when."""

CHUNK = 300
"""How many groups of occurrences are looked up at once."""

LONG = 8
"""From how many entries on it is cheaper to go on from where an occurrence stood than to fold it anew."""


Folds = dict[str, Running]
"""Occurrences with long streams as they stand at the checkpoint, to go on from."""


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
    _insert(target, begun)


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
            changes += _move(current, *moved, entry.position)
    first = by_stream[name][0].position
    target.folds[name] = running
    return changes + [(row, since, OPEN) for row, since in current.items() if since >= first]


def _move(
    current: dict[Row, int], ended: Iterable[Row], begun: Iterable[Row], position: int
) -> list[Change]:
    """Let rows end and begin at a position; those that end with what they held from."""
    changes = [(tuple(row), current.pop(tuple(row)), position) for row in ended]
    for row in begun:
        current.setdefault(tuple(row), position)
    return changes


def _fold_anew(
    target: Target, groups: Sequence[Group], entries: Sequence[Entry], batch: Sequence[Entry]
) -> Iterator[tuple[int, Change]]:
    """Changes, each with the position from which its group was written anew: 0 after a redaction."""
    refolded = {
        e.occurrence for e in entries if isinstance(e, ActEvent) and e.act.does == "redacts"
    }
    first = batch[0].position
    fresh: dict[str, list[Entry]] = {}
    for entry in batch:
        fresh.setdefault(entry.occurrence, []).append(entry)
    for start in range(0, len(groups), CHUNK):
        chunk = groups[start : start + CHUNK]
        members = [name for group in chunk for name in group.members]
        old = target.log.begun(target.connection, members, first)
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
                (entry,) = told
                for row in fold_group(target.projection, group, told):
                    yield first, (row, entry.position, OPEN)
                continue
            told.sort(key=lambda entry: entry.position)
            for change in _changes(target, group, told, current, first):
                yield first, change


def _changes(
    target: Target, group: Group, told: Sequence[Entry], current: dict[Row, int], first: int
) -> Iterator[Change]:
    """What was opened, ended or both by the entries from `first` on."""
    running: Running | None = None
    for index, entry in enumerate(told):
        if entry.position < first or not target.projection.reads(entry):
            continue
        moved = None
        if running is not None:
            moved = running.step(entry, [ExposureRow._make(row) for row in current])
        if moved is not None:
            yield from _move(current, *moved, entry.position)
            continue
        follows = fold_group(target.projection, group, told[: index + 1])
        ended = [row for row in current if row not in follows]
        yield from _move(current, ended, follows - current.keys(), entry.position)
        running = _start(target, group, told[: index + 1])
    if running is not None:
        target.folds[next(iter(group.members))] = running
    yield from ((row, since, OPEN) for row, since in current.items() if since >= first)


def _start(target: Target, group: Group, told: Sequence[Entry]) -> Running | None:
    """What to go on from, for an occurrence told of at length and linked to no other."""
    if not target.projection.linked or group.links or len(told) < LONG:
        return None
    read = [entry for entry in told if target.projection.reads(entry)]
    return Running.start(told[0].occurrence, read)


def fold_group(projection: Projection, group: Group, told: Sequence[Entry]) -> set[Row]:
    """The rows that follow from all that was told of a group, as it was linked at the last of it."""
    if not group.links:
        return set(projection.rows(told, told[0].occurrence))
    return {
        row
        for name, members in group.parts(told[-1].position).items()
        for row in projection.rows([e for e in told if e.occurrence in members], name)
    }


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


def _insert(target: Target, begun: Sequence[Change]) -> None:
    if begun:
        fields = (*target.projection.row._fields, "since", "until")
        key_of = itemgetter(*(fields.index(name) for name in target.projection.key))
        rows = sorted([(*row, since, until) for row, since, until in begun], key=key_of)
        insert_rows(target.connection, target.table, fields, rows, skip=False)


def _end(target: Target, ended: Sequence[Change]) -> None:
    if not ended:
        return
    key = target.projection.key
    key_of = itemgetter(*(target.projection.row._fields.index(name) for name in key))
    rows = [(until, since, *key_of(row)) for row, since, until in ended]
    update_rows(target.connection, target.table, "until", ("since", *key), rows)
