"""What was measured: a table for people, and one line of JSON for machines."""

import json
import os
import platform
from dataclasses import asdict
from importlib.util import find_spec
from typing import NamedTuple

from rich.console import Console
from rich.table import Table

from .measuring import Measured


class Row(NamedTuple):
    """On which kind of database, at which size, what."""

    database: str
    size: int
    measured: Measured


def tell(row: Row) -> None:
    """One line as soon as it is known, beside what is printed in the end."""
    each = row.measured
    ratio = "" if each.ratio is None else f", {each.ratio:,.2f} x {each.baseline}"
    line = f"{row.database} {row.size:,}: {each.what}: {each.value:,.1f} {each.unit}{ratio}"
    Console(stderr=True).print(line, highlight=False, soft_wrap=True)


def show(rows: list[Row]) -> None:
    """Print both."""
    table = Table(
        "database", "size", "what", title="Medians, and ratios to a baseline of the same run"
    )
    for column in ("value", "unit", "baseline", "baseline's", "ratio", "goal", "met"):
        table.add_column(column, justify="left" if column in ("unit", "baseline") else "right")
    for database, size, each in rows:
        bare = each.baseline_value
        figures = (f"{each.value:,.1f}", each.unit, each.baseline)
        ratio = "" if each.ratio is None else f"{each.ratio:,.2f}"
        beside = ("" if bare is None else f"{bare:,.1f}", ratio, each.goal)
        met = {None: "", True: "yes", False: "no"}[each.met]
        table.add_row(database, f"{size:,}", each.what, *figures, *beside, met)
    console = Console(width=170)
    console.print(table)
    shown = [
        {
            "database": database,
            "occurrences": size,
            **asdict(each),
            "ratio": None if each.ratio is None else round(each.ratio, 3),
            "met": each.met,
        }
        for database, size, each in rows
    ]
    machine = {
        "python": platform.python_version(),
        "cores": os.cpu_count(),
        "uvloop": find_spec("uvloop") is not None,
    }
    console.print(json.dumps({**machine, "measured": shown}), soft_wrap=True, highlight=False)
