"""The baseline of recording: the rows of the log as they are, inserted by the driver's fastest way alone."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple

import psycopg
from sqlalchemy import Engine

from timeline.log import log_events

from .databases import SQLITE, driver_url

COLUMNS = ", ".join(column.name for column in log_events.columns)
NEWEST = f"SELECT {COLUMNS} FROM log_events ORDER BY position DESC LIMIT "


class Rows(NamedTuple):
    """Rows of the log, and the types of their columns where the driver wants to be told."""

    rows: list[tuple[Any, ...]]
    types: list[int]


Insert = Callable[[Rows], None]


def newest_rows(engine: Engine, many: int) -> Rows:
    """The last rows of a log, in order."""
    with engine.connect() as connection:
        found = connection.exec_driver_sql(f"{NEWEST}{many}")
        cursor: Any = found.cursor
        types = [column[1] for column in cursor.description]
        return Rows([tuple(row) for row in found][::-1], types)


@contextmanager
def inserting(engine: Engine) -> Iterator[Insert]:
    """Inserts rows in one transaction: by executemany on SQLite, by binary COPY on PostgreSQL."""
    if engine.dialect.name != SQLITE:
        with psycopg.connect(driver_url(engine)) as beside:
            yield lambda rows: _copy(beside, rows)
        return
    with engine.connect() as connection:
        driver: Any = connection.connection.driver_connection
        marks = ", ".join("?" for _ in log_events.columns)
        statement = f"INSERT INTO log_events ({COLUMNS}) VALUES ({marks})"

        def insert(rows: Rows) -> None:
            driver.execute("BEGIN IMMEDIATE")
            driver.executemany(statement, rows.rows)
            driver.commit()

        yield insert


def _copy(connection: "psycopg.Connection[Any]", rows: Rows) -> None:
    copy_rows(connection, f"log_events ({COLUMNS})", rows.types, rows.rows)
    connection.commit()


def copy_rows(
    connection: "psycopg.Connection[Any]",
    target: str,
    types: Sequence[int | str],
    rows: Sequence[tuple[Any, ...]],
) -> None:
    """Binary COPY into a table, in the transaction that is open."""
    statement = f"COPY {target} FROM STDIN (FORMAT BINARY)".encode()
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        copy.set_types(types)
        for row in rows:
            copy.write_row(row)
