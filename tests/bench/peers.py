"""The question beside others who answer the same look-up from the same rows."""

import os
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from itertools import islice

from rich.console import Console
from sqlalchemy import Engine

from .asking import looking_up, questioning
from .databases import POSTGRESQL, Databases, driver_url
from .folding import folding
from .mariadb import bitemporal_look, installed
from .measuring import ROUNDS, Measured, Turn, compared, medians
from .ranges import range_look
from .rows import Look, Moment, moment, plain_look, plain_rows
from .stream import pairs

TURNS = 10
CHECKED = 20
FOLD, MARIADB, RANGES = (
    "folding the vendor's events",
    "MariaDB bitemporal",
    "PostgreSQL ranges, GiST",
)
GOALS = {FOLD: 10.0, MARIADB: 1.0, RANGES: 1.0}
SIZES = (1, 5)
WANTED = os.environ.get("BENCH_PEERS", "mariadb,ranges").split(",")
DATABASE = "ranged"


def meet(
    databases: Databases, loaded: dict[str, tuple[Engine, Engine]], occurrences: int
) -> list[tuple[str, Measured]]:
    """Each kind of database beside each peer, for one answer and for five; (kind, what was measured).

    `loaded` has for each kind the service's database and the plain table. Other peers are filled once for all.
    """
    found: list[tuple[str, Measured]] = []
    first, plain = next(iter(loaded.values()))
    at = moment(first)
    with ExitStack() as stack:
        others: dict[str, Look] = {}
        if "ranges" in WANTED:
            others[RANGES] = stack.enter_context(_ranged(databases, plain, at))
        if "mariadb" in WANTED and installed():
            others[MARIADB] = stack.enter_context(bitemporal_look(plain_rows(plain), at))
        elif "mariadb" in WANTED:
            Console().print("MariaDB is not installed, and is left out (mariadb-server)")
        for kind, (engine, table) in loaded.items():
            with folding(engine, table, at) as fold, plain_look(table, at) as select:
                looks = {FOLD: fold, **others}
                for expected in SIZES:
                    _check(select, looks, occurrences, expected)
                    measured = _beside(engine, looks, occurrences, expected)
                    found += [(kind, each) for each in measured]
    return found


@contextmanager
def _ranged(databases: Databases, plain: Engine, at: Moment) -> Iterator[Look]:
    databases.drop(POSTGRESQL, DATABASE)
    url = driver_url(databases.bare(POSTGRESQL, DATABASE))
    with range_look(url, plain_rows(plain), at) as look:
        yield look
    databases.drop(POSTGRESQL, DATABASE)


def _check(select: Look, looks: Mapping[str, Look], occurrences: int, expected: int) -> None:
    """Every peer finds the same rows, and as many as are expected."""
    for vendor, region in islice(pairs(occurrences, expected, 3), CHECKED):
        rows = sorted(map(tuple, select(vendor, region)))
        assert len(rows) == expected, (vendor, region, rows)
        for name, look in looks.items():
            found = sorted(map(tuple, look(vendor, region)))
            assert found == rows, (name, vendor, region, found, rows)


def _beside(
    engine: Engine, looks: Mapping[str, Look], occurrences: int, expected: int
) -> list[Measured]:
    def turn(look: Look) -> Turn:
        asked = pairs(occurrences, expected, 1)
        return lambda: look(*next(asked))

    question = questioning(engine, occurrences, expected)
    with looking_up(engine, occurrences, expected) as look_up:
        turns: dict[str, tuple[Turn, int]] = {
            "question": (question, TURNS),
            "look-up": (look_up, TURNS),
        }
        turns |= {name: (turn(look), TURNS) for name, look in looks.items()}
        found = medians(turns, ROUNDS)
    asked = (f"question of {expected}", found["question"])
    inside = (f"look-up of {expected} for it", found["look-up"])
    return [
        each
        for name in looks
        for each in (
            compared(name, found[name], *asked, at_least=GOALS[name]),
            compared(name, found[name], *inside),
        )
    ]
