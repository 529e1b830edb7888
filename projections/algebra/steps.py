"""A profile: the counts in force of an occurrence as steps over valid time."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from events import LAST_DAY, Day

BEFORE_ALL: Day = 0
"""The day from which the first step runs: before every day of the calendar."""
AFTER_ALL: Day = LAST_DAY + 3
"""The day after the last step: no tick lies beyond it."""


class Counts(NamedTuple):
    """How many members are in force; certain <= presumed <= possible, possible None is unbounded."""

    certain: int
    presumed: int
    possible: int | None

    def joined(self, other: "Counts") -> "Counts":
        """The hull of two counts: what holds whichever of the two is so."""
        certain = min(self.certain, other.certain)
        presumed = min(self.presumed, other.presumed)
        unbounded = self.possible is None or other.possible is None
        possible = None if unbounded else max(self.possible or 0, other.possible or 0)
        return Counts(certain, max(certain, presumed), possible)


NONE_IN_FORCE = Counts(0, 0, 0)
Step = tuple[Day, Counts]


@dataclass(frozen=True)
class Profile:
    """Steps in order: from each day, up to the next step's, the same counts; the first is at BEFORE_ALL."""

    steps: tuple[Step, ...]

    def at(self, day: Day) -> Counts:
        """The counts on a day."""
        return next(counts for start, counts in reversed(self.steps) if start <= day)

    @cached_property
    def spans(self) -> list[tuple[Day, Day, Counts]]:
        """(first day, day after the last, counts) of each step, equal neighbours joined."""
        spans: list[tuple[Day, Day, Counts]] = []
        first, held = self.steps[0]
        for day, counts in self.steps:
            if counts != held:
                spans.append((first, day, held))
                first, held = day, counts
        spans.append((first, AFTER_ALL, held))
        return spans


NOTHING = Profile(((BEFORE_ALL, NONE_IN_FORCE),))


def hull(profiles: Iterable[Profile]) -> Profile:
    """On each day the hull of the counts of all profiles; at least one is needed."""
    first, *rest = profiles
    for other in rest:
        days = sorted({day for day, _ in (*first.steps, *other.steps)})
        first = Profile(tuple((day, first.at(day).joined(other.at(day))) for day in days))
    return first
