"""A profile: the counts in force of an occurrence as steps over valid time."""

from collections.abc import Iterable, Sequence
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
        return _joined((self, other))


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
    # Many variants of what may hold come to the same profile, kept as the same object.
    every = list({id(each): each for each in profiles}.values())
    if len(every) == 1:
        return every[0]
    days = sorted({day for each in every for day, _ in each.steps})
    on_days = zip(*(_over(days, each) for each in every), strict=True)
    return Profile(tuple([(day, _joined(c)) for day, c in zip(days, on_days, strict=True)]))


def _over(days: Sequence[Day], held: Profile) -> list[Counts]:
    """The counts of a profile on some days, given in order; its own are among them."""
    found: list[Counts] = []
    steps = dict(held.steps)
    counts = held.steps[0][1]
    for day in days:
        counts = steps.get(day, counts)
        found.append(counts)
    return found


def _joined(held: Sequence[Counts]) -> Counts:
    """What holds whichever of some counts is so."""
    every_certain, every_presumed, every_possible = zip(*set(held), strict=True)
    certain = min(every_certain)
    possible = None if None in every_possible else max(every_possible)
    return Counts(certain, max(certain, min(every_presumed)), possible)
