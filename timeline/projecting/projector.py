"""The projector: reads the log in order and moves each checkpoint together with the rows it speaks for."""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import Connection, Engine, delete, insert, select
from sqlalchemy import update as sql_update

from events import Entry
from projections import PROJECTIONS, Projection

from ..database import reading, writing
from ..errors import UnknownProjection
from ..log import Log, log_tracking
from . import slots
from .replacing import Folds, Target
from .store import write_batch
from .tables import projection_live, table_of

BATCH = 1_000
"""Events read in one transaction."""

KEPT = 1_000
"""Occurrences with long streams that are kept to go on from."""

Progress = Callable[[int, int], None]


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

    def __init__(self, engine: Engine, log: Log, batch: int = BATCH) -> None:
        self._engine = engine
        self._log = log
        self._batch = batch
        self._folds: dict[str, tuple[int, Folds]] = {}

    def catch_up(self, progress: Progress | None = None) -> int:
        """Read all projections up to the log's head; the number of steps taken. Nothing new is no error."""
        steps = 0
        behind = [(projection, self._slot(projection)) for projection in self._behind()]
        while behind and self._step(*behind):
            steps += 1
            if progress is not None:
                progress(*self._progress(*behind[-1]))
        return steps

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

    def rebuild(self, name: str, progress: Progress | None = None) -> None:
        """Build a projection from position 0 in its idle slot while the live one answers, then switch."""
        projection = next((each for each in PROJECTIONS if each.name == name), None)
        if projection is None:
            raise UnknownProjection(known=", ".join(p.name for p in PROJECTIONS), name=name)
        slot = slots.idle(self._ensure(projection)[0])
        self._clear(projection, slot)
        while self._step((projection, slot)):
            if progress is not None:
                progress(*self._progress(projection, slot))
        self._switch(projection, slot)

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
        """The slot that answers; a table of another version is rebuilt before it answers again."""
        slot, version = self._ensure(projection)
        if version == projection.version:
            return slot
        self.rebuild(projection.name)
        return self._ensure(projection)[0]

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
                self._track(connection, slots.tracking_name(projection.name, "a"))
        return found

    def _track(self, connection: Connection, tracked: str) -> None:
        """Set a checkpoint to 0, making it where it is missing."""
        known = connection.execute(
            select(log_tracking.c.name).where(log_tracking.c.name == tracked)
        ).scalar()
        if known is None:
            connection.execute(insert(log_tracking).values(name=tracked, position=0))
        else:
            slots.move_checkpoint(connection, tracked, 0)

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
        batches: dict[int, list[Entry]],
    ) -> tuple[int, Folds] | None:
        """Read one batch in the caller's transaction: where it came to, with what folds; None for nothing.

        `batches` has those read in this transaction, by the position they follow.
        """
        tracked = slots.tracking_name(projection.name, slot)
        after = slots.locked_checkpoint(connection, tracked)
        if after not in batches:
            batches[after] = self._log.read(connection, after, self._batch)
        batch = batches[after]
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

    def _clear(self, projection: Projection, slot: str) -> None:
        with writing(self._engine) as connection:
            self._track(connection, slots.tracking_name(projection.name, slot))
            connection.execute(delete(table_of(projection.name, slot)))

    def _progress(self, projection: Projection, slot: str) -> tuple[int, int]:
        with reading(self._engine) as connection:
            marks = slots.checkpoints(connection)
            head = self._log.head(connection).position
        return marks[slots.tracking_name(projection.name, slot)], head

    def _switch(self, projection: Projection, slot: str) -> None:
        with writing(self._engine) as connection:
            connection.execute(
                sql_update(projection_live)
                .where(projection_live.c.name == projection.name)
                .values(slot=slot, version=projection.version)
            )
