"""The life of an occurrence: effects turned into constraints, and constraints into a profile."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from events import Begins, Day, Effect, Ends, IntendsToBegin, IntendsToEnd, Observed, Quantity

from .bounds import NO_BOUND, SIZE, ZERO, Edge, Ending, Shape, begun, ended, solve
from .profile import BEFORE_ALL, Counts, Profile

ALL = "all"
Node = Callable[[int], int]


@dataclass(frozen=True, slots=True)
class Life:
    """All that is said of an occurrence at once: its size, its effects, and whether it lasts until changed."""

    size: Quantity
    effects: tuple[Effect, ...]
    until_changed: bool = False


def profile(life: Life) -> Profile | None:
    """The exact bounds of the members in force over valid time; None where no history satisfies all."""
    effects = _with_intentions(life.effects)
    points = _points(effects)
    number = {day: index for index, day in enumerate(points)}
    writer = _Writer(life.size, number)
    for effect in effects:
        writer.write(effect)
    observed = [e.days.last for e in effects if isinstance(e, Observed) and e.days.last is not None]
    meant = [e.first for e in effects if isinstance(e, IntendsToEnd)]
    shape = Shape(
        points=len(points),
        edges=frozenset(writer.edges),
        endings=frozenset(writer.endings),
        until_changed=life.until_changed,
        closed_after=number[max(observed)] if observed else None,
        seen_ended=frozenset(writer.seen_ended),
        intended=min(0 if day is None else number[day] for day in meant) if meant else None,
    )
    bounds = solve(shape)
    if bounds is None:
        return None
    return Profile(
        tuple(
            (day, Counts(certain, presumed, None if possible >= NO_BOUND // 2 else possible))
            for day, (certain, presumed, possible) in zip(points, bounds, strict=True)
        )
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


def _points(effects: Iterable[Effect]) -> list[Day]:
    """The days a constraint names, the day after each, and one before them all.

    Between two points nothing is said, so the counts on a day are those at the last point before it.
    """
    marks: set[Day] = set()
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
        if start is not None and end is not None:
            self.edges.append((begun(end), ended(start), -count.of(self.size.lo)))
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
