"""Rows of the projections, as they were at a position: exposure, history, names, links and coverage."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, select
from sqlalchemy import Row as Found
from sqlalchemy import Table as Stored

from ..log import log_events
from .columns import Row, a_day, a_word, an_instant, day, flag, instant, is_told, text, whole
from .extent import Extent
from .table import Batch, Joins, Table

MANY = 2_000
"""How many rows are read at once."""
Shape = Callable[[Found[*tuple[Any, ...]], int], Row]
"""An exported row from one of a projection, as it was at a position."""

EXPOSURE_COLUMNS = (
    text("vendor", "whose count it is"),
    text("region", "where; null where no claim names one"),
    text("occurrence", "of what; linked ones go by one name"),
    text("type", "the type of occurrence"),
    text("unit", "what is counted"),
    day("valid_from", "from this day on in the world; null is from ever"),
    day("valid_to", "up to before this one; null is without end"),
    instant("known_from", "from this instant on the known clock; null is from ever"),
    instant("known_to", "up to before this one; null is without end"),
    whole("since", "from this position on"),
    whole("until", "up to before this one; null is without end"),
    instant("recorded_from", "when `since` was recorded"),
    instant("recorded_to", "when `until` was recorded"),
    whole("certain", "in force at the least"),
    whole("presumed", "in force if nothing ended unsaid"),
    whole("possible", "in force at the most; null is unbounded"),
    whole("size_lo", "of the whole occurrence, the least"),
    whole("size_hi", "the most; null is unbounded"),
    flag("contested", "whether its claims contradict"),
)
HISTORY_COLUMNS = (
    text("vendor", "a vendor the claim is shown beside; null for none"),
    text("region", "a region it counts in; null for none"),
    text("occurrence", "the occurrence it is about"),
    whole("position", "the claim's"),
    whole("counts", "1 moves counters, 2 only announces that something begins, 0 does neither"),
    day("first_day", "the first day it speaks of; null is unknown"),
    day("last_day", "the last; null is unknown"),
)
NAME_COLUMNS = (
    text("subject", "vendor, region, source, or rating"),
    text("id", "the id of what bears it"),
    text("name", "as it was recorded; of a rating, the letter"),
    text("spelling", "as names are compared"),
    text("language", "BCP 47; null where nothing was said"),
    text("sort", "legal, alias or short; of a source, what it is"),
    text("within", "of a region, in which it lies"),
    text("occurrence", "the occurrence that names it"),
    whole("position", "the claim's"),
    whole("since", "from this position on"),
    whole("until", "up to before this one; null is without end"),
)
LINK_COLUMNS = (
    text("link", "same-occurrence, member-of or vendor-merged"),
    text("one", "what the act is upon"),
    text("other", "what that is one with, a member of, or merged into"),
    text("occurrence", "the stream whose acts say so"),
    whole("position", "the act's"),
    whole("since", "from this position on"),
    whole("until", "up to before this one; null is without end"),
)
COVERAGE_COLUMNS = (
    text("source", "which source was looked at"),
    day("checked", "on which day"),
    whole("since", "from this position on"),
)


def _read(
    name: str, shape: Shape, joins: Joins, extent: Extent, _wanted: frozenset[str]
) -> Iterator[Batch]:
    keep = _is_told if name == "exposure" else lambda _: True
    table = extent.snapshot.table(name)
    where = table.c.since <= extent.position
    changed = extent.changed(table.c.occurrence) if joins == "by-occurrence" else None
    statement = _timed(table) if name == "exposure" else select(table)
    keys = list(table.primary_key.columns)
    ordered = statement.where(where if changed is None else and_(where, changed)).order_by(*keys)
    found = ordered.execution_options(yield_per=MANY)
    with extent.snapshot.connection.execute(found) as rows:
        for some in rows.partitions():
            yield {name: [shape(row, extent.position) for row in some if keep(row)]}


def _timed(table: Stored) -> Select[*tuple[Any, ...]]:
    """Rows with the times at which they came to hold, and no longer did."""
    begun, ended = log_events.alias("begun"), log_events.alias("ended")

    def at(events: Any, position: ColumnElement[int]) -> ColumnElement[bool]:
        return events.c.position == position  # type: ignore[no-any-return]

    return (
        select(table, begun.c.recorded_at.label("begun_at"), ended.c.recorded_at.label("ended_at"))
        .outerjoin(begun, at(begun, table.c.since))
        .outerjoin(ended, at(ended, table.c.until))
    )


def _until(row: Found[*tuple[Any, ...]], position: int) -> int | None:
    """The position from which a row held no longer, where that had come by a position."""
    return row.until if row.until <= position else None


def _is_told(row: Found[*tuple[Any, ...]]) -> bool:
    return is_told(row.valid_from, row.known_to)


def _exposure(row: Found[*tuple[Any, ...]], position: int) -> Row:
    until = _until(row, position)
    return (
        *(row.vendor, a_word(row.region), row.occurrence, row.type, row.unit),
        *(a_day(row.valid_from), a_day(row.valid_to)),
        *(an_instant(row.known_from), an_instant(row.known_to), row.since, until),
        *(row.begun_at, None if until is None else row.ended_at),
        *(row.certain, row.presumed, row.possible, row.size_lo, row.size_hi, bool(row.contested)),
    )


def _history(row: Found[*tuple[Any, ...]], _position: int) -> Row:
    subject = (a_word(row.vendor), a_word(row.region), row.occurrence, row.at, row.counts)
    return (*subject, a_day(row.valid_from), a_day(row.valid_to))


def _name(row: Found[*tuple[Any, ...]], position: int) -> Row:
    said = (row.language, row.sort, row.within)
    return (
        *(row.subject, row.id, row.name, row.spelling, *(a_word(each) for each in said)),
        *(row.occurrence, row.at, row.since, _until(row, position)),
    )


def _link(row: Found[*tuple[Any, ...]], position: int) -> Row:
    until = _until(row, position)
    return (row.link, row.one, row.other, row.occurrence, row.at, row.since, until)


def _coverage(row: Found[*tuple[Any, ...]], _position: int) -> Row:
    return (row.source, row.checked, row.since)


EXPOSURE = Table(
    "exposure",
    "how much was in force, on all three clocks",
    "by-occurrence",
    ("vendor", "region", "occurrence", "type", "unit", "known_from", "valid_from", "since"),
    EXPOSURE_COLUMNS,
    partial(_read, "exposure", _exposure, "by-occurrence"),
)
HISTORY = Table(
    "history",
    "the vendors and regions that each claim is shown beside",
    "by-occurrence",
    ("vendor", "region", "position"),
    HISTORY_COLUMNS,
    partial(_read, "history", _history, "by-occurrence"),
)
NAMES = Table(
    "names",
    "names and aliases of vendors, regions and sources",
    "by-occurrence",
    ("subject", "spelling", "id", "occurrence", "position", "since"),
    NAME_COLUMNS,
    partial(_read, "names", _name, "by-occurrence"),
)
LINKS = Table(
    "links",
    "which occurrences are one, which are members of another, which vendors merged",
    "by-occurrence",
    ("link", "one", "other", "position", "since"),
    LINK_COLUMNS,
    partial(_read, "links", _link, "by-occurrence"),
)
COVERAGE = Table(
    "coverage",
    "which sources were looked at, and when",
    "whole",
    ("source", "checked"),
    COVERAGE_COLUMNS,
    partial(_read, "coverage", _coverage, "whole"),
)
