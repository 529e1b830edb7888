"""Days and instants: the two grids on which time is counted.

Valid time is counted in days (`Day`, the proleptic Gregorian ordinal of `datetime.date`).
Known and recorded time is counted in `Instant`s, microseconds since 1970-01-01T00:00:00Z.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

Day = int
Instant = int

FIRST_DAY: Day = date.min.toordinal()
LAST_DAY: Day = date.max.toordinal()
DAY_LENGTH: Instant = 86_400_000_000
_EPOCH_DAY = date(1970, 1, 1).toordinal()
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Days:
    """The days from `first` to `last`, both included; None is unbounded on that side."""

    first: Day | None
    last: Day | None

    def __post_init__(self) -> None:
        if self.first is not None and self.last is not None and self.first > self.last:
            raise ValueError("a range of days that ends before it starts")


@dataclass(frozen=True, slots=True)
class Instants:
    """An unknown instant: not before `lo` (None: no bound), and not after `hi`."""

    lo: Instant | None
    hi: Instant


def ordinal(year: int, month: int, day: int) -> Day:
    """The day of a calendar date; ValueError where there is none."""
    return date(year, month, day).toordinal()


def unit_around(day: Day, unit: str) -> Days:
    """The calendar `day`, `month` or `year` a day lies in."""
    moment = date.fromordinal(day)
    if unit == "day":
        return Days(day, day)
    first, last = (moment.month, moment.month) if unit == "month" else (1, 12)
    return Days(
        ordinal(moment.year, first, 1),
        ordinal(moment.year, last, monthrange(moment.year, last)[1]),
    )


def start_of(day: Day) -> Instant:
    """The first instant (UTC) of a day."""
    return (day - _EPOCH_DAY) * DAY_LENGTH


def end_of(day: Day) -> Instant:
    """The first instant (UTC) after a day: days are half-open."""
    return start_of(day + 1)


def day_of(instant: Instant) -> Day:
    """The day (UTC) an instant lies in."""
    return instant // DAY_LENGTH + _EPOCH_DAY


def day_text(day: Day) -> str:
    """A day as ISO 8601, `2018-01-01`."""
    return date.fromordinal(day).isoformat()


def instant_of(moment: datetime) -> Instant:
    """An aware date-time as an instant; naive ones are a ValueError."""
    if moment.tzinfo is None:
        raise ValueError("a time without a zone")
    return (moment - _EPOCH) // timedelta(microseconds=1)


def instant_text(instant: Instant) -> str:
    """An instant as RFC 3339 in UTC, with microseconds only where there are some."""
    moment = _EPOCH + timedelta(microseconds=instant)
    return moment.isoformat().replace("+00:00", "Z")
