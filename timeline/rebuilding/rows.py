"""Rows of a projection's two tables at one position: how many differ, and a few of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    Table,
    and_,
    case,
    func,
    literal_column,
    or_,
    select,
)

from projections import Projection

from ..projecting import OPEN

SHOWN = 5
"""How many rows of each table are shown."""

Shown = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class DifferingRows:
    """How many rows of each table the other lacks, or has otherwise, with some of them, and how many rows there are."""

    before: int
    after: int
    differing_before: int
    differing_after: int
    only_before: tuple[Shown, ...]
    only_after: tuple[Shown, ...]

    @property
    def differ(self) -> bool:
        """Whether there is such a row."""
        return self.differing_before + self.differing_after > 0


def differing_rows(
    connection: Connection, projection: Projection, before: Table, after: Table, upto: int
) -> DifferingRows:
    """Compare two tables as they were at a position that both have read to, in the database itself."""
    ahead, behind = (
        _lacking(projection, before, after, upto),
        _lacking(projection, after, before, upto),
    )
    return DifferingRows(
        before=_count(connection, select(before).where(before.c.since <= upto)),
        after=_count(connection, select(after).where(after.c.since <= upto)),
        differing_before=_count(connection, ahead),
        differing_after=_count(connection, behind),
        only_before=_some(connection, ahead),
        only_after=_some(connection, behind),
    )


def _lacking(projection: Projection, one: Table, other: Table, upto: int) -> Select[Any]:
    """Rows of one table that the other lacks, or has with other values."""
    key = [*projection.key, *(() if projection.lasting else ("since",))]
    same = and_(*(one.c[name] == other.c[name] for name in key), other.c.since <= upto)
    differs = [
        _value(one, column.name, upto).is_distinct_from(_value(other, column.name, upto))
        for column in one.c
        if column.name not in key
    ]
    columns = [_value(one, column.name, upto).label(column.name) for column in one.c]
    return (
        select(*columns)
        .select_from(one.outerjoin(other, same))
        .where(one.c.since <= upto, or_(other.c.since.is_(None), *differs))
    )


def _value(table: Table, name: str, upto: int) -> ColumnElement[Any]:
    """A column as it was at a position: a row that ended later still held."""
    column = table.c[name]
    if name != "until":
        return column
    return case((column > upto, literal_column(str(OPEN))), else_=column)


def _count(connection: Connection, rows: Select[Any]) -> int:
    return connection.scalar(select(func.count()).select_from(rows.subquery())) or 0


def _some(connection: Connection, rows: Select[Any]) -> tuple[Shown, ...]:
    return tuple(dict(row) for row in connection.execute(rows.limit(SHOWN)).mappings())
