"""From words to effects: what a claim's kind, modality and time say of the two counters."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from .days import Day, Days
from .effect import Begins, Effect, Ends, IntendsToBegin, IntendsToEnd, Observed
from .quantity import Quantity

if TYPE_CHECKING:
    from .claim import Claim

Says = Literal["begins", "ends", "observed", "intends-to-begin", "intends-to-end", "nothing"]
ALL = Quantity(1, None, "all")


def effects_of(claim: Claim, disclosed: Days) -> tuple[Effect, ...]:
    """The effects of a claim; none where it is a denial or says nothing of the counters."""
    says = claim.says
    if says == "nothing" or claim.modality == "denied":
        return ()
    meant = claim.modality not in claim.done_by and claim.modality != "alleged"
    if says == "begins":
        return _begins(claim, disclosed, meant=meant)
    if says == "ends":
        return _ends(claim, disclosed, meant=meant)
    if says == "observed":
        return () if meant else _observed(claim, disclosed)
    first = _earliest(claim, disclosed)
    return (IntendsToBegin(first) if says == "intends-to-begin" else IntendsToEnd(first),)


def observation_days(claim: Claim, disclosed: Days) -> Days | None:
    """The days an observation speaks of; None where its date is qualified and so binds nothing."""
    when = claim.when
    if when is None:
        return disclosed
    span = when.span()
    if when.qualified:
        return None
    return Days(span.first, _closed(span.first, span.last, disclosed))


def _begins(claim: Claim, disclosed: Days, *, meant: bool) -> tuple[Effect, ...]:
    when = claim.when
    named = when.wide_begins if when else None
    if meant:
        return (IntendsToBegin(_earliest(claim, disclosed)),)
    first = named.first if named else None
    last = _closed(first, named.last if named else None, disclosed)
    if when is None or not when.interval:
        return (_beginning(claim, first, last, disclosed),)
    effects: list[Effect] = [_beginning(claim, first, last, disclosed)]
    if when.wide_ends is not None:
        shift = 1 if claim.whole_days else 0
        end = when.wide_ends
        ended = _later(end.first, shift)
        done = _later(_closed(end.first, end.last, disclosed), shift)
        effects.append(Ends(ended, _by(claim, done, disclosed), claim.part))
    elif when.still and claim.inertia == "observed" and _after(disclosed, last):
        effects.append(Observed(disclosed, claim.part or ALL))
    return tuple(effects)


def _beginning(claim: Claim, first: Day | None, last: Day | None, disclosed: Days) -> Begins:
    by = _by(claim, last, disclosed)
    return Begins(first, by, claim.part, in_day=by is not None and not claim.whole_days)


def _ends(claim: Claim, disclosed: Days, *, meant: bool) -> tuple[Effect, ...]:
    if meant:
        return (IntendsToEnd(_earliest(claim, disclosed)),)
    when = claim.when
    if when is None:
        return (Ends(None, _by(claim, disclosed.last, disclosed), claim.part),)
    first = when.wide_begins.first if when.wide_begins else None
    named = when.wide_ends if when.interval else when.wide_begins
    last = _closed(first, named.last if named else None, disclosed)
    return (Ends(first, _by(claim, last, disclosed), claim.part),)


def _observed(claim: Claim, disclosed: Days) -> tuple[Effect, ...]:
    days = observation_days(claim, disclosed)
    return () if days is None else (Observed(days, claim.part or ALL),)


def _by(claim: Claim, last: Day | None, disclosed: Days) -> Day | None:
    """The tick by which a change that happened by the day `last` counts for certain.

    A qualified date adds nothing to what is certain that no date at all would not add:
    the change had happened by the disclosure.
    """
    if last is None:
        return None
    if claim.when is not None and claim.when.qualified:
        if disclosed.last is None:
            return None
        last = max(last, disclosed.last)
    return last if claim.whole_days else last + 1


def _closed(first: Day | None, last: Day | None, disclosed: Days) -> Day | None:
    """The last day of a range; one left open closes with the disclosure, or with its own first day."""
    if last is not None or disclosed.last is None:
        return last
    return disclosed.last if first is None else max(first, disclosed.last)


def _earliest(claim: Claim, disclosed: Days) -> Day | None:
    when = claim.when
    if when is None:
        return disclosed.first
    return when.wide_begins.first if when.wide_begins else None


def _later(day: Day | None, shift: int) -> Day | None:
    return None if day is None else day + shift


def _after(disclosed: Days, last: Day | None) -> bool:
    return disclosed.first is not None and last is not None and disclosed.first > last
