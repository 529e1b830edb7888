"""Running an import: steps are recorded in batches, each with what is kept of it in one transaction."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import nullcontext
from pathlib import Path

from events import Instant

from ..alone import alone
from ..collecting import collecting_seldom
from ..database import reading, writing
from ..errors import ImportGoingOn
from ..log import Appended
from ..recording import Item, read_batch
from ..service import Service
from .importer import Desk, Importer, Request
from .opening import bad
from .state import store
from .step import Said, Step
from .summary import Summary

BATCH = 1_000
"""Claims recorded in one transaction, or more where a copy must be taken whole."""
STEPS = 5_000
"""Steps taken in one transaction though they say less."""

Told = Callable[[str, int, int], None]
"""Is told what is being done, how far it has come, and the whole."""


def run_import(
    service: Service, importer: Importer, request: Request, *, dry_run: bool, told: Told
) -> Summary:
    """Import a source; a second time appends nothing, and one that was cut off goes on where it stood.

    A transaction holds whole steps and what is kept of them, so a kill between two of them loses nothing.
    The projections are caught up before, so that names are known, and at the end.
    ImportGoingOn while another import into the log is going on; a dry run may be beside it.
    """
    request.check(importer)
    held = nullcontext() if dry_run else alone(service.engine, "imports", ImportGoingOn())
    with held, collecting_seldom():
        return _run(service, importer, request, dry_run=dry_run, told=told)


def _run(
    service: Service, importer: Importer, request: Request, *, dry_run: bool, told: Told
) -> Summary:
    service.catch_up(lambda done, whole: told("catching up", done, whole))
    plan = importer.plan(request, _desk(service))
    summary = Summary(importer.name, request.path.name, dry_run, plan.rows)
    for batch in _batches(plan.steps):
        items = [item for step in batch for item in step.items]
        _check(request.path, items, service.clock.now())
        new = _known(service, items) if dry_run else _record(service, batch, items)
        _count(summary, batch, new)
        told("importing", summary.rows, plan.rows)
    if not dry_run:
        service.catch_up(lambda done, whole: told("projecting", done, whole))
    with reading(service.engine) as connection:
        summary.position = service.log.head(connection).position
    return summary


def _batches(steps: Iterator[Step]) -> Iterator[list[Step]]:
    batch: list[Step] = []
    said = 0
    for step in steps:
        batch.append(step)
        said += len(step.items)
        if step.closes and (said >= BATCH or len(batch) >= STEPS):
            yield batch
            batch, said = [], 0
    if batch:
        yield batch


def _record(service: Service, batch: Sequence[Step], items: Sequence[Said]) -> set[str]:
    """Append what a batch says and store what is kept of it; the ids of what the log did not hold."""
    moves = [move for step in batch for move in step.moves]
    if not items:
        with writing(service.engine) as connection:
            store(connection, moves)
        return set()
    appended = service.log.append(items, lambda connection: store(connection, moves))
    return _fresh(appended, items)


def _fresh(appended: Appended, items: Sequence[Said]) -> set[str]:
    before = appended.position - appended.new
    pairs = zip(items, appended.events, strict=True)
    return {item.id for item, entry in pairs if entry.position > before}


def _known(service: Service, items: Sequence[Said]) -> set[str]:
    """The ids of what the log does not hold."""
    ids = {item.id for item in items}
    with reading(service.engine) as connection:
        return ids - service.log.places(connection, ids).keys()


def _count(summary: Summary, batch: Sequence[Step], new: set[str]) -> None:
    for step in batch:
        fresh = {item.id for item in step.items} & new
        summary.count(step, new=bool(fresh))
        summary.recorded += len(fresh)
        new -= fresh


def _desk(service: Service) -> Desk:
    def check(items: Sequence[Item]) -> list[Said]:
        with service.snapshot() as snapshot:
            return read_batch(items, snapshot, service.clock.now())

    with service.snapshot() as snapshot:
        return Desk(service.engine, snapshot.regions, service.clock.now(), check)


def _check(path: Path, items: Sequence[Said], now: Instant) -> None:
    """What the log takes from nobody: something disclosed after now."""
    for item in items:
        window = item.window()
        if window is not None and window.lo is not None and window.lo > now:
            raise bad(path, "a disclosure that is not after now", item.disclosed)
