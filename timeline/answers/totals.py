"""Totals: what the occurrences of an answer come to, each counted once."""

from collections.abc import Iterable, Mapping, Sequence
from functools import reduce

from events import Day
from projections import Counts, PartitionKey

from .exposed import Exposed
from .rows import Found

Answer = dict[str, object]
During = Mapping[tuple[str, PartitionKey], Mapping[str, Counts]]
"""By occurrence and key, the counts in force at some time and throughout."""


def sum_up(
    exposed: Sequence[Exposed], first_day: Day, during: During | None = None
) -> list[Answer]:
    """A row per type and unit; over several days each day is summed before the sums are bounded.

    A member whose cohort is there too is counted within it. Occurrences of one vendor that no source told
    apart and no act linked may be one: as much is certain as one source tells of, as much possible as all do.
    """
    by_unit: dict[tuple[str, str], list[Exposed]] = {}
    for each in exposed:
        by_unit.setdefault((each.key.type, each.key.unit), []).append(each)
    rows: list[Answer] = []
    for (type_, unit), found in sorted(by_unit.items()):
        there = {each.occurrence for each in found}
        cohorts = {each.occurrence: each.cohort for each in found}
        counted = [each for each in found if not _is_within(each.occurrence, cohorts)]
        families = _families(counted)
        unlinked = any(len(family) > 1 and not _one_teller(family) for family in families)
        total = counts_shape(_total(families, _within(found, there), first_day))
        row: Answer = {"type": type_, "unit": unit, **total, "unlinked": unlinked}
        rows.append(row if during is None else {**row, "during": _during(families, during)})
    return rows


def _during(families: Sequence[Sequence[Exposed]], during: During) -> Answer:
    """In force at some time, and throughout: certain as far as one source tells, possible as all do."""
    return {
        name: counts_shape(_in_all(families, {at: counts[name] for at, counts in during.items()}))
        for name in ("some_time", "throughout")
    }


def _in_all(
    families: Iterable[Sequence[Exposed]], counts: Mapping[tuple[str, PartitionKey], Counts]
) -> Counts:
    """The counts of families, one beside another: possible as all tell, the rest as far as one source tells."""
    certain = presumed = possible = 0
    unbounded = False
    for family in families:
        found = [counts[each.name] for each in family]
        sure, likely = found[0][:2] if len(found) == 1 else _one_of(family, found)
        certain += sure
        presumed += likely
        for each in found:
            unbounded = unbounded or each.possible is None
            possible += each.possible or 0
    return Counts(certain, presumed, None if unbounded else possible)


def _one_of(family: Sequence[Exposed], counts: Sequence[Counts]) -> tuple[int, int]:
    """The most that one source tells of a family for certain, and as presumed."""
    tellers = {source for each in family for source in each.sources} or {""}
    told = [
        [
            c
            for each, c in zip(family, counts, strict=True)
            if teller in each.sources or not each.sources
        ]
        for teller in tellers
    ]
    return max(sum(c.certain for c in g) for g in told), max(
        sum(c.presumed for c in g) for g in told
    )


def counts_shape(counts: Counts) -> Answer:
    """Counts as JSON; possible null is unbounded."""
    return {"certain": counts.certain, "presumed": counts.presumed, "possible": counts.possible}


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


def _within(found: Iterable[Exposed], there: set[str]) -> dict[str, list[Exposed]]:
    """By cohort, its members that are there too."""
    members: dict[str, list[Exposed]] = {}
    for each in found:
        if each.cohort is not None and each.cohort in there:
            members.setdefault(each.cohort, []).append(each)
    return members


def _families(exposed: Iterable[Exposed]) -> list[list[Exposed]]:
    """Occurrences that may be one with another: of one vendor, in regions that meet, possibly in force."""
    by_vendor: dict[str, list[Exposed]] = {}
    for each in exposed:
        by_vendor.setdefault(each.key.vendor, []).append(each)
    return [family for found in by_vendor.values() for family in _meeting(found)]


def _meeting(found: list[Exposed]) -> list[list[Exposed]]:
    """Occurrences parted so that regions meet within a part only; one without a region meets every other."""
    if len(found) == 1 or not all(each.regions for each in found):
        return [found]
    family_of: dict[str, list[Exposed]] = {}
    for each in found:
        near = {id(family_of[name]): family_of[name] for name in each.regions if name in family_of}
        family, *others = near.values() or ([],)
        family.append(each)
        for other in others:
            family += other
            family_of |= {name: family for member in other for name in member.regions}
        family_of |= dict.fromkeys(each.regions, family)
    return list({id(family): family for family in family_of.values()}.values())


def _one_teller(family: Sequence[Exposed]) -> bool:
    """Whether some source tells all of a family apart."""
    return bool(frozenset.intersection(*(each.sources for each in family)))


def _total(
    families: Sequence[Sequence[Exposed]], members: dict[str, list[Exposed]], first_day: Day
) -> Counts:
    every = [each for family in families for each in family]
    days = {max(row.valid_from, first_day) for each in every for row in each.rows}
    by_day = ({each.name: _with_members(each, members, day) for each in every} for day in days)
    return reduce(Counts.joined, (_in_all(families, counts) for counts in by_day))


def _with_members(each: Exposed, members: dict[str, list[Exposed]], day: Day) -> Counts:
    """The counts of an occurrence on a day; a cohort has in force at least the members named."""
    counts = _on(each.rows, day)
    if each.occurrence not in members:
        return counts
    named = [_on(member.rows, day) for member in members.get(each.occurrence, ())]
    seen = sum(count.certain for count in named)
    most = seen if counts.possible is None else min(seen, counts.possible)
    certain = max(counts.certain, most)
    return Counts(certain, max(counts.presumed, certain), counts.possible)


def _on(rows: Iterable[Found], day: Day) -> Counts:
    return next(row.counts for row in rows if row.valid_from <= day < row.valid_to)
