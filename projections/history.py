"""The history projection: which claims speak of a vendor and a region, and when they were disclosed."""

from collections.abc import Iterable, Sequence
from typing import ClassVar, NamedTuple

from events import ActEvent, Day, Entry, Event, Instant, IntendsToBegin

from .partition import counts_members
from .projection import EVER


class HistoryRow(NamedTuple):
    """A claim beside one vendor and one region ('' for none).

    Disclosed not before `known_from` and by `known_to`, about `valid_from` to `valid_to` (None: unknown);
    `counts` is 1 where it moves counters, 2 where it only announces that something begins, else 0.
    """

    vendor: str
    region: str
    at: int
    occurrence: str
    counts: int
    known_from: Instant
    known_to: Instant
    valid_from: Day | None
    valid_to: Day | None


class History:
    """The claims about each vendor and region, to be read in order."""

    name: ClassVar[str] = "history"
    version: ClassVar[int] = 1
    description: ClassVar[str] = "the claims that speak of each vendor and region"
    lasting: ClassVar[bool] = True
    linked: ClassVar[bool] = False
    row: ClassVar[type[NamedTuple]] = HistoryRow
    key: ClassVar[tuple[str, ...]] = ("vendor", "region", "at")
    sought: ClassVar[tuple[str, ...]] = ()

    def reads(self, entry: Entry) -> bool:
        """Claims, and acts that bring one in."""
        return brought_claim(entry) is not None

    def rows(self, entries: Sequence[Entry], occurrence: str) -> Iterable[HistoryRow]:
        """A row for each vendor and region that a claim speaks of."""
        for entry in entries:
            event = brought_claim(entry)
            if event is None:
                continue
            span = event.claim.when.span() if event.claim.when else None
            for vendor in event.claim.vendors or ("",):
                for region in event.claim.regions or ("",):
                    yield HistoryRow(
                        vendor=vendor,
                        region=region,
                        at=event.position,
                        occurrence=entry.occurrence,
                        counts=_weight(event),
                        known_from=-EVER if event.known.lo is None else event.known.lo,
                        known_to=event.known.hi,
                        valid_from=span.first if span else None,
                        valid_to=span.last if span else None,
                    )


def brought_claim(entry: Entry) -> Event | None:
    """The claim an entry is, or brings in without help of what it is upon."""
    if isinstance(entry, Event):
        return entry
    if isinstance(entry, ActEvent) and entry.act.brought is not None:
        return entry.brings(entry.act.brought)
    return None


def _weight(event: Event) -> int:
    if not counts_members(event):
        return 0
    return 2 if all(isinstance(effect, IntendsToBegin) for effect in event.effects) else 1
