"""Reducing: the few effects that say all that many say, so that a long life is solved like a short one."""

from collections.abc import Iterable

from events import Begins, Effect, IntendsToEnd, Observed, Quantity

from .life import ALL, Life


def reduced(life: Life) -> Life:
    """A life with the same profile and no observation that those before and after it imply.

    An observation goes when, with every member begun, a later one says at least as much of who is still there
    and an earlier one at least as much of who has gone.
    """
    if len(life.effects) < 2:
        return life
    effects = _one_intention(dict.fromkeys(life.effects))
    seen = [effect for effect in effects if isinstance(effect, Observed) and _on_days(effect)]
    if len(seen) < 3:
        return Life(life.size, tuple(effects), life.until_changed)
    ordered = sorted(seen, key=lambda effect: (effect.days.last or 0, effect.days.first or 0))
    begun = _all_begun_by([*(e for e in effects if isinstance(e, Begins)), ordered[0]])
    needless = {
        effect
        for effect in ordered[1:-1]
        if begun is not None
        and (effect.days.first or 0) >= begun
        and _still_there(ordered[-1], effect, life.size.lo)
        and _already_gone(ordered[0], effect, life.size.lo)
    }
    return Life(life.size, tuple(e for e in effects if e not in needless), life.until_changed)


def _one_intention(effects: Iterable[Effect]) -> list[Effect]:
    """The effects with the earliest intention to end alone, which is the one that counts."""
    every = list(effects)
    meant = [effect for effect in every if isinstance(effect, IntendsToEnd)]
    if len(meant) < 2:
        return every
    first = min(meant, key=lambda effect: -1 if effect.first is None else effect.first)
    return [effect for effect in every if effect not in meant or effect is first]


def _on_days(effect: Observed) -> bool:
    return effect.days.first is not None and effect.days.last is not None


def _all_begun_by(effects: Iterable[Effect]) -> int | None:
    """The first day by which all members are known to have begun."""
    days: list[int] = []
    for effect in effects:
        if isinstance(effect, Begins) and _everyone(effect.count) and effect.last is not None:
            days.append(effect.last)
        elif isinstance(effect, Observed) and effect.in_force and _everyone(effect.in_force):
            days += [] if effect.days.last is None else [effect.days.last]
    return min(days, default=None)


def _everyone(count: Quantity | None) -> bool:
    return count is None or count.share == ALL


def _still_there(late: Observed, effect: Observed, size: int) -> bool:
    """Whether an observation not earlier says at least as much against endings."""
    if (late.days.first or 0) < (effect.days.first or 0):
        return False
    least = _covers(late.in_force, effect.in_force, size)
    return least and _most(late.ended) <= _most(effect.ended)


def _already_gone(early: Observed, effect: Observed, size: int) -> bool:
    """Whether an observation not later says at least as much of endings."""
    if (early.days.last or 0) > (effect.days.last or 0):
        return False
    most = _most(early.in_force) <= _most(effect.in_force)
    return most and _covers(early.ended, effect.ended, size)


def _covers(count: Quantity | None, other: Quantity | None, size: int) -> bool:
    """Whether a lower bound asks for at least as many members of a whole of at least `size` as another."""
    if other is None or (other.share is None and other.lo == 0):
        return True
    if count is None:
        return False
    if other.share == ALL:
        return count.share == ALL
    return count.of(size) >= other.of(size) and (count.share == ALL or other.share is None)


def _most(count: Quantity | None) -> int:
    return 1 << 41 if count is None or count.hi is None else count.hi
