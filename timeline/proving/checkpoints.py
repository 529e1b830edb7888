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

    The map of subjects is brought up to it in the same transaction. OtherKey where the last was signed under
    another name.
    """
    with writing(engine) as connection:
        after = _locked(connection)
        head = log.head(connection)
        last = latest(connection)
        if last is not None and last.checkpoint.origin != keys.origin:
            raise OtherKey(signed=last.checkpoint.origin, given=f"the keys are of {keys.origin}")
        if last is not None and last.size == head.position:
            return last
        root = subject_heads.advance(connection, after, head.position)
        _move(connection, head.position)
        checkpoint = Checkpoint(keys.origin, head.position, head.frontier().root(), root)
        issued = Issued(head.position, sign(checkpoint.text, keys.signing), clock.now())
        connection.execute(
            insert(checkpoints).values(size=issued.size, note=issued.note, made_at=issued.made_at)
        )
        return issued


def latest(connection: Connection) -> Issued | None:
    """The last checkpoint given out; the map of subjects stands as it says."""
    statement = select(checkpoints).order_by(desc(checkpoints.c.size)).limit(1)
    row = connection.execute(statement).first()
    return None if row is None else Issued(row.size, row.note, row.made_at)


def every(connection: Connection) -> list[Issued]:
    """All checkpoints given out, in the order of their sizes."""
    rows = connection.execute(select(checkpoints).order_by(checkpoints.c.size))
    return [Issued(row.size, str(row.note), row.made_at) for row in rows]


def _locked(connection: Connection) -> int:
    """How far the map of subjects has come, held until the transaction ends."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("LOCK TABLE subject_buckets IN EXCLUSIVE MODE")
    found = connection.execute(
        select(log_tracking.c.position).where(log_tracking.c.name == TRACKED)
    ).scalar()
    if found is None:
        connection.execute(insert(log_tracking).values(name=TRACKED, position=0))
    return found or 0


def _move(connection: Connection, position: int) -> None:
    connection.execute(
        log_tracking.update().where(log_tracking.c.name == TRACKED).values(position=position)
    )
