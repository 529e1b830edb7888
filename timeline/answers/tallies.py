"""Tallies: what totals go by of each count, with its claims or straight from its rows."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from events import Day
from projections import Counts, PartitionKey

from ..prepared import Row
from .exposed import Exposed
from .identity import cohorts_of, entries_of
from .question import Question
from .rows import holding

COLUMNS = (
    *("type", "unit", "vendor", "region", "occurrence"),
    *("certain", "presumed", "possible", "tellers", "valid_from", "valid_to"),
)
VENDOR, FAMILY = 3, 4
"""How many of the columns name a vendor's counts of one sort, and how many those in one region."""
REGION, OCCURRENCE, CERTAIN, PRESUMED, POSSIBLE, TELLERS, FIRST = range(3, 10)
"""Where the others stand."""


class Tally(NamedTuple):
    """One count of one occurrence: where, told by whom, and on which days how many were in force.

    A step is its first day, the day after its last, and the counts; of several regions one speaks for all.
    `cohort` is the occurrence it is a member of.
    """

    occurrence: str
    key: PartitionKey
    regions: Collection[str]
    sources: Collection[str]
    steps: Sequence[tuple[Day, Day, Counts]]
    cohort: str | None = None

    @property
    def name(self) -> tuple[str, PartitionKey]:
        """What tells it from every other."""
        return self.occurrence, self.key


class Counted(NamedTuple):
    """What was found of a question: families of rows that add up as they are, and all else as tallies."""

    plain: Mapping[Row, Sequence[Row]]
    tallies: Sequence[Tally]

    @property
    def vendors(self) -> int:
        """How many vendors there are."""
        return len({name[2] for name in self.plain} | {each.key.vendor for each in self.tallies})

    @property
    def occurrences(self) -> int:
        """How many occurrences there are."""
        rows = {row[OCCURRENCE] for family in self.plain.values() for row in family}
        return len(rows | {each.occurrence for each in self.tallies})


def tally_of(each: Exposed) -> Tally:
    """What totals go by of a count that was found with its claims."""
    steps = [(row.valid_from, row.valid_to, row.counts) for row in each.rows]
    return Tally(each.occurrence, each.key, each.regions, each.sources, steps, each.cohort)


def find_rows(question: Question) -> Counted:
    """What totals go by under the strict policy, for a question about any vendor, without the claims."""
    assert question.vendors is None
    rows = holding(question, COLUMNS)
    linked = question.snapshot.linked_among({row[OCCURRENCE] for row in rows})
    return parted(rows, linked, _cohorts(question, linked))


def parted(rows: Iterable[Row], linked: Collection[str], cohorts: Mapping[str, str]) -> Counted:
    """Rows parted: where each occurrence of a vendor has one row, and no link, those in one region are a family.

    A vendor with any other is tallied. `linked` are the occurrences in links, `cohorts` those they are members of.
    """
    families: dict[Row, list[Row]] = {}
    seen: set[str] = set()
    odd = set(linked)
    for row in rows:
        families.setdefault(row[:FAMILY], []).append(row)
        if row[OCCURRENCE] in seen:
            odd.add(row[OCCURRENCE])
        else:
            seen.add(row[OCCURRENCE])
    if not odd:
        return Counted(families, ())
    vendors = {
        name[:VENDOR]
        for name, family in families.items()
        if not odd.isdisjoint(row[OCCURRENCE] for row in family)
    }
    names = [name for name in families if name[:VENDOR] in vendors]
    rest = [row for name in names for row in families.pop(name)]
    return Counted(families, _tallies(rest, cohorts))


def _tallies(rows: Iterable[Row], cohorts: Mapping[str, str]) -> list[Tally]:
    by_count: dict[Row, list[Row]] = {}
    for row in rows:
        type_, unit, vendor, _, occurrence, *_ = row
        by_count.setdefault((occurrence, vendor, type_, unit), []).append(row)
    return [
        _tally(occurrence, PartitionKey(*key), found, cohorts.get(occurrence))
        for (occurrence, *key), found in by_count.items()
    ]


def _tally(occurrence: str, key: PartitionKey, rows: Sequence[Row], cohort: str | None) -> Tally:
    regions = {row[REGION] for row in rows}
    one = min(regions)
    steps = [
        (*row[FIRST:], Counts._make(row[CERTAIN:TELLERS])) for row in rows if row[REGION] == one
    ]
    return Tally(occurrence, key, regions, frozenset(rows[0][TELLERS].split()), steps, cohort)


def _cohorts(question: Question, linked: Iterable[str]) -> dict[str, str]:
    """By occurrence, the cohort it is a member of."""
    snapshot, position = question.snapshot, question.as_of.position
    return cohorts_of(snapshot, entries_of(snapshot, linked, position), position)
