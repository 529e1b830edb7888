"""The log: all events in order, appended in batches and never changed."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, Engine

from events import Claim, Event, Instant

from ..clock import Clock
from ..database import writing
from . import selection
from .insertion import Head, insert_rows, lock_head, read_head
from .mapper import ClaimMapper, PlacedClaim

Check = Callable[[Connection], None]


@dataclass(frozen=True)
class Appended:
    """What an append came to.

    `events` has one event for every claim given, in the order given; a claim the log held already has its old event.
    `new` counts the events that were not there before. `position` is the last of the log after the append.
    """

    events: tuple[Event, ...]
    new: int
    position: int


class Log:
    """The log of one database. Methods that take a connection read in its transaction."""

    def __init__(self, engine: Engine, clock: Clock) -> None:
        self._engine = engine
        self._clock = clock
        self._mapper = ClaimMapper()

    def append(self, claims: Sequence[Claim], check: Check | None = None) -> Appended:
        """Records all claims or none, at one instant, in the order given.

        A claim the log holds, or met earlier in the batch, is not recorded again; a batch without new claims
        leaves the log as it was. `check` runs first, while no other append can: what it raises, append raises.
        """
        given = {claim.id: claim for claim in claims}
        with writing(self._engine) as connection:
            head = lock_head(connection)
            if check is not None:
                check(connection)
            places = selection.places(connection, given)
            fresh = {name: claim for name, claim in given.items() if name not in places}
            if fresh:
                head = self._insert(connection, head, fresh)
        first = head.position - len(fresh) + 1
        places |= {name: (first + n, head.recorded_at) for n, name in enumerate(fresh)}
        events = {name: Event(*places[name], claim) for name, claim in given.items()}
        return Appended(tuple(events[claim.id] for claim in claims), len(fresh), head.position)

    def _insert(self, connection: Connection, head: Head, fresh: dict[str, Claim]) -> Head:
        versions = selection.versions(connection, {claim.occurrence for claim in fresh.values()})
        rows = []
        for name, claim in fresh.items():
            stream = claim.occurrence
            versions[stream] = versions.get(stream, 0) + 1
            placed = PlacedClaim(stream, versions[stream], claim)
            rows.append((self._mapper.to_stored_event(placed), name))
        return insert_rows(connection, head, self._clock, rows)

    def head(self, connection: Connection) -> Head:
        """The last position and when it was recorded; both 0 while the log is empty."""
        return read_head(connection)

    def read(self, connection: Connection, after: int, limit: int) -> list[Event]:
        """The events that follow a position, oldest first."""
        return selection.after(connection, after, limit)

    def at(self, connection: Connection, positions: Iterable[int]) -> dict[int, Event]:
        """The events at some positions; a position the log has not reached is left out."""
        return selection.at(connection, positions)

    def streams(
        self, connection: Connection, occurrences: Collection[str], upto: int
    ) -> dict[str, list[Event]]:
        """The events of each occurrence asked for, up to and including a position, oldest first."""
        return selection.streams(connection, occurrences, upto)

    def by_id(self, connection: Connection, claim_id: str) -> Event | None:
        """The event that recorded a claim, or None."""
        return selection.by_id(connection, claim_id)

    def position_at(self, connection: Connection, recorded_at: Instant) -> int:
        """The last position recorded at an instant or before; 0 if there is none."""
        return selection.position_at(connection, recorded_at)

    def recorded_at(self, connection: Connection, position: int) -> Instant:
        """When a position was recorded; LookupError for one the log does not hold."""
        return selection.recorded_at(connection, position)
