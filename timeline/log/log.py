"""The log: all events in order, appended in batches and never changed."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass

from eventsourcing.persistence import StoredEvent
from sqlalchemy import Connection, Engine

from events import Act, ActEvent, Claim, Entry, Event, Instant
from projections import subject_keys, subjects_of

from ..clock import Clock
from ..database import writing
from . import beginnings, selection
from .insertion import Head, Marks, insert_rows, lock_head, read_head
from .mapper import Placed, SaidMapper
from .redaction import forget, redact

MOMENTS = 64
"""How many recorded times are kept; they never change, and every question asks for a few."""

Said = Claim | Act
Check = Callable[[Connection], None]
Beside = Callable[[Connection, Sequence[Said]], None]


@dataclass(frozen=True)
class Appended:
    """What an append came to.

    `events` has one event for each thing given, in the order given; what the log held already has its old event.
    `new` counts the events that were not there before. `position` is the last of the log after the append.
    """

    events: tuple[Entry, ...]
    new: int
    position: int


class Log:
    """The log of one database. Methods that take a connection read in its transaction."""

    def __init__(self, engine: Engine, clock: Clock) -> None:
        self._engine = engine
        self._clock = clock
        self._mapper = SaidMapper()
        self._recorded: dict[int, Instant] = {}

    def append(
        self, items: Sequence[Said], check: Check | None = None, beside: Beside | None = None
    ) -> Appended:
        """Records all claims and acts or none, at one instant, in the order given.

        What the log holds, or met earlier in the batch, is not recorded again; a batch with nothing new
        leaves the log as it was. `check` runs first, while no other append can: what it raises, append raises.
        `beside` writes what belongs to the new ones, with them or not at all.
        An act upon something the log does not hold is a LookupError.
        """
        given = {item.id: item for item in items}
        with writing(self._engine) as connection:
            head = lock_head(connection)
            if check is not None:
                check(connection)
            places = selection.places(connection, given)
            fresh = {name: item for name, item in given.items() if name not in places}
            streams = self._streams(connection, given)
            rows: list[tuple[StoredEvent, Marks]] = []
            if fresh:
                rows = self._rows(connection, fresh, streams)
                head = self._insert(connection, head, fresh, rows)
                if beside is not None:
                    beside(connection, list(fresh.values()))
        first = head.position - len(fresh) + 1
        places |= {name: (first + n, head.recorded_at) for n, name in enumerate(fresh)}
        found = {name: _entry(places[name], item, streams[name]) for name, item in given.items()}
        for name, (stored, marks) in zip(fresh, rows, strict=True):
            words = (stored.topic, stored.state, streams[name], name, marks.upon)
            selection.remember((*places[name], *words), found[name])
        return Appended(tuple(found[item.id] for item in items), len(fresh), head.position)

    def _rows(
        self, connection: Connection, fresh: dict[str, Said], streams: dict[str, str]
    ) -> list[tuple[StoredEvent, Marks]]:
        """New claims and acts as they are stored, each after the last event of its stream."""
        versions = selection.versions(connection, {streams[name] for name in fresh})
        rows = []
        for name, item in fresh.items():
            stream = streams[name]
            versions[stream] = versions.get(stream, 0) + 1
            placed = Placed(stream, versions[stream], item)
            rows.append((self._mapper.to_stored_event(placed), _marks(name, item)))
        return rows

    def _insert(
        self,
        connection: Connection,
        head: Head,
        fresh: dict[str, Said],
        rows: Sequence[tuple[StoredEvent, Marks]],
    ) -> Head:
        after = insert_rows(connection, head, self._clock, rows)
        for item in fresh.values():
            if isinstance(item, Act) and item.does == "redacts":
                redact(connection, item.target)
        return after

    def _streams(self, connection: Connection, given: dict[str, Said]) -> dict[str, str]:
        """The stream of each thing given: an act is held where what it is upon is held."""
        found: dict[str, str] = {}
        brought: dict[str, str] = {}
        for name, item in given.items():
            if isinstance(item, Claim):
                found[name] = item.occurrence
                continue
            found[name] = (
                found.get(item.target)
                or brought.get(item.target)
                or self._stream_of_target(connection, item)
            )
            if item.brought is not None:
                brought[item.brought.id] = found[name]
        return found

    def _stream_of_target(self, connection: Connection, act: Act) -> str:
        if "vendor" in act.targets:
            return f"vendor:{act.target}"
        if "occurrence" in act.targets:
            return act.target
        entry = selection.by_id(connection, act.target)
        if entry is None:
            raise LookupError(f"the log holds nothing by the name of {act.target}")
        return entry.occurrence

    def forget(self) -> None:
        """Drop what the database keeps of redacted payloads, once the projections have dropped their words."""
        selection.forget()
        forget(self._engine)

    def head(self, connection: Connection) -> Head:
        """The last position and when it was recorded; both 0 while the log is empty."""
        return read_head(connection)

    def read(self, connection: Connection, after: int, limit: int) -> list[Entry]:
        """The events that follow a position, oldest first."""
        return selection.after(connection, after, limit)

    def at(self, connection: Connection, positions: Iterable[int]) -> dict[int, Entry]:
        """The events at some positions; a position the log has not reached is left out."""
        return selection.at(connection, positions)

    def begun(self, connection: Connection, occurrences: Iterable[str], before: int) -> set[str]:
        """Those of some streams whose first event lies before a position."""
        return beginnings.begun(connection, occurrences, before)

    def beginning(self, connection: Connection, after: int, upto: int) -> list[str]:
        """The streams whose first event lies beyond one position and up to another, in the order of those events."""
        return beginnings.beginning(connection, after, upto)

    def first_of(self, connection: Connection, occurrences: Iterable[str]) -> str:
        """Of some streams the one that began first."""
        return beginnings.first_of(connection, occurrences)

    def streams(
        self,
        connection: Connection,
        occurrences: Collection[str],
        upto: int,
        *,
        keep: bool = True,
    ) -> dict[str, list[Entry]]:
        """The events of each occurrence asked for, up to and including a position, oldest first.

        What was read is kept for the next who asks, unless nobody will.
        """
        return selection.streams(connection, occurrences, upto, keep=keep)

    def places(
        self, connection: Connection, names: Iterable[str]
    ) -> dict[str, tuple[int, Instant]]:
        """Position and recorded time of those claims and acts that would not be recorded again."""
        return selection.places(connection, names)

    def by_id(self, connection: Connection, name: str) -> Entry | None:
        """The event that recorded a claim or an act, or the act that brought a claim in, or None."""
        return selection.by_id(connection, name)

    def upon(self, connection: Connection, name: str) -> list[Entry]:
        """The acts upon a claim or an act, oldest first."""
        return selection.upon(connection, name)

    def full(self, connection: Connection, names: Iterable[str]) -> list[int]:
        """The positions of those claims, or of acts that bring them in, whose payload is there."""
        return selection.full(connection, names)

    def emptied(self, connection: Connection, names: Iterable[str]) -> list[int]:
        """The positions of those claims, or of acts that bring them in, whose payload is gone."""
        return selection.emptied(connection, names)

    def gone(self, connection: Connection, after: int, upto: int) -> list[int]:
        """The positions beyond one and up to another whose payload is gone."""
        return selection.gone(connection, after, upto)

    def position_at(self, connection: Connection, recorded_at: Instant) -> int:
        """The last position recorded at an instant or before; 0 if there is none."""
        return selection.position_at(connection, recorded_at)

    def recorded_at(self, connection: Connection, position: int) -> Instant:
        """When a position was recorded; LookupError for one the log does not hold."""
        found = self._recorded.get(position)
        if found is None:
            found = selection.recorded_at(connection, position)
            if len(self._recorded) >= MOMENTS:
                self._recorded.clear()
            self._recorded[position] = found
        return found


def _marks(name: str, item: Said) -> Marks:
    subjects = subject_keys(subjects_of(item))
    if isinstance(item, Claim):
        return Marks(name, subjects=subjects)
    return Marks(name, item.target, None if item.brought is None else item.brought.id, subjects)


def _entry(place: tuple[int, Instant], item: Said, stream: str) -> Entry:
    return ActEvent(*place, item, stream) if isinstance(item, Act) else Event(*place, item)
