"""Visibility: which claims of an occurrence count for those who know what was disclosed by an instant."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from events import ActEvent, Entry, Event, Instant, Instants, Redacted

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
        if not self.doubtful:
            return self.sure
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
        for window in _windows(entry):
            edges.add(max(window.hi, -EVER))
            if window.lo is not None and window.lo < window.hi:
                edges.add(window.lo + 1)
    yield from pairwise([*sorted(edges), EVER])


def _windows(entry: Entry) -> Iterator[Instants]:
    """When an entry, and the claim that stands in it, may have been disclosed."""
    if isinstance(entry, Redacted):
        return
    yield entry.known
    if isinstance(entry, ActEvent) and entry.act.brought is not None:
        brought = entry.brings(entry.act.brought)
        if brought is not None:
            yield brought.known
