"""Prints what recording and answering take, as ratios to a baseline measured in the same run.

BENCH_SIZES: numbers of occurrences on SQLite. BENCH_POSTGRES_SIZES: on PostgreSQL, empty for none.
BENCH_PROOF_SIZE: events in the log that proofs are taken from; 0 for none.
"""

import json
import os
import platform
from dataclasses import asdict
from importlib.util import find_spec

from rich.console import Console
from rich.table import Table
from sqlalchemy import Engine

from .asking import ask
from .door import ask_over_http
from .growth import grow
from .loading import load, postgres_engines, settle, sqlite_engines
from .measuring import Measured
from .proving import append_with_and_without, prove
from .saved import follow
from .stream import CROWDED

Row = tuple[str, int, Measured]


def measure(engines: list[Engine], size: int, *, served: bool) -> list[Row]:
    """Everything that is measured on one database at one size."""
    loaded, beside, raw = engines
    name = loaded.dialect.name
    found = load(loaded, size, beside, raw)
    settle(loaded)
    for region in (None, CROWDED):
        found += ask(loaded, size, region)
        if served:
            found += ask_over_http(loaded, size, region)
    return [(name, size, each) for each in found]


def sizes(variable: str, default: str) -> list[int]:
    """Numbers of occurrences, divided by commas."""
    return [int(size) for size in os.environ.get(variable, default).split(",") if size.strip()]


def show(rows: list[Row]) -> None:
    """A table for people, and one line of JSON for machines."""
    table = Table("database", "occurrences", "what", "baseline", title="Medians, and ratios")
    for column in ("microseconds", "baseline's", "ratio"):
        table.add_column(column, justify="right")
    for database, size, each in rows:
        times = (f"{s * 1e6:,.1f}" for s in (each.seconds, each.baseline_seconds))
        table.add_row(database, f"{size:,}", each.what, each.baseline, *times, f"{each.ratio:,.1f}")
    console = Console(width=120)
    console.print(table)
    shown = [
        {"database": database, "occurrences": size, **asdict(each), "ratio": round(each.ratio, 2)}
        for database, size, each in rows
    ]
    machine = {
        "python": platform.python_version(),
        "cores": os.cpu_count(),
        "uvloop": find_spec("uvloop") is not None,
    }
    console.print(json.dumps({**machine, "measured": shown}), soft_wrap=True, highlight=False)


def main() -> None:
    """Measure and show."""
    rows: list[Row] = []
    for size in sizes("BENCH_SIZES", "10000,100000"):
        with sqlite_engines(3) as engines:
            rows += measure(engines, size, served=True)
    with sqlite_engines(1) as (engine,):
        rows += [("sqlite", 1, each) for each in grow(engine)]
    with sqlite_engines(2) as engines:
        saved = (10, 100_000)
        rows += [
            ("sqlite", size, each) for size, each in zip(saved, follow(engines, saved), strict=True)
        ]
    for size in sizes("BENCH_PROOF_SIZE", "1000000"):
        if size:
            with sqlite_engines(2) as engines:
                rows.append(("sqlite", 50_000, append_with_and_without(engines, 50_000)))
            with sqlite_engines(2) as engines:
                rows.append(("sqlite", size, prove(engines, size)))
    for size in sizes("BENCH_POSTGRES_SIZES", "10000"):
        with postgres_engines(3) as engines:
            rows += measure(engines, size, served=False)
    show(rows)


if __name__ == "__main__":
    main()
