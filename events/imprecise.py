"""Imprecise time: EDTF (ISO 8601-2) read into the ranges of days it names.

Syntax is EDTF level 1 with the level 2 sets `[a..b]`, `[..b]`, `[a..]` and `[a,b]`; bounds are ours.
A date names a range of possible days; `?`, `~` and `%` mark the whole as `qualified`.
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from .days import (
    FIRST_DAY,
    LAST_DAY,
    Days,
    Instant,
    Instants,
    day_of,
    end_of,
    instant_of,
    ordinal,
    start_of,
    unit_around,
)
from .refusal import Refusal

EXPECTED = (
    "an EDTF date such as 2016, 2016-05, 2016-05-17, [2016..2017], 2016/2017, 2017/.. or 2016~"
)
_DATE = re.compile(r"(\d{2}[\dX]{2})(?:-([\dX]{2})(?:-([\dX]{2}))?)?([?~%])?", re.ASCII)
_PLAIN = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


@dataclass(frozen=True, slots=True)
class When:
    """What a source's words say of time.

    `begins` holds the possible days of the one moment named, or of an interval's start (None: unknown).
    `ends` holds those of an interval's end (None: not stated); `still` is the open end `..`.
    `wide_begins` and `wide_ends` add one unit on either side of what a qualifier doubts.
    """

    text: str
    begins: Days | None
    wide_begins: Days | None
    ends: Days | None = None
    wide_ends: Days | None = None
    interval: bool = False
    still: bool = False
    qualified: bool = False

    def span(self) -> Days:
        """The narrowest range of days that holds all that is named; unknown sides are unbounded."""
        last = self.ends if self.interval else self.begins
        return Days(self.begins.first if self.begins else None, last.last if last else None)


@dataclass(frozen=True, slots=True)
class _Part:
    days: Days
    wide: Days
    qualified: bool


@lru_cache(maxsize=65_536)
def read_when(text: str, field: str = "valid") -> When:
    """Read a valid time; raises Refusal on what is not EDTF, reversed, or outside years 1 to 9999."""
    if _PLAIN.fullmatch(text):
        days = _plain_day(text, field)
        return When(text, days, days)
    return _read_when(text, field)


@lru_cache(maxsize=65_536)
def read_disclosed(text: str, field: str = "disclosed") -> Instants:
    """Read a disclosure: an EDTF date or set, or an RFC 3339 time with its zone.

    A day means some instant in it: `lo` is its first instant, `hi` the first after it.
    """
    if "T" in text:
        exact = _aware(text, field)
        return Instants(exact, exact)
    days = read_when(text, field)
    if days.interval or days.wide_begins is None:
        raise Refusal(field, "one date, or a set such as [2024-12-24..2024-12-31] for one of", text)
    first, last = days.wide_begins.first, days.wide_begins.last
    if last is None:
        raise Refusal(field, "a date with a latest day", text)
    return Instants(None if first is None else start_of(first), end_of(last))


def _read_when(text: str, field: str) -> When:
    if not text or len(text) > 64:
        raise Refusal(field, EXPECTED, text)
    if "T" in text:
        day = day_of(_aware(text, field))
        return When(text, Days(day, day), Days(day, day))
    if "/" in text:
        return _interval(text, field)
    part = _part(text, text, field)
    return When(text, part.days, part.wide, qualified=part.qualified)


def _interval(text: str, field: str) -> When:
    left, _, right = text.partition("/")
    if "/" in right or (left in ("", "..") and right in ("", "..")):
        raise Refusal(field, EXPECTED, text)
    start = None if left in ("", "..") else _part(left, text, field)
    end = None if right in ("", "..") else _part(right, text, field)
    if start and end and _reversed(start.days, end.days):
        raise Refusal(field, "an interval whose end is not before its start", text)
    return When(
        text,
        begins=start.days if start else None,
        wide_begins=start.wide if start else None,
        ends=end.days if end else None,
        wide_ends=end.wide if end else None,
        interval=True,
        still=right == "..",
        qualified=any(part.qualified for part in (start, end) if part),
    )


def _part(text: str, whole: str, field: str) -> _Part:
    if not text.startswith("["):
        return _date(text, whole, field)
    if not text.endswith("]"):
        raise Refusal(field, EXPECTED, whole)
    pairs = [_range(item, whole, field) for item in text[1:-1].split(",")]
    both = [part for pair in pairs for part in pair if part]
    return _Part(
        _hull([(a.days if a else None, b.days if b else None) for a, b in pairs]),
        _hull([(a.wide if a else None, b.wide if b else None) for a, b in pairs]),
        any(part.qualified for part in both),
    )


def _range(item: str, whole: str, field: str) -> tuple[_Part | None, _Part | None]:
    left, dots, right = item.partition("..")
    low = _date(left, whole, field) if left else None
    high = _date(right, whole, field) if right else (None if dots else low)
    if low is None and high is None:
        raise Refusal(field, EXPECTED, whole)
    if low and high and _reversed(low.days, high.days):
        raise Refusal(field, "a set whose range is not reversed", whole)
    return low, high


def _hull(pairs: list[tuple[Days | None, Days | None]]) -> Days:
    firsts = [low.first if low else None for low, _ in pairs]
    lasts = [high.last if high else None for _, high in pairs]
    first = None if None in firsts else min(day for day in firsts if day is not None)
    last = None if None in lasts else max(day for day in lasts if day is not None)
    return Days(first, last)


def _reversed(start: Days, end: Days) -> bool:
    return start.first is not None and end.last is not None and end.last < start.first


def _date(text: str, whole: str, field: str) -> _Part:
    match = _DATE.fullmatch(text)
    if match is None:
        raise Refusal(field, EXPECTED, whole)
    year, month, day, mark = match.groups()
    days = [
        ordinal(y, m, d)
        for y in _fitting(year, 1, 9999)
        for m in (_fitting(month, 1, 12) if month else (1, 12))
        for d in (_fitting(day, 1, monthrange(y, m)[1]) if day else (1, monthrange(y, m)[1]))
    ]
    if not days:
        raise Refusal(field, "a day of the calendar in years 1 to 9999", whole)
    exact = Days(min(days), max(days))
    if mark is None:
        return _Part(exact, exact, qualified=False)
    unit = "day" if day and "X" not in day else "month" if month and "X" not in month else "year"
    return _Part(exact, _wider(exact, unit), qualified=True)


def _fitting(digits: str, lowest: int, highest: int) -> tuple[int, ...]:
    """The smallest and the largest number in the range that fit digits with X for any digit."""
    if "X" not in digits:
        return (int(digits),) if lowest <= int(digits) <= highest else ()
    width = len(digits)
    low, high = int(digits.replace("X", "0")), int(digits.replace("X", "9"))
    fits = [
        number
        for number in range(max(low, lowest), min(high, highest) + 1)
        if all(b in ("X", a) for a, b in zip(str(number).zfill(width), digits, strict=True))
    ]
    return (fits[0], fits[-1]) if fits else ()


def _wider(days: Days, unit: str) -> Days:
    """A range of days with one calendar unit added on either side."""
    assert days.first is not None
    assert days.last is not None
    before, after = days.first - 1, days.last + 1
    return Days(
        unit_around(before, unit).first if before >= FIRST_DAY else None,
        unit_around(after, unit).last if after <= LAST_DAY else None,
    )


def _plain_day(text: str, field: str) -> Days:
    try:
        day = ordinal(int(text[:4]), int(text[5:7]), int(text[8:]))
    except ValueError:
        raise Refusal(field, "a day of the calendar in years 1 to 9999", text) from None
    return Days(day, day)


def _aware(text: str, field: str) -> Instant:
    try:
        if text.isascii():
            return instant_of(datetime.fromisoformat(text))
    except (ValueError, OverflowError):
        pass
    raise Refusal(field, "a time with its zone such as 2019-10-09T14:00:00Z", text)
