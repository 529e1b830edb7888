"""Filling an empty slot from the whole log: each stream is folded once, and the rows come sorted and many at a time.

Where it stands is told by two positions beside the slot's checkpoint, which stays 0 until all is done: up to where
the log is read (`upto`), and up to where the streams that begin there have their rows (`begun`).
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, Engine, Table

from projections import Projection

from ..database import writing
from ..log import Log
from . import slots
from .folding import Change
from .replacing import insert_changes
from .shares import Reader, Share, folded
from .tables import table_of

SHARE = 500
"""How many positions lie in a share."""

ROWS = 20_000
"""How many rows are written in one transaction, at least, but the last."""

ALONE = 50_000
"""Up to how many positions are read by this process alone, in the time that others take to start."""

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a whole build has come, and how far it reads."""

    begun: int
    upto: int


@dataclass(frozen=True, slots=True)
class Whole:
    """Builds of empty slots from the log; `share` and `rows` are what one takes at once, `alone` what no other helps with."""

    engine: Engine
    log: Log
    share: int = SHARE
    rows: int = ROWS
    alone: int = ALONE

    def fill(
        self, projection: Projection, slot: str, progress: Progress | None, processes: int
    ) -> None:
        """Fill a slot that nothing was read into, or go on where a fill was cut off; others are left as they are.

        One that was emptied meanwhile is filled anew.
        """
        if projection.lasting:
            return
        while (standing := self._begin(projection, slot)) is not None:
            self._go_on(projection, slot, standing, progress, processes)

    def _begin(self, projection: Projection, slot: str) -> Standing | None:
        tracked = slots.tracking_name(projection.name, slot)
        with writing(self.engine) as connection:
            if slots.locked_checkpoint(connection, tracked):
                return None
            standing = standing_of(connection, tracked)
            if standing is None:
                upto = self._readable(connection, projection)
                if not upto:
                    return None
                standing = Standing(0, upto)
                _put(connection, tracked, standing)
        return standing

    def _readable(self, connection: Connection, projection: Projection) -> int:
        head = self.log.head(connection).position
        if not projection.linked:
            return head
        return min(head, slots.live_tables(connection, ("links",)).position)

    def _go_on(
        self,
        projection: Projection,
        slot: str,
        standing: Standing,
        progress: Progress | None,
        processes: int,
    ) -> None:
        begun, upto = standing.begun, standing.upto
        ends = [*range(begun + self.share, upto, self.share), upto]
        shares = list(zip([begun, *ends], ends, strict=False))
        reader = Reader(self.engine, self.log, projection, upto)
        helped = processes if upto - begun > self.alone else 1
        for end, changes in self._portions(reader, shares, helped):
            then = Standing(end, upto)
            if not self._write(projection, slot, standing, then, changes):
                return
            standing = then
            if progress is not None:
                progress(end, upto)

    def _portions(
        self, reader: Reader, shares: list[Share], processes: int
    ) -> Iterator[tuple[int, list[Change]]]:
        """The changes of shares that follow each other, put together until there are enough for a transaction."""
        waiting: list[Change] = []
        for (_, end), changes in folded(reader, shares, min(processes, len(shares))):
            waiting += changes
            if len(waiting) >= self.rows or end == reader.upto:
                yield end, waiting
                waiting = []

    def _write(
        self,
        projection: Projection,
        slot: str,
        standing: Standing,
        then: Standing,
        changes: list[Change],
    ) -> bool:
        """Write rows and how far they reach; False, and nothing written, where the slot is not as it was left."""
        tracked = slots.tracking_name(projection.name, slot)
        table: Table = table_of(projection.name, slot)
        with writing(self.engine) as connection:
            moved = slots.locked_checkpoint(connection, tracked)
            if moved or standing_of(connection, tracked) != standing:
                return False
            insert_changes(connection, projection, table, changes)
            if then.begun < then.upto:
                _put(connection, tracked, then)
            else:
                forget_standing(connection, tracked)
                slots.move_checkpoint(connection, tracked, then.upto)
        return True


def standing_of(connection: Connection, tracked: str) -> Standing | None:
    """How a whole build of a slot stands; None where there is none."""
    marks = slots.checkpoints(connection)
    upto = marks.get(f"{tracked}.upto", 0)
    return Standing(marks.get(f"{tracked}.begun", 0), upto) if upto else None


def forget_standing(connection: Connection, tracked: str) -> None:
    """Say that no whole build of a slot is under way; the caller holds its checkpoint."""
    for name in ("begun", "upto"):
        slots.move_checkpoint(connection, f"{tracked}.{name}", 0)


def _put(connection: Connection, tracked: str, standing: Standing) -> None:
    for name, position in (("begun", standing.begun), ("upto", standing.upto)):
        slots.start_over(connection, f"{tracked}.{name}")
        slots.move_checkpoint(connection, f"{tracked}.{name}", position)
