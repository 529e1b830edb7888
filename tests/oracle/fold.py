"""The exposure of every vendor on one day, folded from the log from scratch for each question."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from events import Claim, Effect, Entry, Event, Instant

from .acting import MAYBE, held
from .lives import Bounds, Life, bounds


class Key(NamedTuple):
    """What is counted together: members of one type and unit, of one vendor, in one occurrence."""

    occurrence: str
    vendor: str
    type: str
    unit: str


class Answer(NamedTuple):
    """Members in force on the day asked, between bounds; None is unbounded."""

    certain: int
    presumed: int
    possible: int | None
    contested: bool
    regions: frozenset[str]
    size_lo: int
    size_hi: int | None


def exposure(
    entries: Sequence[Entry], day: int, known: Instant, position: int
) -> dict[Key, Answer]:
    """The answer for every key that a claim held at (known, position) speaks of."""
    there = [each for each in held(entries, known, position) if _counts(each.event)]
    visible = [each.event for each in there]
    doubtful = {
        each.event.position
        for each in there
        if each.holds == MAYBE or each.event.claim.modality == "alleged"
    }
    return {
        key: _answer(key, [event for event in visible if event.position in members], doubtful, day)
        for key, members in _keys(visible).items()
    }


def _counts(event: Event) -> bool:
    return event.claim.says != "nothing" and event.claim.modality != "denied"


def _keys(visible: Iterable[Event]) -> dict[Key, set[int]]:
    """The positions of the events that speak of each key.

    A kind with a type opens its key; one without joins those its vendor has in the occurrence,
    of its unit where it names one, and only where there is none opens its fallback.
    """
    visible = list(visible)
    keys: dict[Key, set[int]] = {}
    for event in visible:
        if event.claim.type is not None:
            keys.setdefault(_own_key(event.claim, event.claim.type), set()).add(event.position)
    typed = list(keys)
    for event in visible:
        claim = event.claim
        if claim.type is None:
            joined = [key for key in typed if _joins(claim, key)]
            for key in joined or [_own_key(claim, claim.fallback)]:
                keys.setdefault(key, set()).add(event.position)
    return keys


def _own_key(claim: Claim, type_: str) -> Key:
    assert claim.vendor is not None, "a claim that moves counters is about a vendor"
    listed: str | None = getattr(claim, "list", None)
    return Key(claim.occurrence, claim.vendor, type_, claim.unit or listed or type_)


def _joins(claim: Claim, key: Key) -> bool:
    same = (claim.occurrence, claim.vendor) == (key.occurrence, key.vendor)
    return same and claim.unit in (None, key.unit)


def _answer(key: Key, events: list[Event], doubtful: set[int], day: int) -> Answer:
    """The hull over what may be left out of the doubtful claims: all, all but one, none."""
    claims = {event.position: event for event in events}
    typed = [event for event in events if event.claim.type is not None]
    until_changed = any(event.claim.inertia == "until-changed" for event in typed or events)
    sure = frozenset(claims) - doubtful
    doubted = frozenset(claims) & doubtful
    variants = {sure, *(sure | {one} for one in doubted), sure | doubted}
    found: list[Bounds] = []
    sizes: list[tuple[int, int | None]] = []
    contested = False
    for variant in variants:
        chosen = [claims[position] for position in sorted(variant)]
        if not any(_tells(event.claim, key) for event in chosen):
            found.append(Bounds(0, 0, 0))
            continue
        life = _life(chosen, until_changed=until_changed)
        sizes.append((life.size_lo, life.size_hi))
        alone = bounds(life, day)
        contested = contested or alone is None
        found.append(alone or _positions(chosen, day, until_changed=until_changed))
    hull = _hull(found)
    regions = frozenset(region for event in events for region in event.claim.regions)
    return Answer(*hull, contested, regions, *_sizes(sizes))


def _tells(claim: Claim, key: Key) -> bool:
    """Whether a claim's kind is of the family of the key's type."""
    return (claim.type or claim.fallback) == key.type


def _life(events: Sequence[Event], *, until_changed: bool) -> Life:
    wholes = [event.claim.whole for event in events if event.claim.whole is not None]
    highest = [whole.hi for whole in wholes if whole.hi is not None]
    effects = tuple(effect for event in events for effect in event.effects)
    if not wholes:
        most = max([1, *(number for effect in effects for number in _numbers(effect))])
        return Life(effects, most, 1 if most == 1 else None, until_changed)
    lo = max(whole.lo for whole in wholes)
    hi = min(highest, default=None)
    return Life(effects, lo, hi, until_changed)


def _numbers(effect: Effect) -> list[int]:
    """The numbers of members an effect speaks of."""
    spoken = [getattr(effect, name, None) for name in ("count", "in_force", "ended")]
    return [quantity.lo for quantity in spoken if quantity is not None]


def _positions(events: Sequence[Event], day: int, *, until_changed: bool) -> Bounds:
    """The hull of what each source says by itself where together they contradict each other."""
    found: list[Bounds] = []
    for source in sorted({event.claim.citation.source for event in events}):
        group = [event for event in events if event.claim.citation.source == source]
        together = bounds(_life(group, until_changed=until_changed), day)
        if together is not None:
            found.append(together)
            continue
        for event in group:
            life = _life([event], until_changed=until_changed)
            found.append(bounds(life, day) or Bounds(0, 0, None))
    return _hull(found)


def _hull(found: Sequence[Bounds]) -> Bounds:
    certain = min(each.certain for each in found)
    highest = [each.possible for each in found if each.possible is not None]
    possible = max(highest) if len(highest) == len(found) else None
    return Bounds(certain, max(certain, min(each.presumed for each in found)), possible)


def _sizes(sizes: Sequence[tuple[int, int | None]]) -> tuple[int, int | None]:
    """The hull of the sizes; bounds that contradict each other count as its two ends."""
    ends = [lo for lo, _ in sizes] + [hi for _, hi in sizes if hi is not None]
    unbounded = any(hi is None for _, hi in sizes)
    return min(ends), None if unbounded else max(ends)
