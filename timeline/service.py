"""The service: one database with its log, its projections and its clock, ready to record and to answer."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import Connection, Engine, select
from sqlalchemy.exc import InterfaceError, OperationalError, TimeoutError  # noqa: A004 (of the pool)

from events import Act, ActEvent, Entry, Event

from .answers.snapshot import Snapshot
from .clock import Clock, SystemClock
from .database import open_engine, reading
from .errors import DatabaseUnavailable, SchemaNotReady
from .log import Appended, Log
from .migrate import is_ready
from .projecting import Live, Projector, Status, live_tables
from .recording import Item, read_batch
from .regions import Regions
from .settings import Settings


@dataclass(frozen=True, slots=True)
class Recorded:
    """What a recording came to; in a dry run nothing was written and no position is told."""

    claims: tuple[str, ...]
    positions: tuple[int, ...]
    new: int
    position: int


class Service:
    """Records claims and opens snapshots to answer from. Close it when done."""

    def __init__(self, engine: Engine, clock: Clock) -> None:
        self.engine = engine
        self.clock = clock
        self.log = Log(engine, clock)
        self.projector = Projector(engine, self.log)
        self._regions: tuple[int, Regions] = (-1, Regions.load())

    @classmethod
    def open(cls, settings: Settings, clock: Clock | None = None) -> "Service":
        """The service of a database; DatabaseUnavailable or SchemaNotReady where it cannot work."""
        address = settings.database
        try:
            engine = open_engine(address, settings.role)
            with engine.connect() as connection:
                ready = is_ready(connection)
        except (OperationalError, ValueError) as error:
            why = str(error.__cause__ or error).splitlines()[0]
            raise DatabaseUnavailable(address=address.split("@")[-1], why=why) from None
        if not ready:
            engine.dispose()
            raise SchemaNotReady
        return cls(engine, clock or SystemClock())

    def close(self) -> None:
        """Give back all connections."""
        self.engine.dispose()

    def record(self, items: Sequence[Item], *, dry_run: bool = False) -> Recorded:
        """Append a batch, all or nothing, and bring the projections up; BadClaim names what is refused."""
        with self.snapshot() as snapshot:
            batch = read_batch(items, snapshot, self.clock.now())
            if dry_run:
                ids = tuple(said.id for said in batch)
                fresh = set(ids) - self.log.places(snapshot.connection, ids).keys()
                return Recorded(ids, (), len(fresh), snapshot.live.position)
        with _reachable(self.engine):
            appended = self.log.append(batch) if batch else Appended((), 0, 0)
        self.catch_up()
        if any(isinstance(said, Act) and said.does == "redacts" for said in batch):
            with _reachable(self.engine):
                self.log.forget()
        return Recorded(
            tuple(_id(entry) for entry in appended.events),
            tuple(event.position for event in appended.events),
            appended.new,
            appended.position,
        )

    def catch_up(self, progress: Callable[[int, int], None] | None = None) -> None:
        """Bring the projections up to the log's head; `progress` is told where each has come to, and the head."""
        with _reachable(self.engine):
            self.projector.catch_up(progress)

    def standing(self) -> list[Status]:
        """How far each projection has read, as it is."""
        with _reachable(self.engine):
            return self.projector.status()

    @contextmanager
    def snapshot(self) -> Iterator[Snapshot]:
        """One unchanging view, the projections brought up to the log's head before it is taken."""
        self.catch_up()
        with _reachable(self.engine), reading(self.engine) as connection:
            live = live_tables(connection)
            yield Snapshot(
                connection, self.log, self.clock, live, self._known_regions(connection, live)
            )

    def _known_regions(self, connection: Connection, live: Live) -> Regions:
        """The standard regions and the places recorded, read again when the log has grown."""
        position, regions = self._regions
        if position == live.position:
            return regions
        table = live.tables["names"]
        rows = connection.execute(
            select(table.c.id, table.c.name, table.c.within)
            .where(table.c.subject == "region", table.c.within != "")
            .order_by(table.c.at)
        )
        standard = Regions.load()
        places: dict[str, tuple[str, str]] = {}
        for row in rows:
            if not standard.known(row.id):
                places.setdefault(row.id, (row.name, row.within))
        regions = standard.with_places(_resolvable(places, standard))
        self._regions = (live.position, regions)
        return regions


def _resolvable(
    places: Mapping[str, tuple[str, str]], standard: Regions
) -> dict[str, tuple[str, str]]:
    """The places that lie in known ones; a place whose naming was redacted takes those within it along."""
    found: dict[str, tuple[str, str]] = {}
    while near := {
        place: (name, within)
        for place, (name, within) in places.items()
        if place not in found and (within in found or standard.known(within))
    }:
        found |= near
    return found


def _id(entry: Entry) -> str:
    if isinstance(entry, Event):
        return entry.claim.id
    return entry.act.id if isinstance(entry, ActEvent) else entry.id


@contextmanager
def _reachable(engine: Engine) -> Iterator[None]:
    """Turns a database that is gone, locked or exhausted into DatabaseUnavailable."""
    try:
        yield
    except (InterfaceError, OperationalError, TimeoutError) as error:
        why = str(error.__cause__ or error).splitlines()[0]
        address = engine.url.render_as_string().split("@")[-1]
        raise DatabaseUnavailable(address=address, why=why) from error
