"""The projector: reads the log in order and moves each checkpoint together with the rows it speaks for."""

from dataclasses import dataclass

from sqlalchemy import Connection, Engine, insert

from events import Entry
from projections import PROJECTIONS, Projection

from ..database import reading, writing
from ..log import Log
from . import slots
from .building import Building
from .folding import Folds
from .replacing import Target
from .store import write_batch
from .tables import projection_live, table_of
from .whole import Progress, Whole

BATCH = 1_000
"""Events read in one transaction."""

KEPT = 1_000
"""Occurrences with long streams that are kept to go on from."""


@dataclass(frozen=True, slots=True)
class Status:
    """How a projection stands: the version and slot that answer, its checkpoint, and the events it lags."""

    name: str
    description: str
    version: int
    slot: str
    checkpoint: int
    lag: int


class Projector:
    """Keeps the projections of one database up; any number of processes may do so at once."""

    def __init__(
        self, engine: Engine, log: Log, batch: int = BATCH, whole: Whole | None = None
    ) -> None:
        self._engine = engine
        self._log = log
        self._batch = batch
        self._folds: dict[str, tuple[int, Folds]] = {}
        self.building = Building(whole or Whole(engine, log), self._ensure, self._step, self._read)

    def catch_up(self, progress: Progress | None = None) -> int:
        """Read all projections up to the log's head; the number of steps taken. Nothing new is no error."""
        steps = 0
        behind = self._behind()
        while behind:
            read = [(projection, self._slot(projection)) for projection in behind]
            while self._step(*read):
                steps += 1
                if progress is not None:
                    progress(*self.building.progress(*read[-1]))
            behind = self._switched({projection.name: slot for projection, slot in read})
        return steps

    def _switched(self, read: dict[str, str]) -> list[Projection]:
        """Of projections read in some slots, those that another process has switched meanwhile."""
        with reading(self._engine) as connection:
            live = slots.live_slots(connection)
        return [
            each
            for each in PROJECTIONS
            if read.get(each.name, live[each.name][0]) != live[each.name][0]
        ]

    def _behind(self) -> list[Projection]:
        """The projections that have something to read, found in one look."""
        with reading(self._engine) as connection:
            head = self._log.head(connection).position
            live = slots.live_slots(connection)
            marks = slots.checkpoints(connection)
        return [
            projection
            for projection in PROJECTIONS
            if projection.name not in live
            or live[projection.name][1] != projection.version
            or marks.get(slots.tracking_name(projection.name, live[projection.name][0]), 0) < head
        ]

    def rebuild(self, name: str, progress: Progress | None = None, *, processes: int = 1) -> None:
        """Build a projection in its idle slot while the live one answers, then switch without comparing."""
        self.building.build(name, progress=progress, processes=processes)
        self.building.switch(name, progress=progress)

    def status(self) -> list[Status]:
        """How each projection stands, in one snapshot."""
        with reading(self._engine) as connection:
            head = self._log.head(connection).position
            live = slots.live_slots(connection)
            marks = slots.checkpoints(connection)
        found = []
        for projection in PROJECTIONS:
            slot, version = live.get(projection.name, ("a", projection.version))
            mark = marks.get(slots.tracking_name(projection.name, slot), 0)
            found.append(
                Status(projection.name, projection.description, version, slot, mark, head - mark)
            )
        return found

    def _slot(self, projection: Projection) -> str:
        """The slot that answers; one of another version gives way before anything is read on."""
        slot, version = self._ensure(projection)
        return slot if version == projection.version else self.building.renew(projection)

    def _ensure(self, projection: Projection) -> tuple[str, int]:
        with reading(self._engine) as connection:
            found = slots.live_slots(connection).get(projection.name)
        if found is not None:
            return found
        with writing(self._engine) as connection:
            if connection.dialect.name == "postgresql":
                connection.exec_driver_sql("LOCK TABLE projection_live IN EXCLUSIVE MODE")
            found = slots.live_slots(connection).get(projection.name)
            if found is None:
                found = ("a", projection.version)
                connection.execute(
                    insert(projection_live).values(
                        name=projection.name, slot="a", version=projection.version
                    )
                )
                slots.start_over(connection, slots.tracking_name(projection.name, "a"))
        return found

    def _step(self, *targets: tuple[Projection, str]) -> bool:
        """Read one batch into some slots in one transaction; whether there was anything to read."""
        tracked = [slots.tracking_name(projection.name, slot) for projection, slot in targets]
        with reading(self._engine) as connection:
            marks = slots.checkpoints(connection)
            head = self._log.head(connection).position
        if all(marks.get(name, 0) >= head for name in tracked):
            return False
        batches: dict[int, list[Entry]] = {}
        with writing(self._engine) as connection:
            read = [self._read(connection, *target, batches) for target in targets]
        self._folds |= {name: each for name, each in zip(tracked, read, strict=True) if each}
        return any(read)

    def _read(
        self,
        connection: Connection,
        projection: Projection,
        slot: str,
        batches: dict[int, list[Entry]] | None = None,
    ) -> tuple[int, Folds] | None:
        """Read one batch in the caller's transaction: where it came to, with what folds; None for nothing.

        `batches` has those read in this transaction, by the position they follow.
        """
        tracked = slots.tracking_name(projection.name, slot)
        after = slots.locked_checkpoint(connection, tracked)
        batch = (batches or {}).get(after)
        if batch is None:
            batch = self._log.read(connection, after, self._batch)
        if batches is not None:
            batches[after] = batch
        links = None
        if projection.linked:
            linked = slots.live_tables(connection, ("links",))
            links = linked.tables["links"]
            batch = [entry for entry in batch if entry.position <= linked.position]
        if not batch:
            return None
        folds = self._folds_at(tracked, after)
        table = table_of(projection.name, slot)
        write_batch(Target(connection, self._log, projection, table, links, folds), batch)
        slots.move_checkpoint(connection, tracked, batch[-1].position)
        while len(folds) > KEPT:
            del folds[next(iter(folds))]
        return batch[-1].position, folds

    def _folds_at(self, tracked: str, checkpoint: int) -> Folds:
        """The folds this process left at a checkpoint; none where another has moved it since."""
        at, folds = self._folds.pop(tracked, (0, {}))
        return folds if at == checkpoint else {}
