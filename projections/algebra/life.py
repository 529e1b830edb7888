"""The life of an occurrence: effects turned into constraints, and constraints into a profile."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import lru_cache

from events import Begins, Day, Effect, Ends, IntendsToBegin, IntendsToEnd, Observed, Quantity

from .bounds import (
    NO_BOUND,
    SIZE,
    ZERO,
    Bounds,
    Edge,
    Ending,
    Shape,
    begun,
    ended,
    solve,
    solve_during,
)
from .steps import BEFORE_ALL, Counts, Profile

ALL = "all"
SOME_TIME: Day = BEFORE_ALL
THROUGHOUT: Day = BEFORE_ALL + 1
Node = Callable[[int], int]


@dataclass(frozen=True, slots=True)
class Life:
    """All that is said of an occurrence at once: its size, its effects, and whether it lasts until changed."""

    size: Quantity
    effects: tuple[Effect, ...]
    until_changed: bool = False


# The rows of a list say the same of many occurrences, and an occurrence is asked of again with each claim about it.
@lru_cache(maxsize=8_192)
def profile(life: Life) -> Profile | None:
    """The exact bounds of the members in force over valid time; None where no history satisfies all."""
    points, shape = _shape(life, ())
    bounds = solve(shape)
    if bounds is None:
        return None
    return Profile(tuple((day, _counts(*row)) for day, row in zip(points, bounds, strict=True)))


def during(life: Life, first: Day, last: Day) -> Profile | None:
    """The exact bounds of the members in force at some time of some days, and on all of them.

    As a profile of two steps: SOME_TIME and THROUGHOUT.
    """
    begun = tuple(_begun_within(effect, last) for effect in life.effects)
    found = [_during(replace(life, effects=e), first, last) for e in (begun, life.effects)]
    if found[0] is None or found[1] is None:
        return None
    some, throughout = found[0][0], found[1][1]
    return Profile(((SOME_TIME, _counts(*some)), (THROUGHOUT, _counts(*throughout))))


def _during(life: Life, first: Day, last: Day) -> Bounds | None:
    points, shape = _shape(life, (first, last))
    return solve_during(shape, points.index(first), points.index(last))


def _begun_within(effect: Effect, last: Day) -> Effect:
    """A beginning at some moment of the last day of a window lies within the window."""
    if not isinstance(effect, Begins) or not effect.in_day or effect.last != last + 1:
        return effect
    return replace(effect, last=last) if (effect.first or 0) <= last else effect


def _counts(certain: int, presumed: int, possible: int) -> Counts:
    return Counts(certain, presumed, None if possible >= NO_BOUND // 2 else possible)


def _shape(life: Life, days: tuple[Day, ...]) -> tuple[list[Day], Shape]:
    """The days that matter to a life, `days` among them, and the life with its days numbered."""
    effects = _with_intentions(life.effects)
    points = _points(effects, days)
    number = {day: index for index, day in enumerate(points)}
    writer = _Writer(life.size, number)
    for effect in effects:
        writer.write(effect)
    observed = [e.days.last for e in effects if isinstance(e, Observed) and e.days.last is not None]
    meant = [e.first for e in effects if isinstance(e, IntendsToEnd)]
    return points, Shape(
        points=len(points),
        edges=frozenset(writer.edges),
        endings=frozenset(writer.endings),
        until_changed=life.until_changed,
        closed_after=number[max(observed)] if observed else None,
        seen_ended=frozenset(writer.seen_ended),
        intended=min(0 if day is None else number[day] for day in meant) if meant else None,
    )


def _with_intentions(effects: Iterable[Effect]) -> list[Effect]:
    """An intention to begin counts only where nothing says more: then members possibly begin from it on."""
    all_effects = list(effects)
    if any(isinstance(effect, Begins | Ends | Observed) for effect in all_effects):
        return [effect for effect in all_effects if not isinstance(effect, IntendsToBegin)]
    firsts = [effect.first for effect in all_effects if isinstance(effect, IntendsToBegin)]
    others: list[Effect] = [
        effect for effect in all_effects if not isinstance(effect, IntendsToBegin)
    ]
    if not firsts:
        return others
    known = [first for first in firsts if first is not None]
    return [Begins(min(known) if len(known) == len(firsts) else None, None), *others]


def _points(effects: Iterable[Effect], days: tuple[Day, ...]) -> list[Day]:
    """The days a constraint names, the day after each, and one before them all.

    Between two points nothing is said, so the counts on a day are those at the last point before it.
    """
    marks: set[Day] = set(days)
    for effect in effects:
        if isinstance(effect, Begins | Ends):
            marks |= {day for day in (_before(effect.first), effect.last) if day is not None}
        elif isinstance(effect, Observed):
            marks |= {day for day in (effect.days.first, effect.days.last) if day is not None}
        elif effect.first is not None:
            marks.add(effect.first - 1)
    return sorted({BEFORE_ALL} | marks | {day + 1 for day in marks})


def _before(day: Day | None) -> Day | None:
    return None if day is None else day - 1


class _Writer:
    """Writes effects down as edges between numbered points."""

    def __init__(self, size: Quantity, number: dict[Day, int]) -> None:
        self.size = size
        self.number = number
        self.endings: list[Ending] = []
        self.seen_ended: list[Ending] = []
        self.edges: list[Edge] = [(SIZE, ZERO, -size.lo)]
        if size.hi is not None:
            self.edges.append((ZERO, SIZE, size.hi))

    def write(self, effect: Effect) -> None:
        if isinstance(effect, Begins):
            self._grows(begun, effect)
        elif isinstance(effect, Ends):
            self._grows(ended, effect)
            self._ending(effect)
        elif isinstance(effect, Observed):
            self._observed(effect)

    def _grows(self, node: Node, effect: Begins | Ends) -> None:
        """`count` members change at a tick from first to last."""
        before = None if effect.first is None else node(self.number[effect.first - 1])
        by = None if effect.last is None else node(self.number[effect.last])
        if effect.count is None or effect.count.share == ALL:
            if before is not None:
                self.edges.append((ZERO, before, 0))
            if by is not None:
                self.edges.append((by, SIZE, 0))
            return
        least = effect.count.of(self.size.lo)
        if before is not None:
            self.edges.append((SIZE if by is None else by, before, -least))
        elif by is not None:
            self.edges.append((by, ZERO, -least))

    def _ending(self, effect: Ends) -> None:
        first = None if effect.first is None else self.number[effect.first]
        last = len(self.number) - 1 if effect.last is None else self.number[effect.last]
        self.endings.append((first, last))

    def _observed(self, effect: Observed) -> None:
        first, last = effect.days.first, effect.days.last
        start = None if first is None else self.number[first]
        end = None if last is None else self.number[last]
        fewer = effect.in_force is not None and effect.in_force.hi is not None
        some_ended = effect.ended is not None and effect.ended.lo > 0
        if end is not None and (fewer or some_ended):
            self.seen_ended.append((None, end))
        if effect.in_force is not None:
            self._in_force(effect.in_force, start, end)
        if effect.ended is not None:
            self._ended(effect.ended, start, end)

    def _in_force(self, count: Quantity, start: int | None, end: int | None) -> None:
        if count.share == ALL:
            if end is not None:
                self.edges.append((begun(end), SIZE, 0))
            if start is not None:
                self.edges.append((ZERO, ended(start), 0))
            return
        least = -count.of(self.size.lo)
        if start is None and end is not None:
            self.edges.append((begun(end), ZERO, least))
        elif end is None and start is not None:
            self.edges.append((SIZE, ended(start), least))
        elif start is not None and end is not None:
            self.edges.append((begun(end), ended(start), least))
            if count.hi is not None:
                self.edges.append((ended(end), begun(start), count.hi))

    def _ended(self, count: Quantity, start: int | None, end: int | None) -> None:
        if end is not None:
            everyone = count.share == ALL
            self.edges.append(
                (ended(end), SIZE, 0) if everyone else (ended(end), ZERO, -count.of(self.size.lo))
            )
        if start is not None and count.hi is not None:
            self.edges.append((ZERO, ended(start), count.hi))
