"""Pages of the feed: runs of events ready to send, read once for all who follow at about the same place."""

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from threading import Lock

from sqlalchemy import Connection, Engine

from events import KINDS

from ..database import reading
from ..errors import BadParameter
from ..log import Log, Sealed, sealed_after
from .cloud_events import cloud_event, enveloped
from .marking import Marks, is_common, marks_in, marks_of
from .wanted import EVERYTHING, Wanted

CHUNK = 250
"""Positions that are read and kept together."""
KEPT_BYTES = 16 << 20
"""Of chunks kept for other readers; one that is larger is kept alone."""
SCANNED = 20 * CHUNK
"""Positions looked at for one page, so that a choice of few events blocks nobody."""


@dataclass(frozen=True, slots=True)
class Told:
    """An event in the bytes of its CloudEvents object, with what it is chosen by."""

    position: int
    kind: str
    marks: Marks
    body: bytes


@dataclass(frozen=True, slots=True)
class Page:
    """Wanted events in order; every event up to `position` was looked at.

    A page is `closed` when it ended before the log did: appending does not change it any more.
    """

    events: Sequence[Told]
    position: int
    closed: bool


@dataclass(frozen=True, slots=True)
class _Chunk:
    told: tuple[Told, ...]
    gone: tuple[int, ...]
    """The positions whose payload was redacted when it was read."""
    size: int
    """The bytes of its events."""


_NOTHING = _Chunk((), (), 0)


class Pages:
    """The events of one log as pages; any number of threads read them, one at a time."""

    def __init__(self, engine: Engine, log: Log) -> None:
        self._engine = engine
        self._log = log
        self._lock = Lock()
        self._chunks: OrderedDict[int, _Chunk] = OrderedDict()
        self._size = 0

    def read(self, after: int, limit: int, wanted: Wanted = EVERYTHING) -> Page:
        """The wanted events that follow a position, at most `limit`, from one snapshot of the log.

        BadParameter for a position beyond its head: whoever read that far read another log.
        """
        found: list[Told] = []
        position = after
        with self._lock, reading(self._engine) as connection:
            head = self._log.head(connection).position
            if after > head:
                expected = f"a position from 0 to {head}"
                raise BadParameter(field="after", expected=expected, got=after)
            last = min(head, after + SCANNED)
            while position < last and len(found) < limit:
                number = position // CHUNK
                first = number * CHUNK
                chunk = self._chunk(connection, number, head)
                for told in chunk.told[position - first : last - first]:
                    position = told.position
                    if wanted.has(told.kind, told.marks):
                        found.append(told)
                        if len(found) == limit:
                            break
        return Page(found, position, len(found) == limit or position < head)

    def forget(self) -> None:
        """Drop all words that were read, those of redacted events among them."""
        with self._lock:
            self._chunks.clear()
            self._size = 0

    def _chunk(self, connection: Connection, number: int, head: int) -> _Chunk:
        """The events of a chunk up to the head; what is kept is read on, or anew after a redaction."""
        first, last = number * CHUNK, min((number + 1) * CHUNK, head)
        kept = self._chunks.pop(number, _NOTHING)
        self._size -= kept.size
        gone = tuple(self._log.gone(connection, first, last))
        if kept.gone != tuple(each for each in gone if each <= first + len(kept.told)):
            kept = _NOTHING
        come = first + len(kept.told)
        if come < last:
            more = sealed_after(connection, come, last - come)
            told = (*kept.told, *(self._told(connection, each) for each in more))
            kept = _Chunk(told, gone, sum(len(each.body) for each in told))
        self._chunks[number] = kept
        self._size += kept.size
        while self._size > KEPT_BYTES and len(self._chunks) > 1:
            self._size -= self._chunks.popitem(last=False)[1].size
        return kept

    def _told(self, connection: Connection, sealed: Sealed) -> Told:
        from msgspec.json import decode, encode

        envelope = sealed.envelope
        position, kind, name = envelope.position, envelope.topic, envelope.identity
        if sealed.state and name is not None and kind in KINDS:
            said = decode(sealed.state)
            # What was stored is told as it is, unless a later version of its kind says it in other words.
            if said.get("version", 1) == KINDS[kind].version and is_common(KINDS[kind]):
                place = (position, envelope.recorded_at)
                event = enveloped(place, name, kind, envelope.stream, said)
                return Told(position, kind, marks_in(said), encode(event))
        entry = self._log.at(connection, [position])[position]
        marks = marks_of(connection, self._log, entry)
        return Told(position, kind, marks, encode(cloud_event(entry)))
