"""Recording in bulk: raw rows, the log alone, and the service with its projections, batch by batch."""

import os
from collections.abc import Callable
from functools import partial
from statistics import median

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from sqlalchemy import Engine

from timeline import Item, Service, SystemClock

from .databases import SQLITE, Databases
from .inserting import inserting, newest_rows
from .measuring import MEBIBYTES, PER_SECOND, Measured, seconds_of
from .stream import batches, count_claims, named
from .told import Tell, worker

AT_ONCE = int(os.environ.get("BENCH_BATCH", "10000"))
Told = Callable[[int, float], None]


class Unprojected(Service):
    """Records as the service does, and leaves the projections where they are."""

    def catch_up(self, progress: Callable[[int, int], None] | None = None) -> None:
        """Nothing."""


def load(databases: Databases, kind: str, occurrences: int, *, beside: bool) -> list[Measured]:
    """Fill a database through the service, once; `beside` it measure the log alone and raw rows."""
    name = named("loaded", occurrences)
    engine = databases.engine(kind, name)
    position = _position(engine)
    if position == count_claims(occurrences):
        if beside:
            Console().print(f"{name} is loaded already, and recording is left out ({kind})")
        return []
    if position:
        databases.drop(kind, name)
        engine = databases.engine(kind, name)
    with worker(engine, occurrences, AT_ONCE) as tell:
        if not beside:
            _load_alone(tell, occurrences)
            return []
        found = _load_beside(databases, kind, occurrences, tell)
        peak = tell("peak")["mebibytes"]
        return [*found, Measured("memory of an import", peak, MEBIBYTES, at_most=400)]


def _position(engine: Engine) -> int:
    service = Service(engine, SystemClock())
    with service.snapshot() as snapshot:
        return snapshot.live.position


def _load_alone(tell: Tell, occurrences: int) -> None:
    with _progress() as progress:
        task = progress.add_task(f"loading {occurrences:,}", total=count_claims(occurrences))
        while many := tell("record")["claims"]:
            progress.advance(task, many)


def _load_beside(databases: Databases, kind: str, occurrences: int, tell: Tell) -> list[Measured]:
    names = [named(what, occurrences) for what in ("alone", "raw")]
    for name in names:
        databases.drop(kind, name)
    alone, raw = (databases.engine(kind, name) for name in names)
    Service(alone, SystemClock()).catch_up()
    service = Unprojected(alone, SystemClock())
    spent: dict[str, list[float]] = {"raw": [], "alone": [], "service": []}
    with _progress() as progress, inserting(raw) as insert:
        task = progress.add_task(f"loading {occurrences:,}", total=count_claims(occurrences))
        for batch in batches(occurrences, AT_ONCE):
            items = [Item(said) for said in batch]
            many = len(items)
            spent["service"].append(tell("record")["seconds"] / many)
            spent["alone"].append(seconds_of(partial(service.record, items)) / many)
            rows = newest_rows(alone, many)
            spent["raw"].append(seconds_of(partial(insert, rows)) / many)
            progress.advance(task, many)
    assert all(status.checkpoint == 0 for status in service.projector.status())
    for name in names:
        databases.drop(kind, name)
    return _shown(kind, spent)


def _shown(kind: str, spent: dict[str, list[float]]) -> list[Measured]:
    # A last batch that is short says little of the others.
    whole = slice(-1) if len(spent["raw"]) > 1 else slice(None)
    speed = {name: 1 / median(times[whole]) for name, times in spent.items()}
    baseline = "executemany" if kind == SQLITE else "binary COPY"
    raw = (PER_SECOND, baseline, speed["raw"])
    return [
        Measured("recording, log alone", speed["alone"], *raw, at_least=0.35),
        Measured("recording, projections kept up", speed["service"], *raw),
        Measured(
            "recording, projections kept up",
            *(1e6 / speed["service"], "us", "log alone", 1e6 / speed["alone"]),
            at_most=2.5,
        ),
    ]


def _progress() -> Progress:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    return Progress(*columns, TimeRemainingColumn())
