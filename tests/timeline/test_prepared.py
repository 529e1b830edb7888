"""Statements that the driver runs find and write what SQLAlchemy's own would."""

from collections.abc import Iterator

import pytest
from sqlalchemy import (
    BigInteger,
    Column,
    Engine,
    MetaData,
    String,
    Table,
    bindparam,
    insert,
    select,
    text,
)
from sqlalchemy.exc import IntegrityError, ProgrammingError, SQLAlchemyError

from timeline.database import open_engine, reading, writing
from timeline.prepared import Prepared, insert_rows, update_rows

numbers = Table(
    "prepared_numbers",
    MetaData(),
    Column("name", String, primary_key=True),
    Column("value", BigInteger),
)
NAMED = Prepared(
    select(numbers.c.name, numbers.c.value)
    .where(numbers.c.name.in_(bindparam("names", expanding=True)), numbers.c.value < 1_000)
    .order_by(numbers.c.name),
    "names",
)
COLUMNS = ("name", "value")


@pytest.fixture
def filled(database_url: str) -> Iterator[Engine]:
    engine = open_engine(database_url, role=None)
    with engine.begin() as connection:
        numbers.create(connection)
        rows = [{"name": f"n{value:03}", "value": value} for value in range(40)]
        connection.execute(insert(numbers), rows)
    yield engine
    engine.dispose()


@pytest.mark.parametrize("many", [1, 2, 3, 4, 5, 31, 32, 33])
def test_a_list_of_any_length_finds_each_of_its_values_once(filled: Engine, many: int):
    names = [f"n{value:03}" for value in range(many)]

    with reading(filled) as connection:
        assert [row[0] for row in NAMED.rows(connection, names=names)] == names


def test_an_empty_list_finds_nothing(filled: Engine):
    with reading(filled) as connection:
        assert NAMED.rows(connection, names=[]) == []


def test_the_first_row_is_none_where_there_is_none(filled: Engine):
    with reading(filled) as connection:
        assert NAMED.first(connection, names=["n007", "n003"]) == ("n003", 3)
        assert NAMED.first(connection, names=["other"]) is None


def test_rows_whose_key_is_there_are_skipped_or_refused_and_nothing_is_written(filled: Engine):
    rows = [("n001", 77), ("new", None)]
    with writing(filled) as connection:
        insert_rows(connection, numbers, COLUMNS, rows, skip=True)
        assert connection.execute(select(numbers).where(numbers.c.name == "n001")).one() == (
            "n001",
            1,
        )
    with pytest.raises(IntegrityError), writing(filled) as connection:
        insert_rows(connection, numbers, COLUMNS, [("newer", 1), ("n001", 77)], skip=False)

    with reading(filled) as connection:
        found = {row.name: row.value for row in connection.execute(select(numbers))}
    assert (found["n001"], found["new"]) == (1, None)
    assert "newer" not in found


def test_only_the_rows_of_the_keys_given_are_set(filled: Engine):
    with writing(filled) as connection:
        update_rows(connection, numbers, "value", ("name",), [(5_000, "n001"), (6_000, "other")])

    with reading(filled) as connection:
        found = {row.name: row.value for row in connection.execute(select(numbers))}
    assert found["n001"] == 5_000
    assert found["n002"] == 2
    assert len(found) == 40


def test_errors_are_those_of_sqlalchemy(filled: Engine):
    missing = Prepared(select(text("*")).select_from(text("no_such_table")))
    with pytest.raises(SQLAlchemyError) as refused, reading(filled) as connection:
        missing.rows(connection)
    assert isinstance(refused.value, ProgrammingError) or "no such table" in str(refused.value)
