"""Visibility: which claims of an occurrence count for those who know what was disclosed by an instant."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from events import Entry, Event, Instant, Redacted

from .projection import EVER
from .standing import Holds, Standing, standings


@dataclass(frozen=True, slots=True)
class Visible:
    """Claims seen from a known instant: `sure` ones count, `doubtful` ones may or may not.

    Doubtful are those only possibly disclosed, or possibly set aside, by then, and allegations.
    `aside` are the claims that acts have set aside.
    """

    sure: tuple[Event, ...]
    doubtful: tuple[Event, ...]
    aside: tuple[Standing, ...] = ()

    @property
    def all(self) -> tuple[Event, ...]:
        """Every claim that counts or may, in the order of positions."""
        return tuple(sorted((*self.sure, *self.doubtful), key=lambda event: event.position))


def visible(entries: Iterable[Entry], known: Instant) -> Visible:
    """The claims that count for sure, those that may, and those set aside, at a known instant."""
    sure: list[Event] = []
    doubtful: list[Event] = []
    aside: list[Standing] = []
    for standing in standings(entries, known):
        if standing.counts is Holds.NO:
            aside.append(standing)
        elif standing.counts is Holds.YES and standing.event.claim.modality != "alleged":
            sure.append(standing.event)
        else:
            doubtful.append(standing.event)
    return Visible(tuple(sure), tuple(doubtful), tuple(aside))


def slices(entries: Iterable[Entry]) -> Iterator[tuple[Instant, Instant]]:
    """The half-open ranges of the known clock within which the same claims are visible."""
    edges = {-EVER}
    for entry in entries:
        if not isinstance(entry, Redacted):
            lo, hi = entry.known.lo, entry.known.hi
            edges.add(max(hi, -EVER))
            if lo is not None and lo < hi:
                edges.add(lo + 1)
    yield from pairwise([*sorted(edges), EVER])
