"""What was found of a question: each count of each occurrence, its rows, and the claims behind it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, reduce
from itertools import groupby

from events import Entry, Event, Redacted
from projections import (
    Counts,
    PartitionKey,
    Position,
    Standing,
    Visible,
    partitions,
    visible,
)

from .identity import cohorts_of, entries_of
from .question import Question
from .recount import recount
from .rows import Found, exposure_rows


@dataclass(frozen=True)
class Exposed:
    """One count of one occurrence on the days asked.

    `seen` are its claims as visible at the question's times, `whole` all that is visible of its occurrence.
    `cohort` is the occurrence it is a member of. `held` are the positions where its claims contradict,
    `chosen` the sources of those that a policy went by.
    """

    occurrence: str
    key: PartitionKey
    rows: tuple[Found, ...]
    seen: Visible = field(default_factory=lambda: Visible((), ()))
    whole: Visible = field(default_factory=lambda: Visible((), ()))
    redacted: tuple[Redacted, ...] = ()
    cohort: str | None = None
    held: tuple[Position, ...] = ()
    chosen: frozenset[str] | None = None

    @property
    def name(self) -> tuple[str, PartitionKey]:
        """What tells it from every other."""
        return self.occurrence, self.key

    @cached_property
    def in_force(self) -> Counts:
        """The counts that hold whichever of the days asked is meant."""
        return reduce(Counts.joined, (row.counts for row in self.rows))

    @cached_property
    def regions(self) -> list[str]:
        """The regions it was found in."""
        return sorted({row.region for row in self.rows} - {""})

    @cached_property
    def sources(self) -> frozenset[str]:
        """The sources that speak of it."""
        return frozenset(event.claim.citation.source for event in self.seen.all)

    @property
    def seen_aside(self) -> list[Standing]:
        """The claims of its vendor that acts have set aside."""
        return [each for each in self.whole.aside if each.event.claim.vendor == self.key.vendor]

    @property
    def denials(self) -> list[Event]:
        """The denials about the vendor's part in it."""
        said = (event for event in self.whole.all if event.claim.modality == "denied")
        return [event for event in said if event.claim.vendor in (None, self.key.vendor)]


def find_exposed(question: Question) -> list[Exposed]:
    """Every count of every occurrence the question is about, those that cannot be in force included."""
    found = _grouped(exposure_rows(question))
    told = entries_of(
        question.snapshot, {each.occurrence for each in found}, question.as_of.position
    )
    cohorts = cohorts_of(question.snapshot, told, question.as_of.position)
    complete = [_complete(question, each, told[each.occurrence], cohorts) for each in found]
    return complete if question.policy.strict else recount(question, complete)


def _grouped(rows: Iterable[Found]) -> list[Exposed]:
    def key(row: Found) -> tuple[str, str, str, str]:
        return row.type, row.occurrence, row.vendor, row.unit

    # Of several regions and spans of days the first speaks for the whole, whatever order they were read in.
    ordered = sorted(rows, key=lambda row: (*key(row), row.region, row.valid_from))
    return [
        Exposed(occurrence, PartitionKey(vendor, type_, unit), tuple(group))
        for (type_, occurrence, vendor, unit), group in groupby(ordered, key=key)
    ]


def _complete(
    question: Question, each: Exposed, told: Sequence[Entry], cohorts: dict[str, str]
) -> Exposed:
    """With the claims visible at the question's known instant and position."""
    whole = visible(told, question.known)
    part = next((part for part in partitions(whole) if part.key == each.key), None)
    return replace(
        each,
        seen=part.seen if part else Visible((), ()),
        whole=whole,
        redacted=tuple(entry for entry in told if isinstance(entry, Redacted)),
        cohort=cohorts.get(each.occurrence),
    )
