"""Steps of a count whose claims agree: bounded once for all partitions of which the same is said."""

from collections.abc import Sequence
from functools import lru_cache

from events import Day

from .algebra import Profile, hull
from .partition import Partition, Said, said_of, size_of, solve, variant_of, variants

Step = tuple[Day, Day, int, int, int | None, int, int | None, int]
"""First day, day after the last, counts, size, and whether it is contested: the last columns of a row."""


def agreed_steps(partition: Partition) -> tuple[Step, ...] | None:
    """The steps of a partition as `solve` has them; None where its claims contradict."""
    sure, doubtful = (
        tuple([said_of(event, partition.key) for event in events])
        for events in (partition.seen.sure, partition.seen.doubtful)
    )
    return agreed_on(sure, doubtful, partition.until_changed)


def solved_steps(partition: Partition) -> list[Step]:
    """The steps of a count whose claims may contradict."""
    solved, size = solve(partition), partition.size
    bounds = (size.lo, size.hi) if size else _stated(partition)
    return steps_of(solved.profile, bounds, contested=bool(solved.held))


def steps_told(partition: Partition) -> Sequence[Step]:
    """The steps that follow from the claims of a partition, whether they agree or not."""
    return agreed_steps(partition) or solved_steps(partition)


def steps_of(profile: Profile, size: tuple[int, int | None], *, contested: bool) -> list[Step]:
    """The steps of a profile, with the size and whether it is contested."""
    lo, hi = size
    return [
        (first, after, certain, presumed, possible, lo, hi, int(contested))
        for first, after, (certain, presumed, possible) in profile.spans
    ]


@lru_cache(maxsize=32_768)
def agreed_on(
    sure: tuple[Said, ...], doubtful: tuple[Said, ...], until_changed: bool
) -> tuple[Step, ...] | None:
    """The steps of whatever partition says just this; None where it contradicts."""
    size = size_of(sure or doubtful)
    # What is said twice says no more, and a doubtful claim that repeats a sure one leaves nothing in doubt.
    known = dict.fromkeys(sure)
    doubted = tuple(dict.fromkeys([said for said in doubtful if said not in known]))
    found = [variant_of(said, until_changed) for said in variants(tuple(known), doubted)]
    profiles = [each for each in found if each is not None]
    if size is None or len(profiles) < len(found):
        return None
    return tuple(steps_of(hull(profiles), (size.lo, size.hi), contested=False))


def _stated(partition: Partition) -> tuple[int, int | None]:
    """The hull of the sizes claims state, where they contradict."""
    sizes = [e.claim.whole for e in partition.seen.all if e.claim.whole is not None]
    highs = [size.hi for size in sizes]
    known = [hi for hi in highs if hi is not None]
    return min(s.lo for s in sizes), max(known) if len(known) == len(highs) else None
