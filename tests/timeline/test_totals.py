"""What is added up row by row, and day by day where something changes, is what every day comes to alone."""

from itertools import pairwise
from typing import Any, NamedTuple

from hypothesis import given
from hypothesis import strategies as st

from tests.oracle.profiles import many
from timeline.answers.tallies import Counted, parted
from timeline.answers.totals import sum_found

FIRST, LAST, END = 10, 15, 99
SOURCES = ("gazette", "paper", "wire")


class Given(NamedTuple):
    """One count of one occurrence, with its counts from each day on."""

    vendor: str
    occurrence: str
    unit: str
    regions: frozenset[str]
    tellers: frozenset[str]
    steps: dict[int, tuple[int, int, int | None]]
    cohort: str | None

    def on(self, day: int) -> tuple[int, int, int | None]:
        return self.steps[max(first for first in self.steps if first <= day)]

    def rows(self, last: int) -> list[tuple[Any, ...]]:
        """The rows that the database would give for a window."""
        edges = [*sorted(self.steps), END]
        return [
            (
                *("site", self.unit, self.vendor, region, self.occurrence),
                *(*self.steps[first], " ".join(sorted(self.tellers)), first, after),
            )
            for first, after in pairwise(edges)
            if first <= last and after > FIRST
            for region in self.regions
        ]


@st.composite
def given_counts(draw: st.DrawFn) -> list[Given]:
    """Some counts of occurrences, few of which are in several regions, change, or are members."""
    found: list[Given] = []
    for number in range(draw(st.integers(0, 9))):
        days = {0, *draw(st.sets(st.integers(FIRST - 2, LAST + 2), max_size=2))}
        steps = {
            day: (certain, certain + more, None if most is None else certain + more + most)
            for day, certain, more, most in draw(
                st.tuples(
                    *(
                        st.tuples(
                            st.just(day),
                            st.integers(0, 2),
                            st.integers(0, 2),
                            st.sampled_from([0, 1, 2, None]),
                        )
                        for day in (days if draw(st.booleans()) else {0})
                    )
                )
            )
        }
        cohort = draw(st.sampled_from([None] * 4 + [0, 1, 2]))
        found.append(
            Given(
                vendor=draw(st.sampled_from(["acme", "acme", "bolt"])),
                occurrence=f"o{number}",
                unit=draw(st.sampled_from(["project", "project", "site"])),
                regions=draw(
                    st.one_of(
                        st.sampled_from(["BR", "CN"]).map(lambda one: frozenset((one,))),
                        st.frozensets(st.sampled_from(["BR", "CN", "US"]), min_size=1),
                    )
                ),
                tellers=draw(st.frozensets(st.sampled_from(SOURCES), min_size=1, max_size=2)),
                steps=steps,
                cohort=None if cohort is None else f"o{cohort}",
            )
        )
    return found


def expected(counts: list[Given], unit: str, last: int) -> tuple[int, int, int | None, bool]:
    """Certain, presumed, possible and unlinked, from every day and every source alone."""
    mine = [each for each in counts if each.unit == unit]
    cohorts = {each.occurrence: each.cohort for each in mine}
    counted = [each for each in mine if not within(each.occurrence, cohorts)]
    families = families_of(counted)
    by_day = []
    for day in range(FIRST, last + 1):
        in_force = {each.occurrence: with_members(each, mine, day) for each in counted}
        told = [
            [
                [in_force[each.occurrence] for each in family if source in each.tellers]
                for source in SOURCES
            ]
            for family in families
        ]
        most = [possible for _, _, possible in in_force.values()]
        by_day.append(
            (
                sum(max(sum(c for c, _, _ in group) for group in groups) for groups in told),
                sum(max(sum(p for _, p, _ in group) for group in groups) for groups in told),
                None if None in most else sum(most),
            )
        )
    possible = [each for _, _, each in by_day]
    unlinked = any(
        len(family) > 1 and not frozenset.intersection(*(each.tellers for each in family))
        for family in families
    )
    return (
        min(certain for certain, _, _ in by_day),
        min(presumed for _, presumed, _ in by_day),
        None if None in possible else max(possible),
        unlinked,
    )


def within(name: str, cohorts: dict[str, str | None]) -> bool:
    passed = [name]
    above = cohorts[name]
    if above not in cohorts:
        return False
    while above is not None and above in cohorts and above not in passed:
        passed.append(above)
        above = cohorts[above]
    return above != name


def with_members(each: Given, mine: list[Given], day: int) -> tuple[int, int, int | None]:
    certain, presumed, possible = each.on(day)
    members = [other.on(day)[0] for other in mine if other.cohort == each.occurrence]
    named = sum(members) if possible is None else min(sum(members), possible)
    return max(certain, named), max(presumed, certain, named), possible


def families_of(counted: list[Given]) -> list[list[Given]]:
    families: list[list[Given]] = []
    for each in counted:
        near = [
            family
            for family in families
            if any(o.vendor == each.vendor and o.regions & each.regions for o in family)
        ]
        families = [family for family in families if family not in near]
        families.append([each, *(other for family in near for other in family)])
    return families


@many(400)
@given(given_counts(), st.sampled_from([FIRST, FIRST, LAST]))
def test_totals_are_those_of_every_day_and_source_alone(counts: list[Given], last: int):
    found = counted(counts, last)

    assert shown(found) == {
        unit: expected(counts, unit, last) for unit in {each.unit for each in counts}
    }
    assert found.occurrences == len(counts)
    assert found.vendors == len({each.vendor for each in counts})


def test_a_member_that_ends_while_nothing_changes_of_its_cohort_is_not_certain_throughout():
    paper = frozenset(("paper",))
    cohort = Given("acme", "o0", "site", frozenset(("BR",)), paper, {0: (0, 2, 2)}, None)
    steps = {0: (1, 1, 1), LAST: (0, 0, 0)}
    member = Given("acme", "o1", "site", frozenset(("BR",)), paper, steps, "o0")

    assert shown(counted([cohort, member], FIRST)) == {"site": (1, 2, 2, False)}
    assert shown(counted([cohort, member], LAST)) == {"site": (0, 2, 2, False)}


def counted(counts: list[Given], last: int) -> Counted:
    cohorts = {each.occurrence: each.cohort for each in counts if each.cohort is not None}
    rows = [row for each in counts for row in each.rows(last)]
    return parted(rows, {*cohorts, *cohorts.values()}, cohorts)


def shown(found: Counted) -> dict[object, tuple[object, ...]]:
    return {
        row["unit"]: (row["certain"], row["presumed"], row["possible"], row["unlinked"])
        for row in sum_found(found, FIRST)
    }
