"""Claims of one count that agree: bounded once for all occurrences of which the same is said."""

from collections.abc import Sequence
from functools import lru_cache

from events import Day, Effect, Event, Quantity

from .algebra import NOTHING, Life, Profile, hull, profile, reduced
from .partition import Partition, PartitionKey, joins, key_of, size_of, type_of

Step = tuple[Day, Day, int, int, int | None, int, int | None, int]
"""First day, day after the last, counts, size, and 0 for not contested: the last columns of a row."""
Said = tuple[Quantity | None, tuple[Effect, ...], bool]
"""What a claim says of a count: a size, effects, and whether it alone would be of the count's type."""


def common_key(claims: Sequence[Event]) -> PartitionKey | None:
    """The one count that all claims speak of; None where they speak of several, or only join one."""
    keys = {key_of(e, e.claim.type) for e in claims if e.claim.type is not None}
    if len(keys) != 1:
        return None
    (key,) = keys
    joined = all(e.claim.type is not None or joins(e, key) for e in claims)
    return key if joined else None


def agreed_steps(part: Partition) -> tuple[Step, ...] | None:
    """The steps of a count as `solve` has them; None where claims contradict, or none is of a kind with a type."""
    sure, doubtful = (
        tuple([_said(event, part.key.type) for event in each])
        for each in (part.seen.sure, part.seen.doubtful)
    )
    if all(event.claim.type is None for event in part.seen.all):
        return None
    return _steps(sure, doubtful, part.until_changed)


def _said(event: Event, type_: str) -> Said:
    return event.claim.whole, event.effects, type_of(event) == type_


@lru_cache(maxsize=32_768)
def _steps(
    sure: tuple[Said, ...], doubtful: tuple[Said, ...], until_changed: bool
) -> tuple[Step, ...] | None:
    size = _size(sure or doubtful)
    if size is None:
        return None
    variants = [sure, *((*sure, said) for said in doubtful)]
    if len(doubtful) > 1:
        variants.append((*sure, *doubtful))
    profiles: list[Profile] = []
    for said in variants:
        found = _profile(said, until_changed)
        if found is None:
            return None
        profiles.append(found)
    spans = hull(profiles).spans
    return tuple((*days, *counts, size.lo, size.hi, 0) for *days, counts in spans)  # type: ignore[misc]  # unpacked days


def _profile(said: tuple[Said, ...], until_changed: bool) -> Profile | None:
    if not any(of_type for *_, of_type in said):
        return NOTHING
    size = _size(said)
    if size is None:
        return None
    effects = tuple([effect for _, each, _ in said for effect in each])
    return profile(reduced(Life(size, effects, until_changed)))


def _size(said: tuple[Said, ...]) -> Quantity | None:
    return size_of([(whole, effects) for whole, effects, _ in said])
