"""Prints what recording and answering take, as ratios to a baseline measured in the same run.

BENCH_ONLY: the parts to measure, divided by commas; the database is loaded for any of them.
BENCH_SIZES: numbers of occurrences on SQLite. BENCH_POSTGRES_SIZES: on PostgreSQL. Either may be empty.
BENCH_PEER_SIZES: at which of them peers are asked too. BENCH_PEERS: which, beside folding.
BENCH_PROOF_SIZE: events in the log that proofs are taken from.
BENCH_FOLDER: where loaded databases stay for the next run; empty, in a temporary folder.
BENCH_BATCH: claims recorded at once. BENCH_PER_VENDOR: occurrences of one vendor.
BENCH_RUNNER_EVENTS: events given to the library's projection runner.
BENCH_REBUILD: options of a further rebuild, as a JSON object, such as those that give it both cores.
BENCH_ROUNDS: how often each takes its turn. BENCH_HTTP_SECONDS: how long one turn of requests lasts.
BENCH_LIMIT: seconds after which a roll-up is stopped.
"""

import os
from collections.abc import Iterator
from importlib.util import find_spec

from rich.console import Console
from sqlalchemy import Engine

from .asking import ask, grow
from .confirming import confirm
from .databases import POSTGRESQL, SQLITE, Databases, databases, settle
from .door import ask_over_http
from .loading import load
from .measuring import MEBIBYTES, PER_SECOND, Measured
from .peers import meet
from .proving import append_with_and_without, prove
from .rebuilding import rebuild
from .regions import roll_up
from .rows import fill_plain
from .saved import follow
from .showing import Row, show, tell
from .stream import CROWD, named

PARTS = (
    "bulk",
    "rebuild",
    "question",
    "growth",
    "peers",
    "region",
    "http",
    "proofs",
    "confirmations",
    "saved",
)
EXPECTED = (1, CROWD)
Loaded = dict[tuple[str, int], Engine]


def sizes(variable: str, default: str) -> list[int]:
    """Numbers divided by commas."""
    return [int(size) for size in os.environ.get(variable, default).split(",") if size.strip()]


def parts() -> set[str]:
    """What to measure; ValueError for a part there is none of."""
    found = {part.strip() for part in os.environ.get("BENCH_ONLY", "").split(",")} - {""}
    if found - set(PARTS):
        raise ValueError(f"BENCH_ONLY: expected some of {', '.join(PARTS)}, got {sorted(found)}")
    return found or set(PARTS)


def main() -> None:
    """Measure and show."""
    wanted = parts()
    asked = {
        SQLITE: sizes("BENCH_SIZES", "10000,100000"),
        POSTGRESQL: sizes("BENCH_POSTGRES_SIZES", "10000,30000"),
    }
    rows: list[Row] = []
    try:
        with databases(os.environ.get("BENCH_FOLDER", "")) as opened:
            for row in _measured(opened, asked, wanted):
                rows.append(row)
                tell(row)
            rows += _grow_in_memory(rows)
    finally:
        show(rows)


def _measured(opened: Databases, asked: dict[str, list[int]], wanted: set[str]) -> Iterator[Row]:
    loaded: Loaded = {}
    if wanted - {"proofs", "confirmations", "saved"}:
        for kind, each in asked.items():
            for size in each:
                yield from _load(opened, kind, size, wanted)
                loaded[kind, size] = opened.engine(kind, named("loaded", size))
    yield from _over_all(opened, loaded, wanted)
    yield from _alone(opened, wanted)


def _load(opened: Databases, kind: str, size: int, wanted: set[str]) -> Iterator[Row]:
    """Load, and measure what is measured on one database at one size."""
    for each in load(opened, kind, size, beside="bulk" in wanted):
        yield Row(kind, size, each)
    engine = opened.engine(kind, named("loaded", size))
    settle(engine)
    yield from (Row(kind, size, each) for each in _on_one(opened, engine, size, wanted))


def _on_one(opened: Databases, engine: Engine, size: int, wanted: set[str]) -> Iterator[Measured]:
    if "rebuild" in wanted:
        speed, found = rebuild(engine, size)
        yield from found
        if engine.dialect.name == POSTGRESQL:
            yield from _beside_the_library(opened, speed)
        settle(engine)
    if "question" in wanted:
        plain = fill_plain(opened, engine, size)
        settle(plain)
        for expected in EXPECTED:
            yield from ask(engine, plain, size, expected)
    if "region" in wanted:
        yield from roll_up(engine)
    if "http" in wanted:
        yield from ask_over_http(engine, size, EXPECTED)


def _beside_the_library(opened: Databases, speed: float) -> Iterator[Measured]:
    if find_spec("psycopg_pool") is None:
        Console().print("psycopg_pool is not installed, and eventsourcing's runner is left out")
        return
    from .subscribing import runner_speed

    baseline = ("eventsourcing's ProjectionRunner", runner_speed(opened))
    yield Measured("rebuild of exposure", speed, PER_SECOND, *baseline, at_least=50)


def _grow_in_memory(rows: list[Row]) -> Iterator[Row]:
    """Memory at the largest size, beside that at the least."""
    held: dict[tuple[str, str], dict[int, float]] = {}
    for kind, size, each in rows:
        if each.unit == MEBIBYTES:
            held.setdefault((kind, each.what), {})[size] = each.value
    for (kind, what), found in held.items():
        least, most = min(found), max(found)
        if least != most:
            figures = (found[most], MEBIBYTES, f"at {least:,}", found[least])
            yield Row(kind, most, Measured(what, *figures, at_most=1.2))


def _over_all(opened: Databases, loaded: Loaded, wanted: set[str]) -> Iterator[Row]:
    """What is measured over several sizes, or on both kinds of database at once."""
    for kind in (SQLITE, POSTGRESQL):
        engines = {size: engine for (each, size), engine in loaded.items() if each == kind}
        if "growth" in wanted and len(engines) > 1:
            for expected in EXPECTED:
                found = grow(engines, expected)
                yield from (Row(kind, max(engines), each) for each in found)
    if "peers" not in wanted:
        return
    for size in sizes("BENCH_PEER_SIZES", "10000"):
        here = {
            kind: (engine, fill_plain(opened, engine, size))
            for (kind, each), engine in loaded.items()
            if each == size
        }
        for _, plain in here.values():
            settle(plain)
        if here:
            yield from (Row(kind, size, each) for kind, each in meet(opened, here, size))


def _alone(opened: Databases, wanted: set[str]) -> Iterator[Row]:
    """What needs no loaded database; on SQLite."""
    if "confirmations" in wanted:
        for each in confirm(opened.engine(SQLITE, "confirmed")):
            yield Row(SQLITE, 1, each)
        opened.drop(SQLITE, "confirmed")
    if "saved" in wanted:
        found = follow([opened.engine(SQLITE, name) for name in ("few", "many")])
        yield from (Row(SQLITE, 100_000, each) for each in found)
        for name in ("few", "many"):
            opened.drop(SQLITE, name)
    if "proofs" not in wanted:
        return
    pair = ("one", "other")
    for size in sizes("BENCH_PROOF_SIZE", "1000000"):
        appended = append_with_and_without([opened.engine(SQLITE, name) for name in pair], 50_000)
        yield Row(SQLITE, 50_000, appended)
        for name in pair:
            opened.drop(SQLITE, name)
        yield Row(SQLITE, size, prove([opened.engine(SQLITE, name) for name in pair], size))
        for name in pair:
            opened.drop(SQLITE, name)


if __name__ == "__main__":
    main()
