"""What is told of an answer: its status, its totals, and each count that is possibly in force."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from events import Day
from projections import Counts

from ..answers import Question
from ..answers.snapshot import Snapshot
from ..answers.state import Name, state_of
from ..answers.totals import counts_shape
from ..errors import AmbiguousName, BadParameter, UnknownRegion, UnknownVendor
from .asked import SavedQuestion

NONE = "none_recorded"
UNKNOWN = (AmbiguousName, BadParameter, UnknownRegion, UnknownVendor)
"""What a question raises whose vendor, region or source is not known at a position."""
Total = Mapping[str, Any]
Count = tuple[Counts, bool]
"""Counts, and whether they are contested."""


@dataclass(frozen=True, slots=True)
class Told:
    """The part of an answer whose change is told. `pinned` is the address of the whole answer."""

    status: str
    totals: tuple[Total, ...]
    counts: Mapping[Name, Count]
    pinned: str | None = None

    def same_as(self, other: "Told") -> bool:
        """Whether an answer says the same; a total of nothing says nothing."""
        return (self.said, self.counts) == (other.said, other.counts)

    def shape(self) -> dict[str, object]:
        """As JSON values."""
        return {"status": self.status, "totals": list(self.totals), "pinned": self.pinned}

    def stored(self) -> str:
        """Status and totals, as they are kept with the question."""
        return json.dumps(self.shape(), ensure_ascii=False)

    @property
    def said(self) -> tuple[bool, list[Total]]:
        """Whether anything is recorded, and the totals of what was possibly in force."""
        return self.status == "exposed", [each for each in self.totals if each["possible"] != 0]


def tell(saved: SavedQuestion, snapshot: Snapshot, position: int, today: Day) -> Told:
    """The answer as of a position. Where who or where was asked is not known there any more, nothing is."""
    try:
        question = saved.at(snapshot, position, today)
    except UNKNOWN:
        return Told(NONE, (), {})
    pinned = _address(question)
    if question.as_of.before_first_record:
        return Told("before_first_record", (), {}, pinned)
    state = state_of(question)
    counts = {name: count for name, count in state.counts.items() if count[0].possible != 0}
    return Told("exposed" if state.exposed else NONE, state.totals, counts, pinned)


def pinned_at(saved: SavedQuestion, snapshot: Snapshot, position: int, today: Day) -> str | None:
    """The address of the answer as of a position, which need not be found for that."""
    try:
        return _address(saved.at(snapshot, position, today))
    except UNKNOWN:
        return None


def _address(question: Question) -> str:
    subject = {"vendor": question.vendor, "region": question.region}
    given = {name: value for name, value in subject.items() if value is not None}
    return question.pinned("/v1/exposure", given)


def differing(before: Told, after: Told) -> Iterator[Name]:
    """The counts that are other, or missing, in one of two answers."""
    for name in sorted({*before.counts, *after.counts}):
        if before.counts.get(name) != after.counts.get(name):
            yield name


def count_shape(count: Count | None) -> dict[str, object] | None:
    """A count as JSON; null where nothing was possibly in force."""
    return None if count is None else {**counts_shape(count[0]), "contested": count[1]}
