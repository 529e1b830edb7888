"""Visibility: which claims of an occurrence count for those who know what was disclosed by an instant."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from events import Event, Instant

from .projection import EVER


@dataclass(frozen=True, slots=True)
class Visible:
    """Claims seen from a known instant: `sure` ones count, `doubtful` ones may or may not.

    Doubtful are those only possibly disclosed by then, and allegations.
    """

    sure: tuple[Event, ...]
    doubtful: tuple[Event, ...]

    @property
    def all(self) -> tuple[Event, ...]:
        """Every claim seen, in the order of positions."""
        return tuple(sorted((*self.sure, *self.doubtful), key=lambda event: event.position))


def is_disclosed(event: Event, known: Instant) -> bool:
    """Whether a claim was disclosed for certain by an instant."""
    return event.known.hi <= known


def may_be_disclosed(event: Event, known: Instant) -> bool:
    """Whether a claim was certainly or possibly disclosed by an instant."""
    lo = event.known.lo
    return event.known.hi <= known or lo is None or lo < known


def visible(events: Iterable[Event], known: Instant) -> Visible:
    """The claims that count for sure, and those that may, at a known instant."""
    seen = [event for event in events if may_be_disclosed(event, known)]
    sure = [
        event for event in seen if is_disclosed(event, known) and event.claim.modality != "alleged"
    ]
    return Visible(tuple(sure), tuple(event for event in seen if event not in sure))


def slices(events: Sequence[Event]) -> Iterator[tuple[Instant, Instant]]:
    """The half-open ranges of the known clock within which the same claims are visible."""
    edges = {-EVER}
    for event in events:
        lo, hi = event.known.lo, event.known.hi
        edges.add(hi)
        if lo is not None and lo < hi:
            edges.add(lo + 1)
    ordered = [*sorted(edges), EVER]
    yield from pairwise(ordered)
