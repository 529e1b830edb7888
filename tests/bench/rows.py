"""The rows that exposure comes to over all three clocks, folded anew, and a plain table clustered by their key."""

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from itertools import chain, islice
from typing import Any, NamedTuple

import psycopg
from sqlalchemy import Engine

from events import Entry
from projections import EVER, ExposureRow, occurrence_rows
from timeline import Service, SystemClock

from .databases import POSTGRESQL, SQLITE, Databases, driver_url
from .inserting import copy_rows
from .stream import VALID_AT, named, sites

OPEN = EVER
"""`until` of a row that still holds."""
AT_ONCE = 10_000
STREAMS = 1_000
TABLE = "plain"
COLUMNS = (*ExposureRow._fields, "since", "until")
WORDS = ("vendor", "region", "occurrence", "type", "unit")
TEXTS = (*WORDS, "tellers")
KEY = (*WORDS, "known_from", "valid_from", "since")
SHOWN = tuple(name for name in COLUMNS if name not in ("known_from", "known_to", "since", "until"))
"""What a look-up returns."""

Row = tuple[Any, ...]
Look = Callable[[str, str], Sequence[Row]]
"""The rows of a vendor and region, as of one moment on each of the clocks."""


class Moment(NamedTuple):
    """The same moment on the three clocks for everybody: a day, the end of time, a position."""

    day: int
    known: int
    position: int


def moment(engine: Engine) -> Moment:
    """What `valid_at` alone means as of now."""
    with Service(engine, SystemClock()).snapshot() as snapshot:
        position = snapshot.live.position
    return Moment(date.fromisoformat(VALID_AT).toordinal(), EVER - 1, position)


def exposure_rows(engine: Engine, occurrences: int) -> Iterator[Row]:
    """Each row with the positions since and until when it holds, from the streams of the log alone."""
    names = sites(occurrences)
    with Service(engine, SystemClock()).snapshot() as snapshot:
        while chunk := list(islice(names, STREAMS)):
            told = snapshot.log.streams(snapshot.connection, chunk, snapshot.live.position)
            for name, entries in told.items():
                yield from _over_positions(name, entries)


def _over_positions(occurrence: str, entries: Sequence[Entry]) -> Iterator[Row]:
    held: dict[ExposureRow, int] = {}
    for many, entry in enumerate(entries, 1):
        follows = set(occurrence_rows(occurrence, entries[:many]))
        for row in held.keys() - follows:
            yield (*row, held.pop(row), entry.position)
        held |= dict.fromkeys(follows - held.keys(), entry.position)
    yield from ((*row, since, OPEN) for row, since in held.items())


def fill_plain(databases: Databases, engine: Engine, occurrences: int) -> Engine:
    """The plain table beside a database of the service, of the same kind; filled once."""
    kind = engine.dialect.name
    plain = databases.bare(kind, named("plain", occurrences))
    with plain.begin() as connection:
        if connection.dialect.has_table(connection, TABLE):
            return plain
    types = {name: "text" if name in TEXTS else "bigint" for name in COLUMNS}
    described = ", ".join(f"{name} {type_}" for name, type_ in types.items())
    clustered = " WITHOUT ROWID" if kind == SQLITE else ""
    statement = f"CREATE TABLE {TABLE} ({described}, PRIMARY KEY ({', '.join(KEY)})){clustered}"
    rows = exposure_rows(engine, occurrences)
    if kind == POSTGRESQL:
        with psycopg.connect(driver_url(plain)) as beside:
            beside.execute(statement.encode())
            copied = ["text" if name in TEXTS else "int8" for name in COLUMNS]
            while chunk := list(islice(rows, AT_ONCE)):
                copy_rows(beside, f"{TABLE} ({', '.join(COLUMNS)})", copied, chunk)
        return plain
    with plain.connect() as connection:
        driver: Any = connection.connection.driver_connection
        marks = ", ".join("?" for _ in COLUMNS)
        driver.execute("BEGIN IMMEDIATE")
        driver.execute(statement)
        driver.executemany(f"INSERT INTO {TABLE} VALUES ({marks})", rows)
        driver.commit()
    return plain


def plain_rows(plain: Engine) -> Iterator[list[Row]]:
    """All rows of the plain table, a chunk at a time."""
    with plain.connect().execution_options(yield_per=AT_ONCE) as connection:
        found = connection.exec_driver_sql(f"SELECT {', '.join(COLUMNS)} FROM {TABLE}")
        for chunk in found.partitions():
            yield [tuple(row) for row in chunk]


@contextmanager
def plain_look(plain: Engine, at: Moment) -> Iterator[Look]:
    """Looks rows up by the driver alone."""
    conditions = (
        "vendor = ? AND region = ? AND type <> 'ownership'",
        "valid_from <= ? AND valid_to > ? AND known_from <= ? AND known_to > ?",
        "since <= ? AND until > ?",
    )
    statement = f"SELECT {', '.join(SHOWN)} FROM {TABLE} WHERE {' AND '.join(conditions)}"
    held = tuple(chain.from_iterable((value, value) for value in at))
    if plain.dialect.name == SQLITE:
        with plain.connect() as connection:
            driver: Any = connection.connection.driver_connection
            assert isinstance(driver, sqlite3.Connection)
            yield lambda vendor, region: driver.execute(
                statement, (vendor, region, *held)
            ).fetchall()
        return
    marked = statement.replace("?", "%s").encode()
    with psycopg.connect(driver_url(plain), autocommit=True) as beside:
        beside.execute("SET plan_cache_mode = force_generic_plan")
        yield lambda vendor, region: beside.execute(
            marked, (vendor, region, *held), prepare=True
        ).fetchall()
