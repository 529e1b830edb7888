"""The least and the greatest difference of two counts over all paths of the two counters, by enumeration.

A path gives `begun` and `ended` at each tick that is spoken of, both growing, ended <= begun <= size.
Paths that agree in all that later rules look at are walked on together.
"""

from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

FAR = 10**9
"""A tick after every other."""


class Term(NamedTuple):
    """A count: of the members `begun` or `ended` by a tick, of the whole (`size`), or 0 (`none`)."""

    counter: str
    tick: int = -FAR


class Rule(NamedTuple):
    """The count `high` exceeds the count `low` by at least `least`."""

    high: Term
    low: Term
    least: int


class Spread(NamedTuple):
    """The least and the greatest value found."""

    least: int
    most: int


SIZE = Term("size")
NONE = Term("none")
State = tuple[int, int, tuple[int, ...]]
"""Members begun, members ended, and the earlier counts that later rules look at."""
Found = dict[State, Spread | None]


def begun(tick: int) -> Term:
    """The members that have begun by a tick."""
    return Term("begun", tick)


def ended(tick: int) -> Term:
    """The members that have ended by a tick."""
    return Term("ended", tick)


@lru_cache(maxsize=100_000)
def spread(rules: tuple[Rule, ...], size: int, high: Term, low: Term) -> Spread | None:
    """The bounds of `high - low` over the paths that keep every rule; None where there is none."""
    wanted = Rule(high, low, -FAR)
    ticks = sorted({term.tick for rule in (*rules, wanted) for term in rule[:2]} - {-FAR})
    found: Found = {(0, 0, ()): None}
    kept: list[Term] = []
    for tick in [-FAR, *ticks]:
        open_rules = [rule for rule in (*rules, wanted) if _due(rule) > tick]
        keep = sorted({t for r in open_rules for t in r[:2] if -FAR < t.tick <= tick})
        found = _step(found, size, _Plan(tick, rules, wanted, kept, keep))
        kept = keep
    return _join(found.values())


class _Plan:
    """What to look at when the paths are extended to a tick, as places in the counts in view."""

    def __init__(
        self, tick: int, rules: Iterable[Rule], wanted: Rule, kept: list[Term], keep: list[Term]
    ) -> None:
        view = [*kept, begun(tick), ended(tick), SIZE, NONE]
        self.moves = tick > -FAR
        self.checks = [
            (view.index(rule.high), view.index(rule.low), rule.least)
            for rule in rules
            if _due(rule) == tick
        ]
        self.keep = [view.index(term) for term in keep]
        asked = _due(wanted) == tick
        self.asked = (view.index(wanted.high), view.index(wanted.low)) if asked else None


def _due(rule: Rule) -> int:
    """The tick by which both of a rule's counts are known."""
    return max(rule.high.tick, rule.low.tick)


def _step(found: Found, size: int, plan: _Plan) -> Found:
    """Every path extended to the plan's tick in every way that keeps the rules due there."""
    after: Found = {}
    for (was_begun, was_ended, memory), value in found.items():
        for now_begun in range(was_begun, size + 1 if plan.moves else was_begun + 1):
            for now_ended in range(was_ended, now_begun + 1):
                view = (*memory, now_begun, now_ended, size, 0)
                for high, low, least in plan.checks:
                    if view[high] - view[low] < least:
                        break
                else:
                    state = (now_begun, now_ended, tuple([view[at] for at in plan.keep]))
                    here = value
                    if plan.asked is not None:
                        number = view[plan.asked[0]] - view[plan.asked[1]]
                        here = Spread(number, number)
                    after[state] = _join((here, after.get(state)))
    return after


def _join(spreads: Iterable[Spread | None]) -> Spread | None:
    """The hull of what was found."""
    there = [each for each in spreads if each is not None]
    if len(there) < 2:
        return there[0] if there else None
    return Spread(min(each.least for each in there), max(each.most for each in there))
