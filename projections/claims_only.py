"""Occurrences that claims alone tell of, as most are: who sees which of them, without asking what acts left of them."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from events import Event, Instant

from .agreeing import Step, agreed_on, steps_told
from .partition import Partition, PartitionKey, Said, joins, key_of, partitions, said_of
from .projection import EVER
from .visibility import Visible, slices


class Part(NamedTuple):
    """The steps of one count, and the regions its claims name."""

    key: PartitionKey
    regions: Sequence[str]
    steps: Sequence[Step]


Slice = tuple[Instant, Instant, list[Part]]
"""A range of the known clock, and what follows for those who know as much."""


class _Shared:
    """What a claim says, one object for all that say the same: it is hashed once and then told by itself."""

    __slots__ = ("said",)

    def __init__(self, said: Said) -> None:
        self.said = said


_shared = lru_cache(maxsize=32_768)(_Shared)


class _Heard(NamedTuple):
    """A claim that speaks of the one count there is."""

    event: Event
    alleged: bool
    typed: bool
    said: _Shared


def part_of(partition: Partition) -> Part:
    """What follows from the claims of a partition."""
    return Part(partition.key, partition.regions, steps_told(partition))


def heard_slices(claims: Sequence[Event]) -> Iterator[Slice]:
    """The slices of the known clock in which some claims are visible, and what follows from those."""
    key = _one_key(claims)
    heard = [] if key is None else [_heard(event, key) for event in claims]
    for known_from, known_to in _slices(claims):
        found = None if key is None else _one_part(key, heard, known_from)
        if found is not None:
            yield known_from, known_to, [found]
            continue
        sure, doubtful = _visible(claims, known_from)
        if sure or doubtful:
            parts = partitions(Visible(tuple(sure), tuple(doubtful)))
            yield known_from, known_to, [part_of(each) for each in parts]


def _slices(claims: Sequence[Event]) -> Iterator[tuple[Instant, Instant]]:
    if len(claims) > 1:
        yield from slices(claims)
        return
    known = claims[0].known
    public = max(known.hi, -EVER)
    possibly = -EVER if known.lo is None else known.lo + 1
    if possibly < public:
        yield possibly, public
    yield public, EVER


def _visible(claims: Sequence[Event], at: Instant) -> tuple[list[Event], list[Event]]:
    sure: list[Event] = []
    doubtful: list[Event] = []
    for event in claims:
        known = event.known
        if known.hi <= at:
            (doubtful if event.claim.modality == "alleged" else sure).append(event)
        elif known.lo is None or known.lo < at:
            doubtful.append(event)
    return sure, doubtful


def _one_key(claims: Sequence[Event]) -> PartitionKey | None:
    """The one count that all claims speak of; None where there may be more."""
    key: PartitionKey | None = None
    for event in claims:
        type_ = event.claim.type
        if type_ is not None:
            own = key_of(event, type_)
            if key is not None and own != key:
                return None
            key = own
    if key is None or not all(event.claim.type or joins(event, key) for event in claims):
        return None
    return key


def _heard(event: Event, key: PartitionKey) -> _Heard:
    claim = event.claim
    alleged, typed = claim.modality == "alleged", claim.type is not None
    return _Heard(event, alleged, typed, _shared(said_of(event, key)))


def _one_part(key: PartitionKey, heard: Sequence[_Heard], at: Instant) -> Part | None:
    """What follows from the visible ones; None where none of them has a type, or they contradict."""
    sure, doubtful, regions = [], [], set[str]()
    typed = changed = False
    for event, alleged, own, said in heard:
        known = event.known
        if known.hi <= at:
            (doubtful if alleged else sure).append(said)
        elif known.lo is None or known.lo < at:
            doubtful.append(said)
        else:
            continue
        regions.update(event.claim.regions)
        typed = typed or own
        changed = changed or (own and event.claim.inertia == "until-changed")
    if not typed:
        return None
    steps = _agreed(tuple(sure), tuple(doubtful), changed)
    return None if steps is None else Part(key, sorted(regions), steps)


@lru_cache(maxsize=32_768)
def _agreed(
    sure: tuple[_Shared, ...], doubtful: tuple[_Shared, ...], until_changed: bool
) -> tuple[Step, ...] | None:
    said = (tuple([each.said for each in some]) for some in (sure, doubtful))
    return agreed_on(*said, until_changed)
