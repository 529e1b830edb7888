"""Partitions: the claims of one occurrence parted by vendor, type and unit, since units never convert."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from events import Event, Quantity

from .algebra import NOTHING, Life, Position, Profile, hull, positions, profile
from .visibility import Visible

SINGLE = Quantity(1, 1)


@dataclass(frozen=True, slots=True)
class PartitionKey:
    """What a count is of: whose, of which type, in which unit."""

    vendor: str
    type: str
    unit: str


@dataclass(frozen=True, slots=True)
class Partition:
    """The claims about one count of an occurrence, as seen from one known instant."""

    key: PartitionKey
    seen: Visible

    @property
    def regions(self) -> tuple[str, ...]:
        """The regions its claims name, or none."""
        return tuple(sorted({r for event in self.seen.all for r in event.claim.regions}))

    @property
    def size(self) -> Quantity | None:
        """The size all its sure claims agree on (all claims, where none is sure); None where they do not."""
        return _size(self.seen.sure or self.seen.all)


@dataclass(frozen=True, slots=True)
class Solved:
    """A partition's counts over valid time; `held` has the positions where its claims contradict."""

    profile: Profile
    held: tuple[Position, ...]


def counts_members(event: Event) -> bool:
    """Whether a claim moves counters at all."""
    return event.claim.says != "nothing" and event.claim.modality != "denied"


def partitions(seen: Visible) -> list[Partition]:
    """The partitions of the visible claims, in the order of their keys."""
    counted = [event for event in seen.all if counts_members(event)]
    keys = {key for event in counted if (key := _own_key(event)) is not None}
    untyped = [event for event in counted if event.claim.type is None]
    for event in untyped:
        if not any(_joins(event, key) for key in keys):
            keys.add(_fallback_key(event))
    return [
        Partition(key, _part(seen, {e.position for e in counted if _belongs(e, key)}))
        for key in sorted(keys, key=lambda key: (key.vendor, key.type, key.unit))
    ]


def solve(partition: Partition) -> Solved:
    """The hull of the counts with none, each and all of the doubtful claims."""
    sure, doubtful = partition.seen.sure, partition.seen.doubtful
    variants: list[tuple[Event, ...]] = [sure]
    variants += [(*sure, event) for event in doubtful]
    if len(doubtful) > 1:
        variants.append((*sure, *doubtful))
    solved = [_variant(variant) for variant in dict.fromkeys(variants)]
    return Solved(hull(each.profile for each in solved), solved[0].held or solved[-1].held)


def _variant(claims: Sequence[Event]) -> Solved:
    if not claims:
        return Solved(NOTHING, ())
    agreed = _profile(claims)
    if agreed is not None:
        return Solved(agreed, ())
    held = positions(claims, _profile)
    return Solved(hull(position.profile for position in held) if held else NOTHING, held)


def _profile(claims: Sequence[Event]) -> Profile | None:
    size = _size(claims)
    if size is None:
        return None
    lasting = any(e.claim.type is not None and e.claim.inertia == "until-changed" for e in claims)
    lasting = lasting or all(e.claim.inertia == "until-changed" for e in claims)
    effects = tuple(effect for event in claims for effect in event.effects)
    return profile(Life(size, effects, lasting)) if effects else NOTHING


def _size(claims: Iterable[Event]) -> Quantity | None:
    stated = [event.claim.whole for event in claims if event.claim.whole is not None]
    if not stated:
        return SINGLE
    lo = max(quantity.lo for quantity in stated)
    hi = min((q.hi for q in stated if q.hi is not None), default=None)
    return None if hi is not None and hi < lo else Quantity(lo, hi)


def _own_key(event: Event) -> PartitionKey | None:
    claim = event.claim
    if claim.type is None or claim.vendor is None:
        return None
    return PartitionKey(claim.vendor, claim.type, claim.counted_unit)


def _fallback_key(event: Event) -> PartitionKey:
    claim = event.claim
    return PartitionKey(claim.vendor or "", claim.fallback, claim.unit or claim.fallback)


def _joins(event: Event, key: PartitionKey) -> bool:
    return event.claim.vendor == key.vendor and event.claim.unit in (None, key.unit)


def _belongs(event: Event, key: PartitionKey) -> bool:
    return _joins(event, key) if event.claim.type is None else _own_key(event) == key


def _part(seen: Visible, members: set[int]) -> Visible:
    return Visible(
        tuple(event for event in seen.sure if event.position in members),
        tuple(event for event in seen.doubtful if event.position in members),
    )
