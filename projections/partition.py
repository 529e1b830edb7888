"""Partitions: the claims of one occurrence parted by vendor, type and unit, since units never convert."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeVar

from events import Begins, Effect, Ends, Event, Observed, Quantity

from .algebra import NOTHING, Life, Position, Profile, hull, positions, profile, reduced
from .visibility import Visible

SINGLE = Quantity(1, 1)
Evaluate = Callable[[Life], Profile | None]
Said = tuple[Quantity | None, tuple[Effect, ...], bool]
"""What a claim says of a count: its size, effects, and whether the claim alone is of the count's type."""
T = TypeVar("T")


class PartitionKey(NamedTuple):
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
    def tellers(self) -> str:
        """The sources that speak of it, in the order of the alphabet, with blanks between."""
        seen = (*self.seen.sure, *self.seen.doubtful)
        sources = {event.claim.citation.source for event in seen}
        return sources.pop() if len(sources) == 1 else " ".join(sorted(sources))

    @property
    def size(self) -> Quantity | None:
        """The size all its sure claims agree on (all claims, where none is sure); None where they do not."""
        return agreed_size(self.seen.sure or self.seen.all)

    @property
    def until_changed(self) -> bool:
        """Whether it lasts until an ending is claimed: by its kinds with a type, or else by the others."""
        typed = [event for event in self.seen.all if event.claim.type is not None]
        return "until-changed" in [event.claim.inertia for event in typed or self.seen.all]


@dataclass(frozen=True, slots=True)
class Solved:
    """A partition's counts over valid time; `held` has the positions where its claims contradict."""

    profile: Profile
    held: tuple[Position, ...]


def counts_members(event: Event) -> bool:
    """Whether a claim moves counters at all."""
    return event.claim.says != "nothing" and event.claim.modality != "denied"


def partitions(seen: Visible) -> list[Partition]:
    """The partitions of the visible claims, in the order of their keys.

    A claim of a kind without a type joins those of its vendor, or else opens one of its own fallback.
    """
    members: dict[PartitionKey, set[int]] = {}
    counted = [event for event in seen.all if counts_members(event)]
    for event in counted:
        if event.claim.type is not None:
            members.setdefault(key_of(event, event.claim.type), set()).add(event.position)
    typed = list(members)
    for event in counted:
        if event.claim.type is None:
            joined = [key for key in typed if joins(event, key)]
            for key in joined or [key_of(event, event.claim.fallback)]:
                members.setdefault(key, set()).add(event.position)
    return [Partition(key, _part(seen, members[key])) for key in sorted(members)]


def solve(partition: Partition, evaluate: Evaluate = profile) -> Solved:
    """The hull of the counts with none, each and all of the doubtful claims; over time, or as `evaluate` has it."""
    found = variants(partition.seen.sure, partition.seen.doubtful)
    solved = [_variant(partition, variant, evaluate) for variant in found]
    held = next((each.held for each in reversed(solved) if each.held), ())
    return Solved(hull(each.profile for each in solved), held)


def variants(sure: tuple[T, ...], doubtful: tuple[T, ...]) -> list[tuple[T, ...]]:
    """What may hold: the sure with none, each and all of the doubtful."""
    found = [sure, *((*sure, each) for each in doubtful)]
    return [*found, (*sure, *doubtful)] if len(doubtful) > 1 else found


def said_of(event: Event, key: PartitionKey) -> Said:
    """What a claim says of a count."""
    return event.claim.whole, event.effects, _type(event) == key.type


def variant_of(
    said: Sequence[Said], until_changed: bool, evaluate: Evaluate = profile
) -> Profile | None:
    """The counts if just this holds: nothing unless some of it is of the count's type; None for a contradiction."""
    return _alone(said, until_changed, evaluate) if any(of for *_, of in said) else NOTHING


def _alone(said: Sequence[Said], until_changed: bool, evaluate: Evaluate) -> Profile | None:
    size = size_of(said)
    if size is None:
        return None
    effects = tuple([effect for _, each, _ in said for effect in each])
    return evaluate(reduced(Life(size, effects, until_changed)))


def _variant(partition: Partition, claims: Sequence[Event], evaluate: Evaluate) -> Solved:
    """The counts if just these claims hold, with the positions where they contradict."""
    until_changed = partition.until_changed

    def said(part: Sequence[Event]) -> list[Said]:
        return [said_of(event, partition.key) for event in part]

    agreed = variant_of(said(claims), until_changed, evaluate)
    if agreed is not None:
        return Solved(agreed, ())
    held = positions(claims, lambda part: _alone(said(part), until_changed, evaluate))
    return Solved(hull(position.profile for position in held), held)


def agreed_size(claims: Iterable[Event]) -> Quantity | None:
    """The size all claims agree on; None where they do not.

    Where none states it, it is one, or as many as the largest number counted and perhaps more.
    """
    return size_of([(event.claim.whole, event.effects, True) for event in claims])


def size_of(said: Sequence[Said]) -> Quantity | None:
    """The same of what claims say."""
    stated = [whole for whole, *_ in said if whole is not None]
    if not stated:
        most = max((_counted(effect) for _, each, _ in said for effect in each), default=1)
        return SINGLE if most <= 1 else Quantity(most, None)
    lo = max(quantity.lo for quantity in stated)
    hi = min((q.hi for q in stated if q.hi is not None), default=None)
    return None if hi is not None and hi < lo else Quantity(lo, hi)


def _counted(effect: Effect) -> int:
    """The largest number of members an effect speaks of."""
    if isinstance(effect, Observed):
        spoken = (effect.in_force, effect.ended)
    elif isinstance(effect, Begins | Ends):
        spoken = (effect.count, None)
    else:
        return 1
    return max((quantity.lo for quantity in spoken if quantity is not None), default=1)


def _type(event: Event) -> str:
    return event.claim.type or event.claim.fallback


def key_of(event: Event, type_: str) -> PartitionKey:
    """The count a claim speaks of, if its type is that."""
    claim = event.claim
    return PartitionKey(claim.vendor or "", type_, claim.counted_unit)


def joins(event: Event, key: PartitionKey) -> bool:
    """Whether a claim of a kind without a type speaks of a count."""
    return event.claim.vendor == key.vendor and event.claim.unit in (None, key.unit)


def _part(seen: Visible, members: set[int]) -> Visible:
    return Visible(
        tuple(event for event in seen.sure if event.position in members),
        tuple(event for event in seen.doubtful if event.position in members),
    )
