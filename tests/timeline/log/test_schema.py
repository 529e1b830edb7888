"""The migrations and the described tables are the same schema."""

import subprocess
import sys
from importlib import import_module
from pkgutil import walk_packages
from uuid import uuid4

import psycopg
import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import text

import timeline
from timeline.database import open_engine, reading, writing
from timeline.migrate import configuration, migrate
from timeline.tables_base import metadata

RACE = "import sys; from timeline.migrate import migrate; migrate(sys.argv[1], role=sys.argv[2])"


def test_the_schema_is_what_the_migrations_make(engine):
    # A table is described where its module is imported, so every module is.
    for module in walk_packages(timeline.__path__, "timeline."):
        if not module.name.endswith("__main__"):
            import_module(module.name)
    with reading(engine) as connection:
        context = MigrationContext.configure(connection, opts={"compare_server_default": True})
        assert compare_metadata(context, metadata) == []


def test_migrating_twice_changes_nothing(database_url, engine, log, a_claim):
    log.append([a_claim(1)])
    migrate(database_url)
    with reading(engine) as connection:
        assert log.head(connection).position == 1


def test_the_log_is_not_dropped_by_going_back(database_url, engine):
    owner = open_engine(database_url, role=None)
    with pytest.raises(NotImplementedError), writing(owner) as connection:
        command.downgrade(configuration(connection), "base")
    owner.dispose()


@pytest.mark.slow
def test_databases_of_one_server_can_be_migrated_at_the_same_time(postgres_server):
    role = f"race_{uuid4().hex}"
    names = [f"{role}_{number}" for number in range(2)]
    with psycopg.connect(postgres_server.get_uri(), autocommit=True) as connection:
        for name in names:
            connection.execute(f"CREATE DATABASE {name}")
        urls = [postgres_server.get_uri(database=name, driver="psycopg") for name in names]
        # The first one twice: two processes may also start on one database.
        started = [*urls, urls[0]]
        running = [subprocess.Popen([sys.executable, "-c", RACE, url, role]) for url in started]
        assert [process.wait(timeout=60) for process in running] == [0] * len(running)
        for url in urls:
            engine = open_engine(url, role=role)
            with reading(engine) as reader:
                assert reader.scalar(text("SELECT current_user")) == role
                assert reader.scalar(text("SELECT position FROM log_head")) == 0
            engine.dispose()
        for name in names:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")
        connection.execute(f"DROP ROLE {role}")
