"""Where streams begin in the log, each question within the transaction of the connection given."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import BindParameter, Connection, bindparam, select

from ..prepared import Prepared
from .selection import chunks
from .tables import log_events

_row = log_events.c
_asked: BindParameter[Any] = bindparam("asked", expanding=True)

_BEGUN = Prepared(
    select(_row.stream)
    .where(_row.stream.in_(_asked), _row.version == 1, _row.position < bindparam("before"))
    .distinct(),
    "asked",
)
_BEGINNING = Prepared(
    select(_row.stream)
    .where(
        _row.position > bindparam("after"), _row.position <= bindparam("upto"), _row.version == 1
    )
    .order_by(_row.position)
)
_FIRST = Prepared(
    select(_row.position, _row.stream).where(_row.stream.in_(_asked), _row.version == 1), "asked"
)


def begun(connection: Connection, occurrences: Iterable[str], before: int) -> set[str]:
    """Those of some streams whose first event lies before a position."""
    return {
        stream
        for chunk in chunks(occurrences)
        for stream in _BEGUN.scalars(connection, asked=chunk, before=before)
    }


def beginning(connection: Connection, after: int, upto: int) -> list[str]:
    """The streams whose first event lies beyond one position and up to another, in the order of those events."""
    return _BEGINNING.scalars(connection, after=after, upto=upto)


def first_of(connection: Connection, occurrences: Iterable[str]) -> str:
    """Of some streams the one that began first."""
    return str(
        min(row for chunk in chunks(occurrences) for row in _FIRST.rows(connection, asked=chunk))[1]
    )
