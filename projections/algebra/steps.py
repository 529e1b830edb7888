"""A profile: the counts in force of an occurrence as steps over valid time."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from events import LAST_DAY, Day

BEFORE_ALL: Day = 0
"""The day from which the first step runs: before every day of the calendar."""
AFTER_ALL: Day = LAST_DAY + 3
"""The day after the last step: no tick lies beyond it."""


@dataclass(frozen=True, slots=True)
class Counts:
    """How many members are in force; certain <= presumed <= possible, possible None is unbounded."""

    certain: int
    presumed: int
    possible: int | None

    def joined(self, other: "Counts") -> "Counts":
        """The hull of two counts: what holds whichever of the two is so."""
        certain = min(self.certain, other.certain)
        unbounded = self.possible is None or other.possible is None
        return Counts(
            certain,
            max(certain, min(self.presumed, other.presumed)),
            None if unbounded else max(self.possible or 0, other.possible or 0),
        )


NONE_IN_FORCE = Counts(0, 0, 0)
Step = tuple[Day, Counts]


@dataclass(frozen=True, slots=True)
class Profile:
    """Steps in order: from each day, up to the next step's, the same counts; the first is at BEFORE_ALL."""

    steps: tuple[Step, ...]

    def at(self, day: Day) -> Counts:
        """The counts on a day."""
        return next(counts for start, counts in reversed(self.steps) if start <= day)

    def spans(self) -> Iterable[tuple[Day, Day, Counts]]:
        """(first day, day after the last, counts) of each step, equal neighbours joined."""
        joined = [next(group) for _, group in groupby(self.steps, key=lambda step: step[1])]
        ends = [start for start, _ in joined[1:]] + [AFTER_ALL]
        return [(start, end, counts) for (start, counts), end in zip(joined, ends, strict=True)]


NOTHING = Profile(((BEFORE_ALL, NONE_IN_FORCE),))


def hull(profiles: Iterable[Profile]) -> Profile:
    """On each day the hull of the counts of all profiles; at least one is needed."""
    first, *rest = profiles
    for other in rest:
        days = sorted({day for day, _ in (*first.steps, *other.steps)})
        first = Profile(tuple((day, first.at(day).joined(other.at(day))) for day in days))
    return first
