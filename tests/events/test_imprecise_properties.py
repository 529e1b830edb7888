"""Imprecise time, of any string: qualifiers weaken, bounds are those of what fits, claims keep order."""

from datetime import date
from itertools import product

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from events import (
    FIRST_DAY,
    KINDS,
    LAST_DAY,
    Begins,
    Days,
    Ends,
    Refusal,
    day_text,
    parse_claim,
    read_disclosed,
    read_when,
)
from events.days import ordinal

MARK = st.sampled_from("?~%")
DAY = st.dates().map(lambda day: day.isoformat())
DISCLOSED = Days(ordinal(2021, 3, 4), ordinal(2021, 3, 4))


def cut(text: str, length: int) -> str:
    """A date down to its year, its month or its day."""
    return text[: (4, 7, 10)[length]]


DATE = st.builds(cut, DAY, st.integers(0, 2))
BEFORE_THE_LAST_YEAR = DATE.filter(lambda text: not text.startswith("9999"))


@st.composite
def masked(draw: st.DrawFn) -> str:
    """A date with X for some of its digits, of a calendar near enough to look at every day of it."""
    year, month, day = draw(st.dates(date(1890, 1, 1), date(2110, 12, 31))).isoformat().split("-")
    mask = draw(st.sampled_from(["", "X", "XX"]))
    year = year[: 4 - len(mask)] + mask
    rest = (month, day)[: draw(st.integers(0, 2))]
    masks = ["".join("X" if draw(st.booleans()) else digit for digit in part) for part in rest]
    return "-".join([year, *masks])


def fitting(text: str) -> list[int]:
    """Every day that a date with X stands for, found by looking at each."""
    year, *rest = text.split("-")
    years = range(int(year.replace("X", "0")), int(year.replace("X", "9")) + 1)
    found = []
    for y, m, d in product(years, range(1, 13), range(1, 32)):
        digits = f"{m:02}", f"{d:02}"
        if all(_fits(part, own) for part, own in zip(rest, digits, strict=False)):
            try:
                found.append(date(y, m, d).toordinal())
            except ValueError:
                continue
    return found


def _fits(mask: str, digits: str) -> bool:
    return all(letter in ("X", digit) for letter, digit in zip(mask, digits, strict=True))


def holds(outer: Days, inner: Days) -> bool:
    """Whether a range of days holds another."""
    below = outer.first is None or (inner.first is not None and outer.first <= inner.first)
    return below and (outer.last is None or (inner.last is not None and inner.last <= outer.last))


@given(masked())
def test_a_date_names_the_first_and_the_last_day_that_fit_it(text):
    days = fitting(text)
    assume(days)

    assert read_when(text).begins == Days(min(days), max(days))


@given(DATE, MARK)
def test_a_qualifier_widens_and_never_tightens(text, mark):
    plain, marked = read_when(text), read_when(text + mark)

    assert marked.qualified
    assert plain.begins == plain.wide_begins == marked.begins
    assert plain.begins is not None
    assert marked.wide_begins is not None
    assert holds(marked.wide_begins, plain.begins)
    assert marked.wide_begins != plain.begins


@given(masked(), MARK)
def test_a_qualifier_on_a_date_with_x_never_tightens(text, mark):
    assume(fitting(text))
    plain, marked = read_when(text).begins, read_when(text + mark).wide_begins

    assert plain is not None
    assert marked is not None
    assert holds(marked, plain)


@given(DATE, DATE)
def test_one_of_a_range_reaches_from_the_first_day_of_one_to_the_last_of_the_other(one, other):
    low, high = sorted((one, other), key=lambda text: read_when(text).span().first or 0)
    start, end = read_when(low).begins, read_when(high).begins
    assert start is not None
    assert end is not None
    assume((end.last or 0) >= (start.last or 0))

    assert read_when(f"[{low}..{high}]").begins == Days(start.first, end.last)
    assert read_when(f"[{high},{low}]").begins == Days(start.first, end.last)
    assert read_when(f"[{low}..]").begins == Days(start.first, None)
    assert read_when(f"[..{high}]").begins == Days(None, end.last)


@given(DATE, DATE)
def test_an_interval_keeps_the_bounds_of_its_start_and_of_its_end(start, end):
    first, last = read_when(start).begins, read_when(end).begins
    assert first is not None
    assert last is not None
    if (last.last or 0) < (first.first or 0):
        with pytest.raises(Refusal, match="an interval whose end is not before its start"):
            read_when(f"{start}/{end}")
        return

    when = read_when(f"{start}/{end}")

    assert (when.begins, when.ends) == (first, last)
    assert when.span() == Days(first.first, last.last)
    assert read_when(f"{start}/..").begins == read_when(f"{start}/").begins == first
    assert read_when(f"../{end}").ends == read_when(f"/{end}").ends == last


@given(st.integers(FIRST_DAY, LAST_DAY))
def test_a_day_of_the_calendar_is_itself(day):
    when = read_when(day_text(day))

    assert when.begins == when.wide_begins == when.span() == Days(day, day)
    assert read_when(f"{day_text(day)}/{day_text(day)}").span() == Days(day, day)


@given(st.integers(FIRST_DAY, LAST_DAY))
def test_a_day_lies_in_its_month_and_its_month_in_its_year(day):
    text = day_text(day)
    days, months, years = (read_when(cut(text, length)).begins for length in (2, 1, 0))

    assert days is not None
    assert months is not None
    assert years is not None
    assert holds(months, days)
    assert holds(years, months)


@given(st.text(st.sampled_from("0123456789X-/.[],~?%TZ:+ "), max_size=30) | st.text(max_size=70))
def test_any_string_is_read_to_bounds_in_order_or_refused(text):
    try:
        when = read_when(text)
    except Refusal:
        return

    assert when.text == text
    assert when.begins is not None or when.ends is not None
    for narrow, wide in [(when.begins, when.wide_begins), (when.ends, when.wide_ends)]:
        assert (narrow is None) == (wide is None)
        assert narrow is None or wide is None or holds(wide, narrow)


@given(
    BEFORE_THE_LAST_YEAR,
    MARK,
    st.sampled_from(["contract-agreed", "contract-terminated", "entity-listed"]),
)
def test_a_qualified_claim_bounds_no_tick_more_closely_than_the_plain_one(text, mark, kind):
    example = {name: value for name, value in KINDS[kind].EXAMPLE.items() if name != "count"}
    (plain,) = parse_claim({**example, "valid": text}).effects(DISCLOSED)
    (marked,) = parse_claim({**example, "valid": text + mark}).effects(DISCLOSED)
    assert isinstance(plain, Begins | Ends)
    assert isinstance(marked, Begins | Ends)

    assert marked.first is None or (plain.first is not None and marked.first <= plain.first)
    assert marked.last is None or (plain.last is not None and marked.last >= plain.last)
    assert marked.last is None or marked.last >= (DISCLOSED.last or 0)


@given(DATE, MARK)
def test_a_qualified_disclosure_is_no_closer_than_the_plain_one(text, mark):
    plain = read_disclosed(text)
    try:
        marked = read_disclosed(text + mark)
    except Refusal:
        assert text.startswith("9999")
        return

    assert plain.lo is not None
    assert marked.lo is None or marked.lo <= plain.lo
    assert marked.hi >= plain.hi
