"""Occurrences that claims alone tell of, as most are: their rows, without asking what acts left of them.

Most of these speak of one count, in the same regions. What follows then depends on what each claim says and on the
order of their disclosures alone, so it is worked out once as a pattern and filled in with who, where and when.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from events import Event, Instant

from .agreeing import Step, agreed_on
from .partition import Partition, PartitionKey, Said, joins, key_of, partitions, said_of
from .projection import EVER
from .visibility import Visible, slices

Parted = tuple[Instant, Instant, list[Partition]]
"""A range of the known clock, and the counts that the claims visible in it tell of."""
Pattern = tuple[tuple[int, int, Step, tuple[int, ...]], ...]
"""From which edge of the known clock to which each step holds, told by which sources, by the numbers of both."""
MOST = 8
"""The most claims of which a pattern is kept; it grows with the square of their number."""


class _Shared:
    """What a claim says, one object for all that say the same: it is hashed once and then told by itself."""

    __slots__ = ("said",)

    def __init__(self, said: Said) -> None:
        self.said = said


_shared = lru_cache(maxsize=32_768)(_Shared)


_Heard = tuple[_Shared, bool, bool, bool, int, int, int]
"""What a claim says of the one count there is; whether it is alleged, has a type of its own, and lasts until changed;
the number of its source, and those of the edges from which it may be public, and is."""


class Patterned(NamedTuple):
    """The one count that claims speak of, where, who tells, the edges of the known clock, and what follows between."""

    key: PartitionKey
    regions: Sequence[str]
    sources: Sequence[str]
    edges: Sequence[Instant]
    pattern: Pattern


def patterned(claims: Sequence[Event]) -> Patterned | None:
    """What follows from claims that agree on one count; None for others."""
    regions = claims[0].claim.regions
    if len(claims) > MOST or any(e.claim.regions != regions for e in claims[1:]):
        return None
    key = _one_key(claims)
    if key is None:
        return None
    windows = [_window(event) for event in claims]
    edges = sorted({edge for window in windows for edge in window})
    sources = sorted({event.claim.citation.source for event in claims})
    heard = []
    for event, (possibly, public) in zip(claims, windows, strict=True):
        claim = event.claim
        typed = claim.type is not None or len(claims) == 1
        changed = typed and claim.inertia == "until-changed"
        alleged, numbers = claim.modality == "alleged", (edges.index(possibly), edges.index(public))
        teller = sources.index(claim.citation.source)
        heard.append((_shared(said_of(event, key)), alleged, typed, changed, teller, *numbers))
    pattern = _pattern(tuple(heard))
    return None if pattern is None else Patterned(key, regions, sources, [*edges, EVER], pattern)


def _window(event: Event) -> tuple[Instant, Instant]:
    """From when a claim may be public, and from when it is."""
    lo, hi = event.known.lo, max(event.known.hi, -EVER)
    return -EVER if lo is None else min(lo + 1, hi), hi


@lru_cache(maxsize=32_768)
def _pattern(heard: tuple[_Heard, ...]) -> Pattern | None:
    """The steps over the edges; None where claims contradict, or none that is visible has a type."""
    found: list[tuple[int, int, Step, tuple[int, ...]]] = []
    held: dict[tuple[Step, tuple[int, ...]], tuple[int, int]] = {}
    for at in range(1 + max(public for *_, public in heard)):
        seen = [each for each in heard if each[5] <= at]
        told = [(said.said, public <= at and not alleged) for said, alleged, *_, public in seen]
        sure = tuple([said for said, surely in told if surely])
        doubtful = tuple([said for said, surely in told if not surely])
        steps = agreed_on(sure, doubtful, any(each[3] for each in seen))
        if steps is None or not any(each[2] for each in seen):
            return None
        tellers = tuple(sorted({each[4] for each in seen}))
        for step in steps:
            since, until = held.get((step, tellers), (at, at))
            if until != at:
                found.append((since, until, step, tellers))
                since = at
            held[step, tellers] = (since, at + 1)
    return (*found, *((*span, *told) for told, span in held.items()))


def _one_key(claims: Sequence[Event]) -> PartitionKey | None:
    """The one count that all claims speak of; None where there may be more."""
    if len(claims) == 1:
        return key_of(claims[0], claims[0].claim.type or claims[0].claim.fallback)
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


def parted_slices(claims: Sequence[Event]) -> Iterator[Parted]:
    """The slices of the known clock in which some claims are visible, each with its partitions."""
    for known_from, known_to in slices(claims):
        sure: list[Event] = []
        doubtful: list[Event] = []
        for event in claims:
            known = event.known
            if known.hi <= known_from:
                (doubtful if event.claim.modality == "alleged" else sure).append(event)
            elif known.lo is None or known.lo < known_from:
                doubtful.append(event)
        if sure or doubtful:
            yield known_from, known_to, partitions(Visible(tuple(sure), tuple(doubtful)))
