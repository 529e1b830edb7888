"""An event: a recorded claim or act as the log gives it back, with its position and its recorded time."""

from dataclasses import dataclass
from functools import lru_cache

from .act import Act
from .claim import Claim
from .days import Days, Instant, Instants, day_of
from .effect import Effect
from .kept import kept

ALWAYS = Instants(None, -(1 << 62))
"""Disclosed before any instant that can be asked of."""


@dataclass(frozen=True)
class Event:
    """A claim and where the log holds it. Positions strictly increase; `recorded_at` never decreases.

    `disclosure` stands in for the claim's own where an act brought it in.
    """

    position: int
    recorded_at: Instant
    claim: Claim
    disclosure: Instants | None = None

    @property
    def occurrence(self) -> str:
        """The occurrence it is about, whose stream holds it."""
        return self.claim.occurrence

    @kept
    def known(self) -> Instants:
        """When it was disclosed; what the log holds was disclosed by its recording at the latest."""
        return self.disclosure or _by_recording(self.claim.window(), self.recorded_at)

    @kept
    def disclosed_days(self) -> Days:
        """The days on which it may have been disclosed."""
        return _days_within(self.known.lo, self.known.hi)

    @kept
    def effects(self) -> tuple[Effect, ...]:
        """What its claim says of the counters."""
        return self.claim.effects(self.disclosed_days)


@dataclass(frozen=True)
class ActEvent:
    """An act and where the log holds it."""

    position: int
    recorded_at: Instant
    act: Act
    occurrence: str
    """The stream that holds it: that of the occurrence it is upon, or `vendor:` and a vendor's id."""

    @kept
    def known(self) -> Instants:
        """When it was disclosed; an act of the record clock counts at every known instant."""
        if self.act.clock == "record":
            return ALWAYS
        return _by_recording(self.act.window(), self.recorded_at)

    def brings(self, target: Claim) -> Event | None:
        """The claim it brings in, seen from its own disclosure (source clock) or the claim's own."""
        claim = self.act.brings(target)
        if claim is None:
            return None
        disclosure = None if self.act.clock == "record" else self.known
        return Event(self.position, self.recorded_at, claim, disclosure)


@dataclass(frozen=True)
class Redacted:
    """What is left of an event whose payload was removed for good; `upon` is what an act was upon."""

    position: int
    recorded_at: Instant
    id: str
    kind: str
    occurrence: str
    upon: str | None = None


Entry = Event | ActEvent | Redacted
"""Anything the log holds at a position."""


def _by_recording(window: Instants | None, recorded_at: Instant) -> Instants:
    if window is None:
        return Instants(None, recorded_at)
    if window.hi <= recorded_at:
        return window
    hi = recorded_at
    return Instants(None if window.lo is None else min(window.lo, hi), hi)


@lru_cache(maxsize=8_192)
def _days_within(lo: Instant | None, hi: Instant) -> Days:
    last = day_of(hi if lo == hi else hi - 1)
    return Days(None if lo is None else day_of(lo), last)
