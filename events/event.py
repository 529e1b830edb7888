"""An event: a recorded act as the log gives it back, with its position and its recorded time."""

from dataclasses import dataclass
from functools import cached_property

from .claim import Claim
from .days import Days, Instant, Instants, day_of
from .effect import Effect


@dataclass(frozen=True)
class Event:
    """A claim and where the log holds it. Positions strictly increase; `recorded_at` never decreases."""

    position: int
    recorded_at: Instant
    claim: Claim

    @cached_property
    def known(self) -> Instants:
        """When it was disclosed; what the log holds was disclosed by its recording at the latest."""
        window = self.claim.window()
        if window is None:
            return Instants(None, self.recorded_at)
        hi = min(window.hi, self.recorded_at)
        return Instants(None if window.lo is None else min(window.lo, hi), hi)

    @cached_property
    def disclosed_days(self) -> Days:
        """The days on which it may have been disclosed."""
        lo, hi = self.known.lo, self.known.hi
        last = day_of(hi if lo == hi else hi - 1)
        return Days(None if lo is None else day_of(lo), last)

    @cached_property
    def effects(self) -> tuple[Effect, ...]:
        """What its claim says of the counters."""
        return self.claim.effects(self.disclosed_days)
