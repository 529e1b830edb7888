"""Families: the occurrences of one vendor that may be one with another, and what rows of them come to."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from projections import Counts

from ..prepared import Row
from .tallies import CERTAIN, POSSIBLE, PRESUMED, TELLERS, Tally

Family = Sequence[Tally]
Unit = tuple[str, str]
"""A type of occurrence and what is counted of it."""


class Total(NamedTuple):
    """What was added up, and whether any of it may be one with another."""

    counts: Counts
    unlinked: bool


NOTHING = Total(Counts(0, 0, 0), unlinked=False)


def families_of(tallies: Iterable[Tally]) -> list[Family]:
    """Counts of one type and unit, parted by who and where: of one vendor, in regions that meet."""
    by_vendor: dict[str, list[Tally]] = {}
    for each in tallies:
        by_vendor.setdefault(each.key.vendor, []).append(each)
    return [family for found in by_vendor.values() for family in _meeting(found)]


def is_one_teller(sources: Iterable[Collection[str]]) -> bool:
    """Whether some source is among those of each."""
    first, *others = sources
    return bool(set(first).intersection(*others))


def one_of(told: Iterable[tuple[Collection[str], int, int]]) -> tuple[int, int]:
    """The most that one source tells of a family for certain, and as presumed.

    Of each its sources, and what is certain and presumed of it; what no source is known of, each tells.
    """
    certain: dict[str, int] = {}
    presumed: dict[str, int] = {}
    sure = likely = 0
    for sources, surely, presumably in told:
        for source in sources:
            certain[source] = certain.get(source, 0) + surely
            presumed[source] = presumed.get(source, 0) + presumably
        if not sources:
            sure += surely
            likely += presumably
    return sure + max(certain.values(), default=0), likely + max(presumed.values(), default=0)


def sum_plain(families: Mapping[Row, Sequence[Row]]) -> dict[Unit, Total]:
    """The totals of families of rows, by the columns `tallies.COLUMNS`; each row alone is of its occurrence."""
    by_unit: dict[Unit, list[Sequence[Row]]] = {}
    for (type_, unit, *_), family in families.items():
        by_unit.setdefault((type_, unit), []).append(family)
    return {unit: _sum_rows(found) for unit, found in by_unit.items()}


def _sum_rows(families: Sequence[Sequence[Row]]) -> Total:
    certain = presumed = possible = 0
    unbounded = unlinked = False
    for family in families:
        for row in family:
            if row[POSSIBLE] is None:
                unbounded = True
            else:
                possible += row[POSSIBLE]
        if len(family) == 1:
            certain += row[CERTAIN]
            presumed += row[PRESUMED]
            continue
        told = [(row[TELLERS].split(), row[CERTAIN], row[PRESUMED]) for row in family]
        sure, likely = one_of(told)
        certain += sure
        presumed += likely
        unlinked = unlinked or not is_one_teller(sources for sources, *_ in told)
    return Total(Counts(certain, presumed, None if unbounded else possible), unlinked)


def _meeting(found: Sequence[Tally]) -> list[Family]:
    """Counts parted so that regions meet within a part only; one without a region meets every other."""
    if len(found) == 1 or not all(each.regions for each in found):
        return [found]
    family_of: dict[str, list[Tally]] = {}
    for each in found:
        near = {id(family_of[name]): family_of[name] for name in each.regions if name in family_of}
        family, *others = near.values() or ([],)
        family.append(each)
        for other in others:
            family += other
            family_of |= {name: family for member in other for name in member.regions}
        family_of |= dict.fromkeys(each.regions, family)
    return list({id(family): family for family in family_of.values()}.values())
