"""Prepared statements: compiled once for each kind of database, then run by the driver itself.

What SQLAlchemy does around a statement costs ten times what SQLite needs to find a row, so the questions
that are asked often are built and compiled by SQLAlchemy Core, and run without it.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, cast

from sqlalchemy import BigInteger, Connection, Dialect, LargeBinary, Table
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql import ClauseElement
from sqlalchemy.sql.compiler import SQLCompiler

Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class _Text:
    """A statement's text, the parameters it has by default, and their order (None: by name)."""

    sql: str
    defaults: Mapping[str, Any]
    order: Sequence[str] | None


@dataclass(frozen=True, slots=True)
class Prepared:
    """A SELECT whose parameters and columns are whole numbers, text or bytes.

    `listed` is the parameter that is a list, for `IN`; it is filled up to a power of two with its last value,
    so that a few texts serve lists of all lengths.
    """

    statement: ClauseElement
    listed: str | None = None
    _texts: dict[tuple[str, int], _Text] = field(default_factory=dict)

    def rows(self, connection: Connection, **asked: Any) -> list[Row]:
        """All rows in the transaction of a connection; errors are SQLAlchemy's. An empty list finds nothing."""
        if self.listed is not None and not asked[self.listed]:
            return []
        text, values = self.bound(connection, asked)
        driver: Any = connection.connection.driver_connection
        with as_sqlalchemy_has_it(connection, text):
            return cast("list[Row]", driver.execute(text, values).fetchall())

    def bound(
        self, connection: Connection, asked: dict[str, Any]
    ) -> tuple[str, Mapping[str, Any] | Sequence[Any]]:
        """The text and the values that the driver of a connection is given."""
        size = 0
        if self.listed is not None:
            values = asked.pop(self.listed)
            size = 1 << (len(values) - 1).bit_length()
            asked |= {f"{self.listed}_{n}": value for n, value in enumerate(values, 1)}
            asked |= {f"{self.listed}_{n}": values[-1] for n in range(len(values) + 1, size + 1)}
        dialect = connection.dialect
        text = self._texts.get((dialect.name, size)) or self._compile(dialect, size)
        bound = {**text.defaults, **asked}
        return text.sql, bound if text.order is None else [bound[name] for name in text.order]

    def first(self, connection: Connection, **asked: Any) -> Row | None:
        """The first row, or None."""
        return next(iter(self.rows(connection, **asked)), None)

    def scalars(self, connection: Connection, **asked: Any) -> list[Any]:
        """The first column of all rows."""
        return [row[0] for row in self.rows(connection, **asked)]

    def _compile(self, dialect: Dialect, size: int) -> _Text:
        compiled = cast("SQLCompiler", self.statement.compile(dialect=dialect))
        given: dict[str, Any] = {name: bind.value for bind, name in compiled.bind_names.items()}
        if self.listed is not None:
            given[self.listed] = [""] * size
        state = compiled.construct_expanded_state(given)
        needed = {name for bind, name in compiled.bind_names.items() if bind.required}
        fixed = {name: value for name, value in state.parameters.items() if name not in needed}
        text = _Text(state.statement, fixed, state.positiontup)
        self._texts[dialect.name, size] = text
        return text


def insert_rows(
    connection: Connection, table: Table, columns: Sequence[str], rows: Sequence[Row], skip: bool
) -> None:
    """Insert rows of some columns by the driver; with `skip`, those whose key is there already are left out."""
    if connection.dialect.name == "postgresql" and not skip:
        _copy(connection, table, columns, rows)
        return
    otherwise = " ON CONFLICT DO NOTHING" if skip else ""
    into = f"INSERT INTO {table.name} ({', '.join(columns)})"
    if connection.dialect.name == "postgresql":
        arrays, values = _arrays(table, columns, rows)
        _run(connection, f"{into} SELECT * FROM unnest({arrays}){otherwise}", values)  # noqa: S608 - names of columns
    else:
        marks = ", ".join("?" * len(columns))
        _run(connection, f"{into} VALUES ({marks}){otherwise}", rows, many=True)


def _copy(
    connection: Connection, table: Table, columns: Sequence[str], rows: Sequence[Row]
) -> None:
    """PostgreSQL's fastest way in; a row whose key is there already is an error."""
    driver: Any = connection.connection.driver_connection
    text = f"COPY {table.name} ({', '.join(columns)}) FROM STDIN (FORMAT BINARY)"
    with (
        as_sqlalchemy_has_it(connection, text),
        driver.cursor() as cursor,
        cursor.copy(text) as copy,
    ):
        copy.set_types([_name_of_type(table, name) for name in columns])
        for row in rows:
            copy.write_row(row)


def _name_of_type(table: Table, column: str) -> str:
    type_ = table.c[column].type
    if isinstance(type_, BigInteger):
        return "int8"
    return "bytea" if isinstance(type_, LargeBinary) else "text"


def update_rows(
    connection: Connection, table: Table, column: str, key: Sequence[str], rows: Sequence[Row]
) -> None:
    """Set a column of the rows of some keys; each row given is the value and then its key."""
    if connection.dialect.name == "postgresql":
        arrays, values = _arrays(table, (column, *key), rows)
        names = ", ".join((column, *key))
        found = " AND ".join(f"{table.name}.{name} = given.{name}" for name in key)
        text = f"UPDATE {table.name} SET {column} = given.{column} FROM unnest({arrays}) AS given({names}) WHERE {found}"  # noqa: S608 - names of columns
        _run(connection, text, values)
    else:
        found = " AND ".join(f"{name} = ?" for name in key)
        text = f"UPDATE {table.name} SET {column} = ? WHERE {found}"  # noqa: S608 - names of columns
        _run(connection, text, rows, many=True)


def _arrays(table: Table, columns: Sequence[str], rows: Sequence[Row]) -> tuple[str, list[Any]]:
    """PostgreSQL takes many rows at once as one array for each column."""
    casts = ", ".join(f"%s::{_name_of_type(table, name)}[]" for name in columns)
    return casts, [list(values) for values in zip(*rows, strict=True)]


def _run(connection: Connection, text: str, values: Sequence[Any], *, many: bool = False) -> None:
    driver: Any = connection.connection.driver_connection
    with as_sqlalchemy_has_it(connection, text):
        if many:
            driver.executemany(text, values)
        else:
            driver.execute(text, values)


@contextmanager
def as_sqlalchemy_has_it(connection: Connection, text: str) -> Iterator[None]:
    """Turns the driver's errors into those that SQLAlchemy's own statements raise."""
    error_class = connection.dialect.loaded_dbapi.Error
    try:
        yield
    except error_class as error:
        raise DBAPIError.instance(text, None, error, error_class) from error
