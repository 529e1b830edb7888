"""The hull of many profiles has on each day what holds whichever of them is so."""

from functools import reduce

from hypothesis import given
from hypothesis import strategies as st

from events import Day
from projections.algebra import BEFORE_ALL, Counts, Profile, hull

NUMBERS = st.integers(0, 4)


@st.composite
def counts(draw: st.DrawFn) -> Counts:
    certain, more, most = draw(NUMBERS), draw(NUMBERS), draw(st.none() | NUMBERS)
    presumed = certain + more
    return Counts(certain, presumed, None if most is None else presumed + most)


@st.composite
def profiles(draw: st.DrawFn) -> Profile:
    days: list[Day] = [BEFORE_ALL, *sorted(draw(st.sets(st.integers(1, 9), max_size=4)))]
    return Profile(tuple((day, draw(counts())) for day in days))


@given(st.lists(profiles(), min_size=1, max_size=5))
def test_on_each_day_the_hull_is_that_of_the_counts_of_that_day(several: list[Profile]):
    found = hull([*several, several[0]])

    for day in range(11):
        assert found.at(day) == reduce(Counts.joined, (each.at(day) for each in several))
