"""Building a projection beside the slot that answers, switching to it and back, and dropping what is kept."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from threading import Lock

from sqlalchemy import Connection, Engine, delete

from projections import PROJECTIONS, Projection

from ..alone import alone
from ..database import reading, writing
from ..errors import NothingBeside, OtherVersion, RebuildUnderWay, UnknownProjection
from . import slots
from .beside import Beside, all_beside, locked_live, stand_beside, switch_to
from .tables import table_of
from .whole import Progress, Whole, forget_standing

Ensure = Callable[[Projection], tuple[str, int]]
Step = Callable[[tuple[Projection, str]], bool]
Read = Callable[[Connection, Projection, str], object | None]


def projection_named(name: str) -> Projection:
    """A projection by its name; UnknownProjection."""
    for projection in PROJECTIONS:
        if projection.name == name:
            return projection
    raise UnknownProjection(known=", ".join(p.name for p in PROJECTIONS), name=name)


class Building:
    """Fills, switches and empties the idle slots of one database, one process at a time for each projection.

    `ensure` gives slot and version of what answers, `step` reads a batch into a slot in a transaction of its own,
    `read` in the caller's, and gives None where there is nothing to read.
    """

    def __init__(self, whole: Whole, ensure: Ensure, step: Step, read: Read) -> None:
        self._engine = whole.engine
        self._log = whole.log
        self._whole = whole
        self._ensure = ensure
        self._step = step
        self._read = read
        self._renewing = Lock()

    def build(
        self,
        name: str,
        *,
        anew: bool = False,
        progress: Progress | None = None,
        processes: int = 1,
    ) -> Beside:
        """Fill the idle slot up to the log's head; what answers is left as it is.

        A build of the same version that was cut off, or was not switched to, goes on; with `anew` from position 0.
        Of a long log so many further `processes` read and fold, if they are more than one.
        """
        projection = projection_named(name)
        self.read_on()
        with _held(self._engine, name):
            standing = self._begin(projection, anew=anew)
            self._fill(projection, standing.slot, progress, processes)
        return standing

    def switch(self, name: str, progress: Progress | None = None) -> Beside:
        """Let what stands beside a projection answer, once it has read as far as what answers now.

        NothingBeside where there is nothing; OtherVersion for rows that this code cannot read on.
        """
        projection = projection_named(name)
        self._ensure(projection)
        with _held(self._engine, name):
            return self._switch(projection, progress)

    def drop(self, name: str) -> None:
        """Empty the idle slot of a projection; a second time there is nothing to empty."""
        projection = projection_named(name)
        self._ensure(projection)
        with _held(self._engine, name), writing(self._engine) as connection:
            slot = slots.idle(locked_live(connection, name)[0])
            _empty(connection, projection, slot)
            stand_beside(connection, name, None)

    def renew(self, projection: Projection) -> str:
        """Switch to rows of this code's version, built where there are none; returns the slot that answers.

        Where another process is at it, its end is waited for.
        """
        # One thread of a process waits for the others; each that waits there takes up a connection.
        with self._renewing, _held(self._engine, projection.name, wait=True):
            slot, version = self._ensure(projection)
            if version == projection.version:
                return slot
            with reading(self._engine) as connection:
                standing = all_beside(connection).get(projection.name)
            if standing is None or standing.version != projection.version:
                self._begin(projection, anew=True)
            return self._switch(projection, None).slot

    def read_on(self, name: str | None = None, progress: Progress | None = None) -> None:
        """Read on, up to the head, all that answers and has this code's version, and what stands beside `name`."""
        for projection in PROJECTIONS:
            slot, version = self._ensure(projection)
            while version == projection.version and self._step((projection, slot)):
                pass
        if name is None:
            return
        projection = projection_named(name)
        with _held(self._engine, name):
            standing = self._standing(projection)
            if standing.version == projection.version:
                self._fill(projection, standing.slot, progress)

    def forget(self) -> None:
        """Empty every idle slot, which may hold words that were redacted; a rebuild under way starts over."""
        for projection in PROJECTIONS:
            self._ensure(projection)
            with writing(self._engine) as connection:
                slot = slots.idle(locked_live(connection, projection.name)[0])
                standing = all_beside(connection).get(projection.name)
                _empty(connection, projection, slot)
                if standing is not None and standing.sort == "kept":
                    stand_beside(connection, projection.name, None)

    def progress(self, projection: Projection, slot: str) -> tuple[int, int]:
        """How far a slot has read, and the log's head."""
        with reading(self._engine) as connection:
            marks = slots.checkpoints(connection)
            head = self._log.head(connection).position
        return marks[slots.tracking_name(projection.name, slot)], head

    def _begin(self, projection: Projection, *, anew: bool) -> Beside:
        """Say that the idle slot is being filled; it is emptied unless a build of this version goes on."""
        with writing(self._engine) as connection:
            slot = slots.idle(locked_live(connection, projection.name)[0])
            wanted = Beside("built", slot, projection.version)
            if anew or all_beside(connection).get(projection.name) != wanted:
                _empty(connection, projection, slot)
                stand_beside(connection, projection.name, wanted)
        return wanted

    def _fill(
        self, projection: Projection, slot: str, progress: Progress | None, processes: int = 1
    ) -> None:
        self._whole.fill(projection, slot, progress, processes)
        while self._step((projection, slot)):
            if progress is not None:
                progress(*self.progress(projection, slot))

    def _standing(self, projection: Projection) -> Beside:
        with reading(self._engine) as connection:
            found = all_beside(connection).get(projection.name)
        if found is None:
            raise NothingBeside(name=projection.name)
        return found

    def _switch(self, projection: Projection, progress: Progress | None) -> Beside:
        standing = self._standing(projection)
        if standing.version != projection.version:
            raise OtherVersion(
                name=projection.name, found=standing.version, version=projection.version
            )
        switched = False
        while not switched:
            self._fill(projection, standing.slot, progress)
            with writing(self._engine) as connection:
                switched = self._try_switch(connection, projection, standing)
        return standing

    def _try_switch(self, connection: Connection, projection: Projection, standing: Beside) -> bool:
        """Switch, unless what answers is more than a batch ahead; nobody reads on what answers meanwhile."""
        name = projection.name
        slot, _ = locked_live(connection, name)
        if all_beside(connection).get(name) != standing:
            raise NothingBeside(name=name)
        answered = slots.locked_checkpoint(connection, slots.tracking_name(name, slot))
        tracked = slots.tracking_name(name, standing.slot)
        if slots.locked_checkpoint(connection, tracked) < answered:
            self._read(connection, projection, standing.slot)
        if slots.locked_checkpoint(connection, tracked) < answered:
            return False
        switch_to(connection, name, standing)
        return True


def _held(
    engine: Engine, name: str, *, wait: bool = False
) -> AbstractContextManager[Connection | None]:
    """A projection's slots, which nobody else fills, switches or empties meanwhile; RebuildUnderWay."""
    return alone(engine, f"{name}-rebuild", RebuildUnderWay(name=name), wait=wait)


def _empty(connection: Connection, projection: Projection, slot: str) -> None:
    """Empty a slot that does not answer; the caller holds the row that says so."""
    tracked = slots.tracking_name(projection.name, slot)
    slots.start_over(connection, tracked)
    forget_standing(connection, tracked)
    connection.execute(delete(table_of(projection.name, slot)))
