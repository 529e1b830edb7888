"""The bounds of one cohort's members in force on a day, from the effects of its claims.

Where no size is named as the largest, sizes are tried up to one that is large enough:
to keep a rule that asks for `n` members it is enough to keep `n` of them, so that the least values
need no more members than the sum of all numbers asked for (`_asked`);
and each member in force that some rule limits is one of at most the sum of all limits (`_limits`).
A member that no rule limits may be added without end (`_free`).
"""

from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from events import Begins, Effect, Ends, IntendsToBegin, IntendsToEnd, Observed, Quantity

from .paths import FAR, NONE, SIZE, Rule, Spread, Term, begun, ended, spread


class Life(NamedTuple):
    """What is claimed of one cohort: effects, bounds of its size, whether it goes on until changed."""

    effects: tuple[Effect, ...]
    size_lo: int
    size_hi: int | None
    until_changed: bool


class Bounds(NamedTuple):
    """Members in force; None is unbounded."""

    certain: int
    presumed: int
    possible: int | None


@lru_cache(maxsize=100_000)
def bounds(life: Life, day: int) -> Bounds | None:
    """The bounds on a day; None where no completion satisfies all effects."""
    said = _said(life)
    last = None if life.until_changed else _last_observed(life.effects)
    closed = _closed(life, said, last)
    if closed is None:
        return None
    rules = closed if life.until_changed else said
    held = _in_force(life, rules, day)
    if held is None and life.until_changed:
        rules = _closed(life, said, None, seen_ended(life.effects)) or said
        held = _in_force(life, rules, day)
    if held is None:
        return None
    possible = None if life.size_hi is None and _free(rules, day) else held.most
    presumed = held.least
    if not life.until_changed and not _meant_to_end(life.effects, day):
        under = _in_force(life, closed, day)
        assert under is not None, "the closed world alone contradicts nothing"
        presumed = max(presumed, under.least)
    return Bounds(held.least, presumed, possible)


def _in_force(life: Life, rules: tuple[Rule, ...], day: int) -> Spread | None:
    return _over_sizes(life, rules, begun(day), ended(day))


def _over_sizes(life: Life, rules: tuple[Rule, ...], high: Term, low: Term) -> Spread | None:
    asked, limits = _asked(rules), _limits(rules)
    largest = life.size_hi if life.size_hi is not None else max(life.size_lo, asked) + limits
    found = [spread(rules, size, high, low) for size in range(life.size_lo, largest + 1)]
    there = [each for each in found if each is not None]
    if not there:
        return None
    return Spread(min(each.least for each in there), max(each.most for each in there))


def _asked(rules: Iterable[Rule]) -> int:
    return sum(rule.least for rule in rules if rule.least > 0)


def _limits(rules: Iterable[Rule]) -> int:
    return sum(-rule.least for rule in rules if rule.least < 0)


def _free(rules: tuple[Rule, ...], day: int) -> bool:
    """Whether some member in force on the day could be added again and again."""
    named = {term.tick for rule in rules for term in rule[:2]} - {-FAR}
    ticks = sorted({*named, *(tick + 1 for tick in named), day, day + 1, FAR + 1})
    return any(
        all(_adds(rule.high, b, e) >= _adds(rule.low, b, e) for rule in rules)
        for b in (min(ticks) - 1, *ticks)
        for e in ticks
        if b <= day < e
    )


def _adds(term: Term, begins: int, ends: int) -> int:
    """What a member adds to a count."""
    if term.counter == "begun":
        return int(begins <= term.tick)
    if term.counter == "ended":
        return int(ends <= term.tick)
    return int(term.counter == "size")


def _said(life: Life) -> tuple[Rule, ...]:
    """The effects as rules."""
    rules: list[Rule] = []
    effects = life.effects
    if not any(isinstance(effect, Begins | Observed | Ends) for effect in effects):
        firsts = [effect.first for effect in effects if isinstance(effect, IntendsToBegin)]
        if firsts:
            known = [first for first in firsts if first is not None]
            effects = (Begins(min(known) if len(known) == len(firsts) else None, None),)
    for effect in effects:
        if isinstance(effect, Begins):
            low = NONE if effect.first is None else begun(effect.first - 1)
            high = SIZE if effect.last is None else begun(effect.last)
            rules += _at_least(high, low, effect.count, life.size_lo)
        elif isinstance(effect, Ends):
            low = NONE if effect.first is None else ended(effect.first - 1)
            high = SIZE if effect.last is None else ended(effect.last)
            rules += _at_least(high, low, effect.count, life.size_lo)
        elif isinstance(effect, Observed):
            rules += _observed(effect, life.size_lo)
    return tuple(dict.fromkeys(rules))


def _observed(effect: Observed, size_lo: int) -> list[Rule]:
    first, last = effect.days.first, effect.days.last
    rules: list[Rule] = []
    if effect.in_force is not None:
        high = SIZE if last is None else begun(last)
        low = NONE if first is None else ended(first)
        rules += _at_least(high, low, effect.in_force, size_lo)
        if effect.in_force.hi is not None and first is not None and last is not None:
            rules.append(Rule(ended(last), begun(first), -effect.in_force.hi))
    if effect.ended is not None:
        if last is not None:
            rules += _at_least(ended(last), NONE, effect.ended, size_lo)
        if effect.ended.hi is not None and first is not None:
            rules.append(Rule(NONE, ended(first), -effect.ended.hi))
    return rules


def _at_least(high: Term, low: Term, count: Quantity | None, size_lo: int) -> list[Rule]:
    """`high - low` is at least the count; where that is all, no member is missing from it."""
    if count is None or count.share == "all":
        return [Rule(high, SIZE, 0), Rule(NONE, low, 0)]
    return [Rule(high, low, count.of(size_lo))]


def seen_ended(effects: Iterable[Effect]) -> list[Ends]:
    """What is seen to have ended, as endings at some time up to the observation."""
    return [
        Ends(None, effect.days.last)
        for effect in effects
        if isinstance(effect, Observed)
        and (
            (effect.ended is not None and effect.ended.lo > 0)
            or (effect.in_force is not None and effect.in_force.hi is not None)
        )
    ]


def _closed(
    life: Life, said: tuple[Rule, ...], last: int | None, seen: Iterable[Ends] = ()
) -> tuple[Rule, ...] | None:
    """The rules of the closed world: after the day `last` (None: ever) only claimed endings happen.

    It is enough to limit what has ended by the tick before each next ending may start.
    """
    endings = [*(effect for effect in life.effects if isinstance(effect, Ends)), *seen]
    before = {effect.first - 1 for effect in endings if effect.first is not None}
    since = NONE if last is None else ended(last)
    rules = list(said)
    for tick in sorted({tick for tick in before if last is None or tick > last} | {FAR}):
        started = [each for each in endings if each.first is None or each.first <= tick]
        claimed = 0
        if started:
            until = max(FAR if each.last is None else each.last for each in started)
            found = _over_sizes(life, said, ended(until), since)
            if found is None:
                return None
            claimed = max(0, found.least)
        rules.append(Rule(since, ended(tick), -claimed))
    return tuple(rules)


def _last_observed(effects: Iterable[Effect]) -> int | None:
    lasts = [effect.days.last for effect in effects if isinstance(effect, Observed)]
    return max((last for last in lasts if last is not None), default=None)


def _meant_to_end(effects: Iterable[Effect], day: int) -> bool:
    firsts = [effect.first for effect in effects if isinstance(effect, IntendsToEnd)]
    return any(first is None or first <= day for first in firsts)
