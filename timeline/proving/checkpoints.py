"""Checkpoints: the signed state of the log, made at its head and kept as they were given out."""

from dataclasses import dataclass

from sqlalchemy import Connection, Engine, desc, insert, select

from events import Instant

from ..clock import Clock
from ..database import writing
from ..errors import OtherKey
from ..log import Log, log_tracking
from . import subject_heads
from .keys import Keys
from .notes import Checkpoint, Note, sign
from .tables import checkpoints

TRACKED = "subjects"
"""The checkpoint, in the other sense of the word, of the map of subjects."""
STEP = 20_000
"""Events that the map of subjects takes in while others wait to record."""


@dataclass(frozen=True, slots=True)
class Issued:
    """A checkpoint as it was given out."""

    size: int
    note: str
    made_at: Instant

    @property
    def checkpoint(self) -> Checkpoint:
        """What its note says."""
        return Checkpoint.read(Note.read(self.note).text)


def issue(engine: Engine, log: Log, clock: Clock, keys: Keys) -> Issued:
    """The checkpoint of the log's present head; one of that size is made once and then given out again.

    The map of subjects is brought up to it in steps, the last in the transaction that keeps the checkpoint:
    until then the map is ahead of the last checkpoint. OtherKey where that was signed under another name.
    """
    while True:
        with writing(engine) as connection:
            issued = _stepped(connection, log, clock, keys)
        if issued is not None:
            return issued


def _stepped(connection: Connection, log: Log, clock: Clock, keys: Keys) -> Issued | None:
    """One step towards the checkpoint of the present head; None where another is needed."""
    after = _locked(connection)
    head = log.head(connection)
    last = latest(connection)
    if last is not None and last.checkpoint.origin != keys.origin:
        raise OtherKey(signed=last.checkpoint.origin, given=f"the keys are of {keys.origin}")
    if last is not None and last.size == head.position:
        return last
    upto = min(head.position, after + STEP)
    touched = subject_heads.advance(connection, after, upto)
    _move(connection, upto)
    if upto < head.position:
        return None
    in_one = after == (0 if last is None else last.size)
    root = subject_heads.hashed(connection, touched if in_one else None)
    checkpoint = Checkpoint(keys.origin, head.position, head.frontier().root(), root)
    issued = Issued(head.position, sign(checkpoint.text, keys.signing), clock.now())
    connection.execute(
        insert(checkpoints).values(size=issued.size, note=issued.note, made_at=issued.made_at)
    )
    return issued


def latest(connection: Connection) -> Issued | None:
    """The last checkpoint given out; the map of subjects stands as it says, or is on its way to the next."""
    statement = select(checkpoints).order_by(desc(checkpoints.c.size)).limit(1)
    row = connection.execute(statement).first()
    return None if row is None else Issued(row.size, row.note, row.made_at)


def every(connection: Connection) -> list[Issued]:
    """All checkpoints given out, in the order of their sizes."""
    rows = connection.execute(select(checkpoints).order_by(checkpoints.c.size))
    return [Issued(row.size, str(row.note), row.made_at) for row in rows]


def mapped(connection: Connection) -> int:
    """The position up to which the map of subjects has taken in the log."""
    return _tracked(connection) or 0


def _tracked(connection: Connection) -> int | None:
    statement = select(log_tracking.c.position).where(log_tracking.c.name == TRACKED)
    return connection.execute(statement).scalar()


def _locked(connection: Connection) -> int:
    """How far the map of subjects has come, held until the transaction ends."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("LOCK TABLE subject_buckets IN EXCLUSIVE MODE")
    found = _tracked(connection)
    if found is None:
        connection.execute(insert(log_tracking).values(name=TRACKED, position=0))
    return found or 0


def _move(connection: Connection, position: int) -> None:
    connection.execute(
        log_tracking.update().where(log_tracking.c.name == TRACKED).values(position=position)
    )
