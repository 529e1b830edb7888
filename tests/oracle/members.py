"""Brute force over completions: every way to give each member of a small cohort its days."""

from collections.abc import Iterator, Sequence
from itertools import combinations_with_replacement
from typing import NamedTuple

from events import Begins, Effect, Ends, Observed, Quantity

NEVER = 10**9


class Member(NamedTuple):
    """The ticks at which a member begins and ends."""

    begins: int
    ends: int


Completion = tuple[Member, ...]


def in_force(members: Sequence[Member], day: int) -> int:
    """How many members are in force on a day."""
    return sum(member.begins <= day < member.ends for member in members)


def completions(effects: Sequence[Effect], sizes: range, universe: range) -> Iterator[Completion]:
    """Every cohort of a size in `sizes` whose members satisfy all effects.

    `universe` holds the ticks at which members begin and end, with one before and one after
    all that the effects speak of.
    """
    ticks = [*universe, NEVER]
    kinds = [Member(begins, ends) for begins in ticks for ends in ticks if begins <= ends]
    for size in sizes:
        for members in combinations_with_replacement(kinds, size):
            if all(_satisfied(effect, members, sizes.start) for effect in effects):
                yield members


def extremes(found: Sequence[Completion], day: int) -> tuple[int, int] | None:
    """The least and the greatest number in force on a day; None where no completion is."""
    numbers = {in_force(members, day) for members in found}
    return (min(numbers), max(numbers)) if numbers else None


def closed_world(
    found: Sequence[Completion], effects: Sequence[Effect], universe: range, since: int
) -> list[Completion]:
    """The completions in which after the day `since` no more members end than are claimed to.

    By a day as many are claimed to as end at least, in any completion, by the last tick
    of the endings that may have started by that day.
    """
    endings = [effect for effect in effects if isinstance(effect, Ends)]
    left = list(found)
    for day in universe:
        started = [each for each in endings if each.first is None or each.first <= day]
        lasts = [universe[-1] if each.last is None else each.last for each in started]
        if day > since and found:
            claimed = min(
                _ended_within(members, since, max(lasts, default=since)) for members in found
            )
            left = [members for members in left if _ended_within(members, since, day) <= claimed]
    return left


def _ended_within(members: Completion, since: int, until: int) -> int:
    return sum(since < member.ends <= until for member in members)


def _satisfied(effect: Effect, members: Completion, size_lo: int) -> bool:
    if isinstance(effect, Begins):
        there = [_within(member.begins, effect.first, effect.last) for member in members]
        return sum(there) >= _least(effect.count, len(members), size_lo)
    if isinstance(effect, Ends):
        there = [_within(member.ends, effect.first, effect.last) for member in members]
        return sum(there) >= _least(effect.count, len(members), size_lo)
    return not isinstance(effect, Observed) or _seen(effect, members, size_lo)


def _within(tick: int, first: int | None, last: int | None) -> bool:
    return (first is None or first <= tick) and (last is None or tick <= last)


def _least(count: Quantity | None, size: int, size_lo: int) -> int:
    if count is None or count.share == "all":
        return size
    return size_lo // 2 + 1 if count.share == "most" else count.lo


def _seen(effect: Observed, members: Completion, size_lo: int) -> bool:
    """What was observed, member by member; an observation may lie on any day of its window."""
    first = -NEVER if effect.days.first is None else effect.days.first
    last = NEVER - 1 if effect.days.last is None else effect.days.last
    size = len(members)
    if effect.in_force is not None:
        some_day = sum(member.begins <= last and member.ends > first for member in members)
        throughout = sum(member.begins <= first and member.ends > last for member in members)
        if some_day < _least(effect.in_force, size, size_lo):
            return False
        if effect.in_force.hi is not None and throughout > effect.in_force.hi:
            return False
    if effect.ended is not None:
        by_last = sum(member.ends <= last for member in members)
        by_first = sum(member.ends <= first for member in members)
        if by_last < _least(effect.ended, size, size_lo):
            return False
        if effect.ended.hi is not None and by_first > effect.ended.hi:
            return False
    return True
