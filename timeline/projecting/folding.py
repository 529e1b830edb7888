"""The rows of occurrences as each of their entries leaves them."""

from collections.abc import Iterable, Iterator, Sequence

from events import Entry
from projections import ExposureRow, Projection, Running, Value

from .linking import Group
from .tables import OPEN

Row = tuple[Value, ...]
Change = tuple[Row, int, int]
"""A row, the position since when it holds, and the one until when."""

LONG = 8
"""From how many entries on it is cheaper to go on from where an occurrence stood than to fold it anew."""

Folds = dict[str, Running]
"""Occurrences with long streams as they stand at the checkpoint, to go on from."""


def changes_of(
    projection: Projection, group: Group, told: Sequence[Entry], folds: Folds
) -> Iterator[Change]:
    """Every row that a group ever had, from all that was told of it in the order of positions."""
    if len(told) > 1 or group.links:
        yield from changes_since(projection, group, told, {}, 0, folds)
    elif told and projection.reads(told[0]):
        for row in projection.rows(told, told[0].occurrence):
            yield row, told[0].position, OPEN


def changes_since(
    projection: Projection,
    group: Group,
    told: Sequence[Entry],
    current: dict[Row, int],
    first: int,
    folds: Folds,
) -> Iterator[Change]:
    """What was opened, ended or both by the entries from a position on; `current` are the rows before it.

    A long occurrence is left in `folds`.
    """
    running: Running | None = None
    tail: dict[Row, None] = {}
    for index, entry in enumerate(told):
        if entry.position < first or not projection.reads(entry):
            continue
        moved = None
        held: list[ExposureRow] = []
        if running is not None:
            # What ended before `cut` on the known clock stays as it is, and most of a long occurrence has.
            held = [row for row in map(ExposureRow._make, tail) if row.known_to >= running.cut]
            moved = running.step(entry, held)
        if moved is not None:
            ended, begun = moved
            yield from move(current, ended, begun, entry.position)
            tail = dict.fromkeys(row for row in (*held, *begun) if row not in ended)
            continue
        follows = fold_group(projection, group, told[: index + 1])
        ended_rows = [row for row in current if row not in follows]
        yield from move(current, ended_rows, follows - current.keys(), entry.position)
        running = _start(projection, group, told[: index + 1])
        tail = dict.fromkeys(current)
    if running is not None:
        folds[next(iter(group.members))] = running
    yield from ((row, since, OPEN) for row, since in current.items() if since >= first)


def move(
    current: dict[Row, int], ended: Iterable[Row], begun: Iterable[Row], position: int
) -> list[Change]:
    """Let rows end and begin at a position; those that end with what they held from."""
    changes = [(tuple(row), current.pop(tuple(row)), position) for row in ended]
    for row in begun:
        current.setdefault(tuple(row), position)
    return changes


def _start(projection: Projection, group: Group, told: Sequence[Entry]) -> Running | None:
    """What to go on from, for an occurrence told of at length and linked to no other."""
    if not projection.linked or group.links or len(told) < LONG:
        return None
    read = [entry for entry in told if projection.reads(entry)]
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
