"""Families: the occurrences of one vendor that may be one with another."""

from collections.abc import Iterable, Sequence

from projections import Counts

from .tallies import Tally

Family = Sequence[Tally]


def families_of(tallies: Iterable[Tally]) -> list[Family]:
    """Occurrences of one type and unit, parted by who and where: of one vendor, in regions that meet."""
    by_vendor: dict[str, list[Tally]] = {}
    for each in tallies:
        by_vendor.setdefault(each.key.vendor, []).append(each)
    families: list[Family] = []
    for found in by_vendor.values():
        if len(found) == 1:
            families.append(found)
        else:
            families += _meeting(found)
    return families


def is_one_teller(family: Family) -> bool:
    """Whether some source tells all of a family apart."""
    first, *others = family
    return bool(first.sources.intersection(*(each.sources for each in others)))


def one_of(family: Family, counts: Sequence[Counts]) -> tuple[int, int]:
    """The most that one source tells of a family for certain, and as presumed.

    What no source is known of is told by each.
    """
    certain: dict[str, int] = {}
    presumed: dict[str, int] = {}
    sure = likely = 0
    for each, count in zip(family, counts, strict=True):
        if not count.presumed:
            continue
        if not each.sources:
            sure += count.certain
            likely += count.presumed
        for source in each.sources:
            certain[source] = certain.get(source, 0) + count.certain
            presumed[source] = presumed.get(source, 0) + count.presumed
    return (
        sure + max(certain.values(), default=0),
        likely + max(presumed.values(), default=0),
    )


def _meeting(found: Sequence[Tally]) -> Iterable[Family]:
    """Occurrences parted so that regions meet within a part only; one without a region meets every other."""
    if not all(each.regions for each in found):
        return [found]
    if all(len(each.regions) == 1 for each in found):
        by_region: dict[str, list[Tally]] = {}
        for each in found:
            (region,) = each.regions
            by_region.setdefault(region, []).append(each)
        return by_region.values()
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
