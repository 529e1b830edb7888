"""Columns: what a cell of an exported table may be, and how one is written."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from events import (
    DAY_LENGTH,
    FIRST_DAY,
    LAST_DAY,
    Day,
    Instant,
    day_of,
    day_text,
    instant_text,
    start_of,
)

Cell = str | int | bool | None
Row = tuple[Cell, ...]
"""The cells of a row: a day as its ordinal, an instant as microseconds since 1970 in UTC."""
Sort = Literal["text", "whole", "flag", "day", "instant"]
Keep = Callable[[Any], Cell]

FIRST_INSTANT: Instant = start_of(FIRST_DAY)
EPOCH_DAY: Day = day_of(0)
SQL: dict[Sort, str] = {
    "text": "VARCHAR",
    "whole": "BIGINT",
    "flag": "BOOLEAN",
    "day": "DATE",
    "instant": "TIMESTAMP WITH TIME ZONE",
}
"""What a sort of column is in SQL."""
_LAST_INSTANT: Instant = start_of(LAST_DAY) + DAY_LENGTH


@dataclass(frozen=True, slots=True)
class Column:
    """A column; a cell that is null says what `null` says."""

    name: str
    sort: Sort
    meaning: str

    def shape(self) -> dict[str, str]:
        """As the manifest has it."""
        return {"name": self.name, "type": SQL[self.sort], "meaning": self.meaning}


def text(name: str, meaning: str) -> Column:
    """A column of words."""
    return Column(name, "text", meaning)


def whole(name: str, meaning: str) -> Column:
    """A column of whole numbers."""
    return Column(name, "whole", meaning)


def flag(name: str, meaning: str) -> Column:
    """A column of true and false."""
    return Column(name, "flag", meaning)


def day(name: str, meaning: str) -> Column:
    """A column of days of the calendar."""
    return Column(name, "day", meaning)


def instant(name: str, meaning: str) -> Column:
    """A column of instants in UTC."""
    return Column(name, "instant", meaning)


def a_day(value: Day | None) -> Day | None:
    """A day that the calendar of years 1 to 9999 has; null for one before or after, which is as good as no bound."""
    return value if value is not None and FIRST_DAY <= value <= LAST_DAY else None


def an_instant(value: Instant | None) -> Instant | None:
    """An instant of the years 1 to 9999; null for one before or after, which is as good as no bound."""
    return value if value is not None and FIRST_INSTANT <= value < _LAST_INSTANT else None


def is_told(first_day: Day | None, known_to: Instant) -> bool:
    """Whether a row holds on some day and at some instant of the years 1 to 9999, or is to be left out."""
    return (first_day is None or first_day <= LAST_DAY) and known_to > FIRST_INSTANT


def a_word(value: str | None) -> str | None:
    """Words; null where there are none, so that no text is empty."""
    return value or None


def spelled(sort: Sort, cell: Cell) -> Cell:
    """A cell as CSV and JSON have it: days and instants in ISO 8601."""
    if cell is None:
        return None
    if sort == "day":
        return day_text(int(cell))
    return instant_text(int(cell)) if sort == "instant" else cell
