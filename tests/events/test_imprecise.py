"""Imprecise time: what each EDTF string names, to the day."""

import pytest

from events import (
    Days,
    Refusal,
    day_text,
    end_of,
    instant_text,
    read_disclosed,
    read_when,
    start_of,
)


def named(days: Days | None) -> tuple[str | None, str | None] | None:
    """A range of days in words; None is an unknown moment, a None in it no bound."""
    if days is None:
        return None
    first, last = (None if day is None else day_text(day) for day in (days.first, days.last))
    return first, last


YEAR_2016 = ("2016-01-01", "2016-12-31")
YEAR_2017 = ("2017-01-01", "2017-12-31")

DATES = {
    "2016": YEAR_2016,
    "2016-05": ("2016-05-01", "2016-05-31"),
    "2016-05-17": ("2016-05-17", "2016-05-17"),
    "201X": ("2010-01-01", "2019-12-31"),
    "20XX": ("2000-01-01", "2099-12-31"),
    "00XX": ("0001-01-01", "0099-12-31"),
    "000X": ("0001-01-01", "0009-12-31"),
    "999X": ("9990-01-01", "9999-12-31"),
    "2016-XX": YEAR_2016,
    "2016-1X": ("2016-10-01", "2016-12-31"),
    "2016-0X": ("2016-01-01", "2016-09-30"),
    "2016-X2": ("2016-02-01", "2016-12-31"),
    "2016-05-XX": ("2016-05-01", "2016-05-31"),
    "2016-05-3X": ("2016-05-30", "2016-05-31"),
    "2016-02-2X": ("2016-02-20", "2016-02-29"),
    "2017-02-2X": ("2017-02-20", "2017-02-28"),
    "2016-XX-XX": YEAR_2016,
    "201X-XX-XX": ("2010-01-01", "2019-12-31"),
    "2016-02": ("2016-02-01", "2016-02-29"),
    "2017-02": ("2017-02-01", "2017-02-28"),
    "1900-02": ("1900-02-01", "1900-02-28"),
    "2000-02-29": ("2000-02-29", "2000-02-29"),
    "0001": ("0001-01-01", "0001-12-31"),
    "0001-01-01": ("0001-01-01", "0001-01-01"),
    "9999": ("9999-01-01", "9999-12-31"),
    "9999-12-31": ("9999-12-31", "9999-12-31"),
    "[2016..2017]": ("2016-01-01", "2017-12-31"),
    "[2016-05..2016-07]": ("2016-05-01", "2016-07-31"),
    "[2016-05-17..2017]": ("2016-05-17", "2017-12-31"),
    "[2016,2018]": ("2016-01-01", "2018-12-31"),
    "[2018,2016]": ("2016-01-01", "2018-12-31"),
    "[2016,2018..2019-03]": ("2016-01-01", "2019-03-31"),
    "[2016]": YEAR_2016,
    "[..2017]": (None, "2017-12-31"),
    "[2016..]": ("2016-01-01", None),
    "[2014,2016..]": ("2014-01-01", None),
    "[..2014,2016]": (None, "2016-12-31"),
    "2019-10-09T14:00:00Z": ("2019-10-09", "2019-10-09"),
    "2019-10-09T23:30:00-05:00": ("2019-10-10", "2019-10-10"),
    "2019-10-09T01:00:00+08:00": ("2019-10-08", "2019-10-08"),
}

INTERVALS = {
    "2016/2017": (YEAR_2016, YEAR_2017, False),
    "2016/2016": (YEAR_2016, YEAR_2016, False),
    "2016-05-17/2016-05-17": (("2016-05-17",) * 2, ("2016-05-17",) * 2, False),
    "2016/2016-05": (YEAR_2016, ("2016-05-01", "2016-05-31"), False),
    "2016-05/2016": (("2016-05-01", "2016-05-31"), YEAR_2016, False),
    "2017/..": (YEAR_2017, None, True),
    "2017/": (YEAR_2017, None, False),
    "/2017": (None, YEAR_2017, False),
    "../2017": (None, YEAR_2017, False),
    "[2016..2017]/..": (("2016-01-01", "2017-12-31"), None, True),
    "2016/[2017..2018]": (YEAR_2016, ("2017-01-01", "2018-12-31"), False),
    "201X/2018-0X": (("2010-01-01", "2019-12-31"), ("2018-01-01", "2018-09-30"), False),
    "0001/9999": (("0001-01-01", "0001-12-31"), ("9999-01-01", "9999-12-31"), False),
}

WIDENED = {
    "2016~": ("2015-01-01", "2017-12-31"),
    "2016?": ("2015-01-01", "2017-12-31"),
    "2016%": ("2015-01-01", "2017-12-31"),
    "2016-05~": ("2016-04-01", "2016-06-30"),
    "2016-12?": ("2016-11-01", "2017-01-31"),
    "2016-01~": ("2015-12-01", "2016-02-29"),
    "2016-05-17~": ("2016-05-16", "2016-05-18"),
    "2016-03-01~": ("2016-02-29", "2016-03-02"),
    "2017-03-01~": ("2017-02-28", "2017-03-02"),
    "2016-12-31?": ("2016-12-30", "2017-01-01"),
    "2016-XX~": ("2015-01-01", "2017-12-31"),
    "2016-05-XX~": ("2016-04-01", "2016-06-30"),
    "201X~": ("2009-01-01", "2020-12-31"),
    "0001~": (None, "0002-12-31"),
    "0001-01-01~": (None, "0001-01-02"),
    "9999~": ("9998-01-01", None),
    "9999-12-31%": ("9999-12-30", None),
    "[2016~..2017]": ("2015-01-01", "2017-12-31"),
    "[2016..2017~]": ("2016-01-01", "2018-12-31"),
    "[2016~,2017~]": ("2015-01-01", "2018-12-31"),
}


@pytest.mark.parametrize(("text", "days"), DATES.items(), ids=DATES)
def test_a_date_or_set_names_its_days(text, days):
    when = read_when(text)

    assert named(when.begins) == named(when.wide_begins) == named(when.span()) == days
    assert (when.text, when.ends, when.wide_ends) == (text, None, None)
    assert (when.interval, when.still, when.qualified) == (False, False, False)


@pytest.mark.parametrize(("text", "parts"), INTERVALS.items(), ids=INTERVALS)
def test_an_interval_names_the_days_of_its_start_and_of_its_end(text, parts):
    when = read_when(text)
    begins, ends, still = parts

    assert (named(when.begins), named(when.ends)) == (begins, ends)
    assert (when.begins, when.ends) == (when.wide_begins, when.wide_ends)
    assert when.interval
    assert when.still == still
    assert not when.qualified
    assert named(when.span()) == (begins[0] if begins else None, ends[1] if ends else None)


@pytest.mark.parametrize(("text", "wide"), WIDENED.items(), ids=WIDENED)
def test_a_qualifier_widens_by_one_unit_of_what_it_doubts(text, wide):
    when = read_when(text)
    plain = read_when(text.translate({ord(mark): None for mark in "?~%"}))

    assert when.qualified
    assert named(when.wide_begins) == wide
    assert when.begins == plain.begins


def test_one_of_two_years_is_not_from_one_year_to_the_next():
    one_of, ran = read_when("[2016..2017]"), read_when("2016/2017")

    assert not one_of.interval
    assert ran.interval
    assert named(one_of.begins) == ("2016-01-01", "2017-12-31")
    assert named(ran.begins) == YEAR_2016
    assert one_of.ends is None
    assert named(ran.ends) == YEAR_2017


def test_an_open_end_is_still_so_and_an_empty_end_is_unknown():
    since, began = read_when("2017/.."), read_when("2017/")

    assert since.still
    assert not began.still
    assert since.begins == began.begins
    assert since.ends is began.ends is None


def test_a_qualifier_doubts_its_own_side_of_an_interval_only():
    when = read_when("2016~/2018")

    assert when.qualified
    assert named(when.wide_begins) == ("2015-01-01", "2017-12-31")
    assert when.wide_ends == when.ends


def test_what_is_about_2016_is_not_a_bare_2016():
    assert read_when("2016~").begins == read_when("2016").begins
    assert read_when("2016~") != read_when("2016")


NO_EDTF = [
    *"16 201 20166 2016-5 2016-5-17 2016-05-7 20160517 2016-W20 17-05-2016 X016 XXXX 2X16".split(),
    *"~2016 2016~? ? [2016 2016] [] [..] [,] [2016,] [2016...2017] [[2016]] {2016..2017}".split(),
    *"/ .. ../.. /.. ../ 2016//2017 2016/2017/2018 2016/05/17 ...2016 2016..2017 2016/...".split(),
    *("-0001", "Y2016", "spring 2016", "about 2016", "now", "2016\u20132017"),
    *("", " ", "2016-05-17 ", " 2016", "2016\n", "x" * 65, f"[{'2016,' * 12}2016]"),
]


@pytest.mark.parametrize("text", NO_EDTF)
def test_what_is_no_edtf_is_refused_with_an_example_of_it(text):
    with pytest.raises(Refusal, match=r"^valid: expected an EDTF date such as 2016, 2016-05"):
        read_when(text)


NO_DAY = [
    *"0000 0000-01-01 2016-00 2016-13 2016-21 2016-05-00 2016-05-32 2016-04-31 2017-02-29".split(),
    *"1900-02-29 2016-2X 2016-05-4X 2017-02-3X [2016-13..2017] 2016/2017-02-30 2017-02-29~".split(),
]


@pytest.mark.parametrize("text", NO_DAY)
def test_a_day_that_no_calendar_has_is_refused(text):
    with pytest.raises(Refusal, match=r"^valid: expected a day of the calendar in years 1 to 9999"):
        read_when(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2017/2016", "an interval whose end is not before its start"),
        ("2016-06/2016-05", "an interval whose end is not before its start"),
        ("2016-05-18/2016-05-17", "an interval whose end is not before its start"),
        ("[2017..2018]/2016", "an interval whose end is not before its start"),
        ("[2017..2016]", "a set whose range is not reversed"),
        ("[2015,2017..2016]", "a set whose range is not reversed"),
        ("2016/[2018..2017]", "a set whose range is not reversed"),
    ],
)
def test_what_is_reversed_is_refused(text, expected):
    with pytest.raises(Refusal, match=f"^valid: expected {expected}, got"):
        read_when(text)


NO_INSTANT = [
    *("2019-10-09T14:00:00", "2019-10-09T14:00", "2019-10-09T", "T14:00Z", "2019T14:00Z"),
    *("2019-02-30T14:00:00Z", "2019-10-09T25:00Z", "2016-05-17T10:00:00Z/2017"),
]


@pytest.mark.parametrize("text", NO_INSTANT)
def test_a_time_without_its_zone_or_its_day_is_refused(text):
    with pytest.raises(Refusal, match=r"^valid: expected a time with its zone"):
        read_when(text)


def test_a_refusal_names_the_field_it_was_read_for():
    with pytest.raises(Refusal, match=r"^period: "):
        read_when("soon", "period")


DISCLOSED = {
    "2024-12-23": ("2024-12-23", "2024-12-23"),
    "2024-12": ("2024-12-01", "2024-12-31"),
    "2024": ("2024-01-01", "2024-12-31"),
    "[2024-12-24..2024-12-31]": ("2024-12-24", "2024-12-31"),
    "2024-12-23~": ("2024-12-22", "2024-12-24"),
    "2024~": ("2023-01-01", "2025-12-31"),
}


@pytest.mark.parametrize(("text", "days"), DISCLOSED.items(), ids=DISCLOSED)
def test_a_disclosure_lies_between_the_first_instant_of_its_days_and_the_end_of_the_last(
    text, days
):
    window = read_disclosed(text)
    first, last = (read_when(day).begins for day in days)

    assert first is not None
    assert last is not None
    assert (window.lo, window.hi) == (start_of(first.first or 0), end_of(last.last or 0))


def test_a_disclosure_at_a_time_is_that_instant():
    window = read_disclosed("2019-10-09T09:00:00-05:00")

    assert window.lo == window.hi
    assert instant_text(window.hi) == "2019-10-09T14:00:00Z"


def test_a_disclosure_by_a_day_has_no_earliest_instant():
    assert read_disclosed("[..2024-12-31]").lo is None


@pytest.mark.parametrize("text", ["2016/2017", "2016/..", "/2017", "[2016..]", "9999~", "soon", ""])
def test_a_disclosure_has_one_latest_day(text):
    with pytest.raises(Refusal, match=r"^disclosed: expected "):
        read_disclosed(text)


@pytest.mark.parametrize(
    "text",
    ["\u0662\u0660\u0661\u0668", "\uff12018-01", "2018-01-0\u0967", "2018-01-01T00:00:0\uff10Z"],
)
def test_digits_of_other_scripts_are_no_date(text: str):
    with pytest.raises(Refusal):
        read_when(text)
    with pytest.raises(Refusal):
        read_disclosed(text)
