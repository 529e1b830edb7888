"""What a reading and a writing promise on each database."""

import sqlite3

import pytest
from sqlalchemy import exc, make_url, text

from timeline.database import open_engine, reading, writing
from timeline.log import advance, checkpoint
from timeline.log.redaction import forget

on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def test_a_reading_cannot_write(engine):
    with pytest.raises(exc.DBAPIError, match="read"), reading(engine) as connection:
        advance(connection, "reader", 1)


def test_a_connection_that_read_can_write_afterwards(engine):
    for position in (1, 2):
        with writing(engine) as connection:
            advance(connection, "reader", position)
        with reading(engine) as connection:
            assert checkpoint(connection, "reader") == position


def test_a_connection_that_wrote_cannot_write_in_a_reading(engine):
    with writing(engine) as connection:
        advance(connection, "reader", 1)
    with pytest.raises(exc.DBAPIError, match="read"), reading(engine) as connection:
        advance(connection, "reader", 2)


@on_sqlite
def test_after_a_redaction_is_forgotten_a_reading_cannot_write(engine):
    with reading(engine) as connection:
        assert checkpoint(connection, "reader") is None
    forget(engine)
    with pytest.raises(exc.DBAPIError, match="read"), reading(engine) as connection:
        advance(connection, "reader", 1)


@on_sqlite
def test_statements_of_a_connection_are_compiled_once_for_many_readings(engine):
    said = []
    with reading(engine) as connection:
        connection.connection.driver_connection.set_trace_callback(said.append)
    for _ in range(3):
        with reading(engine) as connection:
            checkpoint(connection, "reader")

    assert said
    assert not any("query_only" in each for each in said)


def write_and_fail(engine):
    with writing(engine) as connection:
        advance(connection, "reader", 1)
        raise LookupError


def test_a_writing_that_raises_is_rolled_back(engine):
    with pytest.raises(LookupError):
        write_and_fail(engine)
    with reading(engine) as connection:
        assert checkpoint(connection, "reader") is None


def test_a_reading_sees_one_snapshot(engine):
    with reading(engine) as connection:
        assert checkpoint(connection, "reader") is None
        with writing(engine) as other:
            advance(other, "reader", 1)
        assert checkpoint(connection, "reader") is None


@on_sqlite
def test_a_writing_on_sqlite_is_alone_from_its_start(engine):
    path = engine.url.database
    other = sqlite3.connect(path, timeout=0, isolation_level=None)
    with writing(engine), pytest.raises(sqlite3.OperationalError, match="locked"):
        other.execute("BEGIN IMMEDIATE")
    other.execute("BEGIN IMMEDIATE")
    other.close()


@on_sqlite
def test_sqlite_waits_for_the_disk_and_checks_references(engine):
    with reading(engine) as connection:
        settings = {
            name: connection.scalar(text(f"PRAGMA {name}"))
            for name in ("journal_mode", "synchronous", "foreign_keys")
        }
    assert settings == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}


def test_a_role_that_does_not_exist_is_not_assumed(postgres_url):
    engine = open_engine(postgres_url, role="nobody_of_that_name")
    with reading(engine) as connection:
        assert connection.scalar(text("SELECT current_user")) == make_url(postgres_url).username
    engine.dispose()


def test_other_databases_are_refused():
    with pytest.raises(ValueError, match="mysql"):
        open_engine("mysql://localhost/timeline")
