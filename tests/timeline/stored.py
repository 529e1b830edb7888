"""What the tables of projections hold, beside what a fold of the same events from scratch gives."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from sqlalchemy import Connection, select

from events import Event
from projections import PROJECTIONS, Projection, Value
from timeline.projecting import OPEN, SLOTS, live_tables, table_of

Row = tuple[Value, ...]


class Held(NamedTuple):
    """A row, and the positions it holds for: `since` <= position < `until`."""

    row: Row
    since: int
    until: int


def held_rows(connection: Connection, projection: Projection, slot: str | None = None) -> set[Held]:
    """Every row of a projection's table, those that ended too; of the live one where no slot is named."""
    first = table_of(projection.name, slot or SLOTS[0])
    # Before its first step a projection has no live table yet, and no rows.
    table = first if slot else live_tables(connection).tables.get(projection.name, first)
    columns = [table.c[name] for name in projection.row._fields]
    until = [] if projection.lasting else [table.c.until]
    found = connection.execute(select(*columns, table.c.since, *until)).all()
    width = len(columns)
    rows = [Held(tuple(row[:width]), row[width], (*row[width + 1 :], OPEN)[0]) for row in found]
    assert len(set(rows)) == len(rows)
    return set(rows)


def at(rows: Iterable[Held], position: int) -> list[Row]:
    """The rows that hold at a position."""
    return [held.row for held in rows if held.since <= position < held.until]


class Folds:
    """The rows of every projection at every position of a log that grows, each folded from scratch."""

    def __init__(self) -> None:
        self.events: list[Event] = []
        self._known: dict[tuple[str, int, int], tuple[Row, ...]] = {}

    def follow(self, events: Sequence[Event]) -> None:
        """Take the whole log as it is now."""
        assert events[: len(self.events)] == self.events
        self.events = list(events)

    def rows(self, projection: Projection, position: int) -> set[Row]:
        """What the events up to a position come to."""
        if projection.lasting:
            return self._first_of_each_key(projection, position)
        streams: dict[str, list[Event]] = {}
        for event in self.events[:position]:
            if projection.reads(event):
                streams.setdefault(event.claim.occurrence, []).append(event)
        return {row for stream in streams.values() for row in self._fold(projection, stream)}

    def _first_of_each_key(self, projection: Projection, position: int) -> set[Row]:
        places = [projection.row._fields.index(name) for name in projection.key]
        found: dict[Row, Row] = {}
        for event in self.events[:position]:
            for row in self._fold(projection, [event]):
                found.setdefault(tuple(row[place] for place in places), row)
        return set(found.values())

    def _fold(self, projection: Projection, stream: list[Event]) -> tuple[Row, ...]:
        # Streams only grow, so the first and the last event say which these are.
        key = (projection.name, stream[0].position, stream[-1].position)
        if key not in self._known:
            self._known[key] = tuple(projection.rows(stream, stream[0].occurrence))
        return self._known[key]


def assert_folded(
    connection: Connection, folds: Folds, positions: Iterable[int], upto: dict[str, int]
) -> None:
    """Every live table holds, at each position it has read to, what the events up to it come to."""
    asked = set(positions)
    for projection in PROJECTIONS:
        read = upto[projection.name]
        rows = held_rows(connection, projection)
        assert all(
            held.since <= read and (held.until <= read or held.until == OPEN) for held in rows
        )
        for position in {min(position, read) for position in asked} | {read}:
            found = at(rows, position)
            assert len(set(found)) == len(found)
            assert set(found) == folds.rows(projection, position), (projection.name, position)
