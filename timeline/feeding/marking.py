"""What an event is about: the vendors and regions by which a reader of the feed may choose."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from events import Act, ActEvent, Claim, Entry, Event, Redacted

from ..log import Log

DEPTH = 50
"""How many acts upon acts are followed."""


@dataclass(frozen=True, slots=True)
class Marks:
    """The vendors and regions an event is about; None is all, or any that nobody can tell any more."""

    vendors: frozenset[str] | None
    regions: frozenset[str] | None

    def joined(self, other: "Marks") -> "Marks":
        """About what either is about."""
        return Marks(_union(self.vendors, other.vendors), _union(self.regions, other.regions))


UNTOLD = Marks(None, None)
NOTHING = Marks(frozenset(), frozenset())


def marks_of(connection: Connection, log: Log, entry: Entry, depth: int = DEPTH) -> Marks:
    """What an event is about: an act is about what it is upon, and about what it brings in.

    What was redacted may have been about anything, and so may an act upon it.
    """
    if isinstance(entry, Event):
        return _of_claims([entry.claim])
    if isinstance(entry, Redacted) or not depth:
        return UNTOLD
    act = entry.act
    own = NOTHING if act.brought is None else _of_claims([act.brought])
    return own.joined(_of_target(connection, log, entry, depth))


def is_common(kind: type[Claim]) -> bool:
    """Whether a kind names vendors and regions in the fields that all kinds have, and in no others."""
    return kind.vendors is Claim.vendors and kind.regions is Claim.regions


def marks_in(said: Mapping[str, Any]) -> Marks:
    """What a claim of a common kind is about, from its words as they are stored."""
    vendors = (said.get("vendor"), *said.get("mentions", ()))
    regions = (said.get("region"), said.get("concerns"))
    return Marks(
        frozenset(each for each in vendors if each), frozenset(each for each in regions if each)
    )


def _of_target(connection: Connection, log: Log, entry: ActEvent, depth: int) -> Marks:
    act = entry.act
    if "vendor" in act.targets:
        return Marks(frozenset(_ends(act)), None)
    if "occurrence" in act.targets:
        streams = log.streams(connection, _ends(act), entry.position)
        held = [each for stream in streams.values() for each in stream]
        if any(isinstance(each, Redacted) for each in held):
            return UNTOLD
        return _of_claims(each.claim for each in held if isinstance(each, Event))
    target = log.by_id(connection, act.target)
    return UNTOLD if target is None else marks_of(connection, log, target, depth - 1)


def _ends(act: Act) -> set[str]:
    """What an act links."""
    said = act.content()
    return {act.target, *(said[field] for field in ("other", "of", "into") if field in said)}


def _of_claims(claims: Iterable[Claim]) -> Marks:
    vendors: set[str] = set()
    regions: set[str] = set()
    for claim in claims:
        vendors.update(claim.vendors)
        regions.update(claim.regions)
    return Marks(frozenset(vendors), frozenset(regions))


def _union(one: frozenset[str] | None, other: frozenset[str] | None) -> frozenset[str] | None:
    return None if one is None or other is None else one | other
