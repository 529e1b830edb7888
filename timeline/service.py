"""The service: one database with its log, its projections and its clock, ready to record and to answer."""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.exc import ArgumentError, DatabaseError

from events import Act, ActEvent, Entry, Event

from .answers.accounts import Accounts
from .answers.snapshot import Snapshot
from .captures import (
    Capture,
    Captures,
    Cited,
    Finding,
    Outcome,
    Quoting,
    Retrieved,
    Taken,
    cited_in,
    store_at,
)
from .clock import Clock, SystemClock
from .database import open_engine, reading
from .errors import DatabaseUnavailable, OtherKey, SchemaNotReady
from .feeding import EVERYTHING, Page, Pages, Waker, Wanted
from .glancing import Glance
from .log import Appended, Log
from .migrate import is_ready
from .places import regions_at
from .projecting import Live, Projector, Status, live_tables
from .proving.checkpoints import latest
from .proving.keys import Keys, open_keys
from .reached import reachable
from .recording import Item, Look, read_batch, together
from .settings import Settings
from .targets import Said


@dataclass(frozen=True, slots=True)
class Quoted:
    """What was found of a quote that names the bytes it was read from; `where` tells the thing recorded."""

    where: str
    claim: str
    sha256: str
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Recorded:
    """What a recording came to; in a dry run nothing was written and no position is told."""

    claims: tuple[str, ...]
    positions: tuple[int, ...]
    new: int
    position: int
    quotes: tuple[Quoted, ...] = ()

    def shape(self) -> dict[str, object]:
        """As JSON values."""
        return {
            "claims": list(self.claims),
            "positions": list(self.positions),
            "new": self.new,
            "position": self.position,
            "quotes": [
                {"claim": each.claim, "sha256": each.sha256, "outcome": each.outcome}
                for each in self.quotes
            ],
        }


@dataclass(frozen=True, slots=True)
class Captured:
    """What a capturing came to, and what it let find of the quotes that were waiting for it."""

    taken: tuple[Taken, ...]
    findings: tuple[Finding, ...]

    @property
    def new(self) -> int:
        """How many retrievals were not there before."""
        return sum(each.new for each in self.taken)


class Service:
    """Records claims and opens snapshots to answer from. Close it when done."""

    def __init__(self, engine: Engine, clock: Clock, settings: Settings | None = None) -> None:
        self.engine = engine
        self.clock = clock
        self.settings = settings or Settings()
        self.log = Log(engine, clock)
        self.waker = Waker(engine)
        self.pages = Pages(engine, self.log)
        self.projector = Projector(engine, self.log)
        self.captures = Captures(engine, clock, store_at(self.settings.captures))
        self.quoting = Quoting(engine, self.log, clock, self.captures)
        self.glance = Glance(engine)
        self._accounts = Accounts()
        self._kept: tuple[Live | None, dict[Hashable, Any]] = (None, {})

    @classmethod
    def open(cls, settings: Settings, clock: Clock | None = None) -> "Service":
        """The service of a database; DatabaseUnavailable or SchemaNotReady where it cannot work."""
        address = settings.database
        try:
            engine = open_engine(address, settings.role)
            with engine.connect() as connection:
                ready = is_ready(connection)
        except (ArgumentError, DatabaseError, ValueError) as error:
            why = str(error.__cause__ or error).splitlines()[0]
            raise DatabaseUnavailable(address=address.split("@")[-1], why=why) from None
        if not ready:
            engine.dispose()
            raise SchemaNotReady
        return cls(engine, clock or SystemClock(), settings)

    @property
    def keys(self) -> Keys:
        """The keys that sign its checkpoints; a first one is made where there is none.

        A log that was signed gets another first key only under its own name (TIMELINE_ORIGIN).
        """
        path = Path(self.settings.key)
        with reachable(self.engine), reading(self.engine) as connection:
            last = latest(connection)
        if last is not None and not path.exists():
            signed = last.checkpoint.origin
            if self.settings.origin != signed:
                raise OtherKey(signed=signed, given=f"and there is no {path}")
        return open_keys(path, self.settings.origin)

    def close(self) -> None:
        """End every wait for the log to grow, and give back all connections."""
        self.waker.close()
        self.glance.close()
        self.engine.dispose()

    def record(
        self, items: Sequence[Item], *, dry_run: bool = False, look: Look | None = None
    ) -> Recorded:
        """Append a batch, all or nothing, and bring the projections up; BadClaim names what is refused.

        `look` sees the batch before it is recorded, and gives what is to be written with it.
        """
        with self.snapshot() as snapshot:
            batch = read_batch(items, snapshot, self.clock.now())
            besides = [self.quoting.beside, *([] if look is None else [look(snapshot, batch)])]
            cited = _cited_in(items, batch)
            if dry_run:
                ids = tuple(said.id for said in batch)
                fresh = set(ids) - self.log.places(snapshot.connection, ids).keys()
                quotes = _quoted(cited, self.quoting.judge(list(cited)))
                return Recorded(ids, (), len(fresh), snapshot.live.position, quotes)
        with reachable(self.engine):
            appended = (
                self.log.append(batch, beside=together(besides)) if batch else Appended((), 0, 0)
            )
        self.waker.wake()
        self.catch_up()
        if any(isinstance(said, Act) and said.does == "redacts" for said in batch):
            with reachable(self.engine):
                self.projector.building.forget()
                self.log.forget()
            self.pages.forget()
            self._accounts.forget()
            self._kept = (None, {})
        return Recorded(
            tuple(_id(entry) for entry in appended.events),
            tuple(event.position for event in appended.events),
            appended.new,
            appended.position,
            self._check(cited),
        )

    def capture(self, retrievals: Iterable[Retrieved]) -> Captured:
        """Capture all that is given or nothing, and check the quotes that were read from it."""
        with reachable(self.engine):
            taken = tuple(self.captures.take(retrievals))
            hashes = {each.capture.sha256 for each in taken}
            return Captured(taken, tuple(self.quoting.check_captured(hashes)))

    def captured(self, named: Iterable[str] = ()) -> list[Capture]:
        """The captures by their time of retrieval: all, or those of some hashes (UnknownCapture)."""
        with reachable(self.engine):
            return self.captures.every(named)

    def read_capture(self, sha256: str) -> bytes:
        """The bytes of a capture, as they were; raises as `Captures.read` does."""
        with reachable(self.engine):
            return self.captures.read(sha256)

    def check_captures(self) -> list[Finding]:
        """Read every captured body, and check every recorded quote anew; raises where bytes are damaged."""
        for sha256 in dict.fromkeys(each.sha256 for each in self.captured()):
            self.read_capture(sha256)
        with reachable(self.engine):
            return self.quoting.check_all()

    def _check(self, cited: Mapping[Cited, str]) -> tuple[Quoted, ...]:
        with reachable(self.engine):
            return _quoted(cited, self.quoting.check(list(cited)))

    def catch_up(self, progress: Callable[[int, int], None] | None = None) -> None:
        """Bring the projections up to the log's head; `progress` is told where each has come to, and the head."""
        with reachable(self.engine):
            self.projector.catch_up(progress)

    def events(self, after: int, limit: int, wanted: Wanted = EVERYTHING) -> Page:
        """A page of the feed; BadParameter for a position that the log has not come to."""
        with reachable(self.engine):
            return self.pages.read(after, limit, wanted)

    def standing(self) -> list[Status]:
        """How far each projection has read, as it is."""
        with reachable(self.engine):
            return self.projector.status()

    @contextmanager
    def snapshot(self) -> Iterator[Snapshot]:
        """One unchanging view, the projections brought up to the log's head before it is taken."""
        with reachable(self.engine), ExitStack() as opened:
            connection = opened.enter_context(reading(self.engine))
            live = live_tables(connection)
            if not live.current:
                opened.close()
                self.catch_up()
                connection = opened.enter_context(reading(self.engine))
                live = live_tables(connection)
            kept = self._kept_at(live)
            if "regions" not in kept:
                kept["regions"] = regions_at(connection, live)
            regions = kept["regions"]
            yield Snapshot(connection, self.log, self.clock, live, regions, kept, self._accounts)

    @property
    def kept(self) -> tuple[Live | None, Mapping[Hashable, Any]]:
        """What the last snapshots shared, and the tables and the position it holds of."""
        return self._kept

    def _kept_at(self, live: Live) -> dict[Hashable, Any]:
        """What snapshots of the same tables at the same position share."""
        at, kept = self._kept
        if at != live:
            kept = {}
            self._kept = (live, kept)
        return kept


def _cited_in(items: Sequence[Item], batch: Sequence[Said]) -> dict[Cited, str]:
    """The citations of a batch that name the bytes they were read from, each with where it stood first."""
    found: dict[Cited, str] = {}
    for item, said in zip(items, batch, strict=True):
        for cited in cited_in(said):
            found.setdefault(cited, item.where)
    return found


def _quoted(cited: Mapping[Cited, str], findings: Sequence[Finding]) -> tuple[Quoted, ...]:
    return tuple(
        Quoted(where, each.claim, each.sha256, each.outcome)
        for where, each in zip(cited.values(), findings, strict=True)
    )


def _id(entry: Entry) -> str:
    if isinstance(entry, Event):
        return entry.claim.id
    return entry.act.id if isinstance(entry, ActEvent) else entry.id
