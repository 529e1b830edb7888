"""Totals: what the occurrences of an answer come to, each counted once."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from itertools import chain

from events import Day
from projections import Counts, PartitionKey

from .exposed import Exposed
from .families import (
    NOTHING,
    Family,
    Total,
    Unit,
    families_of,
    is_one_teller,
    one_of,
    sum_plain,
)
from .tallies import Counted, Tally, tally_of

Answer = dict[str, object]
During = Mapping[tuple[str, PartitionKey], Mapping[str, Counts]]
"""By occurrence and key, the counts in force at some time and throughout."""
Members = Mapping[str, Sequence[Tally]]
"""By cohort, its members that are there too."""


def sum_up(
    exposed: Iterable[Exposed], first_day: Day, during: During | None = None
) -> list[Answer]:
    """The totals of counts that were found with their claims."""
    return _sum_up([tally_of(each) for each in exposed], first_day, during, {})


def sum_found(found: Counted, first_day: Day) -> list[Answer]:
    """The totals of what was found without them."""
    return _sum_up(found.tallies, first_day, None, sum_plain(found.plain))


def _sum_up(
    tallies: Iterable[Tally], first_day: Day, during: During | None, beside: Mapping[Unit, Total]
) -> list[Answer]:
    """A row per type and unit; over several days each day is summed before the sums are bounded.

    A member whose cohort is there too is counted within it. Occurrences of one vendor that no source told
    apart and no act linked may be one: as much is certain as one source tells of, as much possible as all do.
    """
    by_unit: dict[Unit, list[Tally]] = {unit: [] for unit in beside}
    for each in tallies:
        by_unit.setdefault((each.key.type, each.key.unit), []).append(each)
    rows: list[Answer] = []
    for (type_, unit), found in sorted(by_unit.items()):
        members = _members(found)
        families = families_of(_counted(found) if members else found)
        counts, unlinked = beside.get((type_, unit), NOTHING)
        unlinked = unlinked or any(
            len(family) > 1 and not _told_apart(family) for family in families
        )
        total = counts_shape(_added(counts, _total(families, members, first_day)))
        row: Answer = {"type": type_, "unit": unit, **total, "unlinked": unlinked}
        rows.append(row if during is None else {**row, "during": _during(families, during)})
    return rows


def counts_shape(counts: Counts) -> Answer:
    """Counts as JSON; possible null is unbounded."""
    return {"certain": counts.certain, "presumed": counts.presumed, "possible": counts.possible}


def _during(families: Sequence[Family], during: During) -> Answer:
    """In force at some time, and throughout: certain as far as one source tells, possible as all do."""
    return {
        "some_time": counts_shape(_in_all(families, lambda each: during[each.name]["some_time"])),
        "throughout": counts_shape(_in_all(families, lambda each: during[each.name]["throughout"])),
    }


def _in_all(families: Iterable[Family], counts_of: Callable[[Tally], Counts]) -> Counts:
    """The counts of families, one beside another: possible as all tell, the rest as far as one source tells."""
    certain = presumed = possible = 0
    unbounded = False
    for family in families:
        found = [counts_of(each) for each in family]
        sure, likely = found[0][:2] if len(found) == 1 else _one_of(family, found)
        certain += sure
        presumed += likely
        for _, _, most in found:
            if most is None:
                unbounded = True
            else:
                possible += most
    return Counts(certain, presumed, None if unbounded else possible)


def _one_of(family: Family, counts: Iterable[Counts]) -> tuple[int, int]:
    return one_of([(each.sources, *found[:2]) for each, found in zip(family, counts, strict=True)])


def _told_apart(family: Family) -> bool:
    """Whether some source tells all of a family."""
    return is_one_teller(each.sources for each in family)


def _added(one: Counts, other: Counts) -> Counts:
    unbounded = one.possible is None or other.possible is None
    possible = None if unbounded else (one.possible or 0) + (other.possible or 0)
    return Counts(one.certain + other.certain, one.presumed + other.presumed, possible)


def _total(families: Sequence[Family], members: Members, first_day: Day) -> Counts:
    """The hull of the sums of each day."""
    if not families:
        return NOTHING.counts
    days = _days(chain.from_iterable((*families, *members.values())), first_day)
    if len(days) == 1:
        return _in_all(families, lambda each: _on(each, members, days[0]))
    changes: dict[Day, list[Sequence[int]]] = {day: [] for day in days}
    for family in families:
        within = any(each.occurrence in members for each in family)
        before: Sequence[int] = (0, 0, 0, 0)
        for day in days if within else _days(family, first_day):
            counts = _in_all((family,), lambda each, day=day: _on(each, members, day))  # type: ignore[misc]
            after = (*counts[:2], counts.possible or 0, int(counts.possible is None))
            changes[day].append([new - old for new, old in zip(after, before, strict=True)])
            before = after
    return _hull(changes[day] for day in days)


def _hull(changes: Iterable[Iterable[Sequence[int]]]) -> Counts:
    """The hull of sums that change day by day: certain, presumed, possible, and how many are unbounded."""
    now = [0, 0, 0, 0]
    sums: list[Counts] = []
    for day in changes:
        now = [sum(column) for column in zip(now, *day, strict=True)]
        sums.append(Counts(now[0], now[1], None if now[3] else now[2]))
    found = sums[0]
    for each in sums[1:]:
        found = found.joined(each)
    return found


def _days(tallies: Iterable[Tally], first_day: Day) -> list[Day]:
    """The days asked on which a count may change, in order."""
    return sorted({max(first, first_day) for each in tallies for first, _, _ in each.steps})


def _counted(found: Sequence[Tally]) -> list[Tally]:
    """Without those that are counted within a cohort that is there."""
    cohorts = {each.occurrence: each.cohort for each in found}
    return [each for each in found if not _is_within(each.occurrence, cohorts)]


def _is_within(occurrence: str, cohorts: Mapping[str, str | None]) -> bool:
    """Whether an occurrence is counted within a cohort that is there; members of each other are one by one."""
    seen = {occurrence}
    name = cohorts[occurrence]
    if name not in cohorts:
        return False
    while name is not None and name in cohorts and name not in seen:
        seen.add(name)
        name = cohorts[name]
    return occurrence != name


def _members(found: Collection[Tally]) -> dict[str, list[Tally]]:
    members: dict[str, list[Tally]] = {}
    named = [each for each in found if each.cohort is not None]
    there = {each.occurrence for each in found} if named else set()
    for each in named:
        if each.cohort is not None and each.cohort in there:
            members.setdefault(each.cohort, []).append(each)
    return members


def _on(each: Tally, members: Members, day: Day) -> Counts:
    """The counts of an occurrence on a day; a cohort has in force at least the members named."""
    counts = _step_on(each, day)
    if each.occurrence not in members:
        return counts
    seen = sum(_step_on(member, day).certain for member in members[each.occurrence])
    most = seen if counts.possible is None else min(seen, counts.possible)
    certain = max(counts.certain, most)
    return Counts(certain, max(counts.presumed, certain), counts.possible)


def _step_on(each: Tally, day: Day) -> Counts:
    if len(each.steps) == 1:
        return each.steps[0][2]
    return next(counts for first, after, counts in each.steps if first <= day < after)
