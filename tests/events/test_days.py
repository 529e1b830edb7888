"""Days and instants: each grid and back, at the ends of the calendar too."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from events import (
    DAY_LENGTH,
    FIRST_DAY,
    LAST_DAY,
    Days,
    day_of,
    day_text,
    end_of,
    instant_of,
    instant_text,
    start_of,
    unit_around,
)

DAYS = st.integers(FIRST_DAY, LAST_DAY)
MOMENTS = st.datetimes(timezones=st.just(UTC))
OFFSETS = st.integers(-23 * 60, 23 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))


@given(DAYS)
@example(FIRST_DAY)
@example(LAST_DAY)
def test_a_day_is_its_text_and_back(day):
    assert date.fromisoformat(day_text(day)).toordinal() == day


@given(DAYS)
@example(FIRST_DAY)
@example(LAST_DAY)
def test_a_day_holds_its_instants_from_its_start_until_its_end(day):
    assert end_of(day) - start_of(day) == DAY_LENGTH
    assert day_of(start_of(day)) == day_of(end_of(day) - 1) == day
    assert day_of(end_of(day)) == day + 1
    assert end_of(day) == start_of(day + 1)


@given(MOMENTS)
@example(datetime.min.replace(tzinfo=UTC))
@example(datetime.max.replace(tzinfo=UTC))
@example(datetime(1969, 12, 31, 23, 59, 59, 999_999, tzinfo=UTC))
def test_an_instant_is_its_text_and_back(moment):
    instant = instant_of(moment)

    assert datetime.fromisoformat(instant_text(instant)) == moment
    assert instant_of(datetime.fromisoformat(instant_text(instant))) == instant
    assert instant_text(instant).endswith("Z")


@given(st.datetimes(datetime(2, 1, 1), datetime(9998, 12, 31)), OFFSETS)  # noqa: DTZ001 (a zone is added)
def test_a_moment_is_one_instant_in_every_zone(moment, zone):
    there = moment.replace(tzinfo=UTC).astimezone(zone)

    assert instant_of(there) == instant_of(moment.replace(tzinfo=UTC))
    assert day_of(instant_of(there)) == moment.date().toordinal()


@given(MOMENTS, MOMENTS)
def test_instants_are_in_the_order_of_their_moments(one, other):
    assert (instant_of(one) < instant_of(other)) == (one < other)


def test_the_epoch_is_instant_zero():
    assert instant_of(datetime(1970, 1, 1, tzinfo=UTC)) == 0
    assert instant_text(0) == "1970-01-01T00:00:00Z"
    assert day_text(day_of(-1)) == "1969-12-31"


def test_a_moment_without_a_zone_is_no_instant():
    with pytest.raises(ValueError, match="without a zone"):
        instant_of(datetime(2020, 1, 1))  # noqa: DTZ001 (what is refused)


@given(DAYS, st.sampled_from(["day", "month", "year"]))
@example(FIRST_DAY, "year")
@example(LAST_DAY, "month")
def test_a_unit_around_a_day_holds_it_and_is_the_same_around_all_its_days(day, unit):
    around = unit_around(day, unit)

    assert around.first is not None
    assert around.last is not None
    assert around.first <= day <= around.last
    assert unit_around(around.first, unit) == unit_around(around.last, unit) == around
    assert (
        around.last - around.first + 1
        in {
            "day": {1},
            "month": {28, 29, 30, 31},
            "year": {365, 366},
        }[unit]
    )


def test_days_that_end_before_they_start_are_none():
    with pytest.raises(ValueError, match="ends before it starts"):
        Days(2, 1)
