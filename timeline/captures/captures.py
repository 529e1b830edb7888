"""The captures of one database: taking bytes in, and giving them back as they were."""

from collections.abc import Iterable
from hashlib import sha256 as digest_of

from sqlalchemy import Connection, Engine, Executable, select

from ..clock import Clock
from ..database import reading, writing
from ..errors import DamagedCapture, MissingCapture, NotCaptured, UnknownCapture
from .capture import Capture, Retrieved, Taken
from .chunks import chunks, insertion
from .media_types import known_type
from .store import InDatabase, Store
from .tables import capture_bodies, captures

_CAPTURES = (
    select(
        captures.c.sha256,
        capture_bodies.c.size,
        captures.c.media_type,
        captures.c.url,
        captures.c.retrieved_at,
    )
    .join_from(captures, capture_bodies, captures.c.sha256 == capture_bodies.c.sha256)
    .order_by(captures.c.retrieved_at, captures.c.sha256, captures.c.url, captures.c.media_type)
)


class Captures:
    """Keeps bytes by their hash: the same bytes are one body, however often they are retrieved."""

    def __init__(self, engine: Engine, clock: Clock, store: Store) -> None:
        self._engine = engine
        self._clock = clock
        self.store = store

    def take(self, retrievals: Iterable[Retrieved]) -> list[Taken]:
        """Captures all that is given or nothing; what cannot be read from `retrievals` it raises.

        Where no time was said the bytes were retrieved now, unless they are here already as what is given.
        """
        with writing(self._engine) as connection:
            return [self._take(connection, each) for each in retrievals]

    def read(self, sha256: str) -> bytes:
        """The bytes of a capture; UnknownCapture, MissingCapture or DamagedCapture where they are not to be had."""
        with reading(self._engine) as connection:
            return self.bytes_of(connection, sha256)

    def bytes_of(self, connection: Connection, sha256: str) -> bytes:
        """As `read`, within a transaction."""
        wanted = select(capture_bodies.c.size).where(capture_bodies.c.sha256 == sha256)
        if connection.scalar(wanted) is None:
            raise UnknownCapture(name=sha256)
        kept = self._kept(connection, sha256)
        for body in kept:
            if digest_of(body).hexdigest() == sha256:
                return body
        if kept:
            raise DamagedCapture(sha256=sha256, place=self.store.place)
        raise MissingCapture(sha256=sha256, place=self.store.place)

    def every(self, named: Iterable[str] = ()) -> list[Capture]:
        """The captures by their time of retrieval: all, or those of some hashes (UnknownCapture)."""
        wanted = list(dict.fromkeys(named))
        with reading(self._engine) as connection:
            if not wanted:
                return _read(connection, _CAPTURES)
            found = _of(connection, wanted)
        if missing := set(wanted) - {each.sha256 for each in found}:
            raise UnknownCapture(name=min(missing))
        return found

    def _take(self, connection: Connection, given: Retrieved) -> Taken:
        sha256 = digest_of(given.body).hexdigest()
        now = self._clock.now()
        if given.retrieved_at is not None and given.retrieved_at > now:
            raise NotCaptured(source=given.url or sha256, why="it was retrieved after now")
        row = {
            "sha256": sha256,
            "url": given.url,
            "media_type": known_type(given.media_type, given.body),
        }
        if not any(
            digest_of(body).hexdigest() == sha256 for body in self._kept(connection, sha256)
        ):
            self._put(connection, sha256, given.body)
        if given.retrieved_at is None:
            same = [captures.c[name] == value for name, value in row.items()]
            if here := _read(connection, _CAPTURES.where(*same)):
                return Taken(here[-1], new=False)
        retrieved_at = now if given.retrieved_at is None else given.retrieved_at
        statement = insertion(connection, captures).values(**row, retrieved_at=retrieved_at)
        once = statement.on_conflict_do_nothing().returning(captures.c.sha256)
        added = connection.scalar(once)
        capture = Capture(size=len(given.body), retrieved_at=retrieved_at, **row)
        return Taken(capture, new=added is not None)

    def _put(self, connection: Connection, sha256: str, body: bytes) -> None:
        try:
            self.store.put(connection, sha256, body)
        except OSError as error:
            why = f"{self.store.place} cannot be written: {error.strerror or error}"
            raise NotCaptured(source=sha256, why=why) from None

    def _kept(self, connection: Connection, sha256: str) -> list[bytes]:
        """What is kept by a hash, also what was put in the database before there was a directory."""
        stores: tuple[Store, ...] = (self.store,)
        if not isinstance(self.store, InDatabase):
            stores = (self.store, InDatabase())
        try:
            found = [store.get(connection, sha256) for store in stores]
        except OSError as error:
            place = f"{self.store.place}: {error.strerror or error}"
            raise MissingCapture(sha256=sha256, place=place) from None
        return [body for body in found if body is not None]


def last_captures(connection: Connection, hashes: Iterable[str]) -> dict[str, Capture]:
    """By hash, the last retrieval of those that are captured."""
    return {each.sha256: each for each in _of(connection, hashes)}


def _of(connection: Connection, hashes: Iterable[str]) -> list[Capture]:
    found = [
        capture
        for chunk in chunks(hashes)
        for capture in _read(connection, _CAPTURES.where(captures.c.sha256.in_(chunk)))
    ]
    return sorted(found, key=lambda each: (each.retrieved_at, each.sha256, each.url))


def _read(connection: Connection, wanted: Executable) -> list[Capture]:
    return [Capture(*row) for row in connection.execute(wanted)]
