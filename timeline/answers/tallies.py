"""Tallies: what totals go by, straight from the rows of a question without the claims behind them."""

from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

from events import Day
from projections import Counts, PartitionKey

from ..prepared import Row
from .exposed import Exposed, find_exposed
from .identity import cohorts_of, entries_of
from .question import Question
from .rows import holding

COLUMNS = (
    *("type", "unit", "vendor", "occurrence", "region"),
    *("valid_from", "valid_to", "certain", "presumed", "possible", "tellers"),
)
NAME = 4
"""How many of the columns tell one count from every other."""


class Tally(NamedTuple):
    """One count of one occurrence: where, told by whom, and on which days how many were in force.

    A step is its first day, the day after its last, and the counts; of several regions one speaks for all.
    `cohort` is the occurrence it is a member of.
    """

    occurrence: str
    key: PartitionKey
    regions: Collection[str]
    sources: frozenset[str]
    steps: Sequence[tuple[Day, Day, Counts]]
    cohort: str | None = None

    @property
    def name(self) -> tuple[str, PartitionKey]:
        """What tells it from every other."""
        return self.occurrence, self.key


def tally_of(each: Exposed) -> Tally:
    """What totals go by of a count that was found with its claims."""
    steps = [(row.valid_from, row.valid_to, row.counts) for row in each.rows]
    return Tally(each.occurrence, each.key, each.regions, each.sources, steps, each.cohort)


def find_tallies(question: Question) -> list[Tally]:
    """What totals go by of all that `find_exposed` finds; a policy that is not strict needs the claims.

    No vendor is weakened: the question is about any.
    """
    assert question.vendors is None
    if not question.policy.strict:
        return [tally_of(each) for each in find_exposed(question)]
    firsts: dict[Row, Row] = {}
    further: dict[Row, list[Row]] = {}
    for row in holding(question, COLUMNS):
        if firsts.setdefault(row[:NAME], row) is not row:
            further.setdefault(row[:NAME], []).append(row)
    cohorts = _cohorts(question, {row[NAME - 1] for row in firsts.values()})
    told: dict[str, frozenset[str]] = {}
    tallies: list[Tally] = []
    for name, row in firsts.items():
        type_, unit, vendor, occurrence, region, first, after, *counts, tellers = row
        sources = told.get(tellers)
        if sources is None:
            sources = told[tellers] = frozenset(tellers.split())
        regions: Collection[str] = (region,)
        steps: Sequence[tuple[Day, Day, Counts]] = ((first, after, Counts._make(counts)),)
        if name in further:
            regions, steps = _of_several((row, *further[name]))
        key = PartitionKey(vendor, type_, unit)
        cohort = cohorts.get(occurrence) if cohorts else None
        tallies.append(Tally(occurrence, key, regions, sources, steps, cohort))
    return tallies


def _of_several(rows: Sequence[Row]) -> tuple[set[str], list[tuple[Day, Day, Counts]]]:
    """Regions and steps of a count that has rows in several regions, on several days, or both."""
    regions = {row[NAME] for row in rows}
    one = min(regions)
    steps = [(row[5], row[6], Counts._make(row[7:10])) for row in rows if row[NAME] == one]
    return regions, steps


def _cohorts(question: Question, occurrences: Iterable[str]) -> dict[str, str]:
    """By occurrence, the cohort it is a member of."""
    snapshot, position = question.snapshot, question.as_of.position
    linked = [name for name in occurrences if snapshot.may_be_linked(name)]
    return cohorts_of(snapshot, entries_of(snapshot, linked, position), position)
