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
FAMILY, VENDOR, OCCURRENCE = 4, 3, 4
"""How many of the columns name a family, and a vendor's counts of one sort; and which is the occurrence."""


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


class Found(NamedTuple):
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


def find_rows(question: Question) -> Found:
    """What totals go by under the strict policy, for a question about any vendor, without the claims.

    Where each occurrence of a vendor has one row, and no link, those in one region are a family. A vendor
    with any other is left to be tallied.
    """
    assert question.vendors is None
    families: dict[Row, list[Row]] = {}
    seen: set[str] = set()
    odd: set[str] = set()
    for row in holding(question, COLUMNS):
        families.setdefault(row[:FAMILY], []).append(row)
        occurrence = row[OCCURRENCE]
        if occurrence in seen:
            odd.add(occurrence)
        seen.add(occurrence)
    linked = question.snapshot.linked_among(seen)
    odd |= linked
    if not odd:
        return Found(families, ())
    vendors = {
        name[:VENDOR]
        for name, rows in families.items()
        if not odd.isdisjoint(row[OCCURRENCE] for row in rows)
    }
    names = [name for name in families if name[:VENDOR] in vendors]
    rest = [row for name in names for row in families.pop(name)]
    return Found(families, _tallies(rest, _cohorts(question, linked)))


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
    regions = {row[3] for row in rows}
    one = min(regions)
    steps = [(row[9], row[10], Counts._make(row[5:8])) for row in rows if row[3] == one]
    return Tally(occurrence, key, regions, frozenset(rows[0][8].split()), steps, cohort)


def _cohorts(question: Question, linked: Iterable[str]) -> dict[str, str]:
    """By occurrence, the cohort it is a member of."""
    snapshot, position = question.snapshot, question.as_of.position
    return cohorts_of(snapshot, entries_of(snapshot, linked, position), position)
