"""Hindsight: which claims of an answer were not yet public at the time it speaks of."""

from collections.abc import Sequence

from events import Day, Event, day_text, end_of

from .exposed import Exposed
from .question import Question

Span = tuple[Day, Day]


def hindsight(question: Question, exposed: Sequence[Exposed]) -> dict[str, object] | None:
    """For a valid time asked without a known one: what only came out later, and how much later.

    `not_yet_public` counts occurrences no claim of which was public by the end of the asked days;
    `lag_days` is the interval of days from when it was so to its first disclosure.
    None where the known clock was given, or no valid time was.
    """
    if not question.as_of.hindsight:
        return None
    limit = end_of(question.as_of.last_day)
    late = [each for each in exposed if all(event.known.hi > limit for event in each.seen.all)]
    firsts = [each.keep("first", lambda e=each: _first_disclosed(e.seen.all)) for each in late]
    lags = [lag for each in late if (lag := each.keep("lag", lambda e=each: _lag(e.seen.all)))]
    return {
        "not_yet_public": len(late),
        "first_public": day_text(min(first[1] for first in firsts)) if firsts else None,
        "lag_days": [min(lag[0] for lag in lags), max(lag[1] for lag in lags)] if lags else None,
        "claims": [
            shape
            for each in exposed
            for event, shape in each.keep("lags", lambda e=each: _shapes(e.seen.all))
            if event.known.hi > limit
        ],
    }


def _shapes(events: Sequence[Event]) -> list[tuple[Event, dict[str, object]]]:
    """Each claim with how late it came out."""
    lags = [_lag([event]) for event in events]
    return [
        (
            event,
            {
                "id": event.claim.id,
                "disclosed": event.claim.disclosed,
                "lag_days": None if lag is None else list(lag),
            },
        )
        for event, lag in zip(events, lags, strict=True)
    ]


def _first_disclosed(events: Sequence[Event]) -> tuple[Day | None, Day]:
    """The days between which the earliest disclosure lies."""
    windows = [(event.disclosed_days.first, event.disclosed_days.last) for event in events]
    lasts = [last for _, last in windows if last is not None]
    firsts = [first for first, _ in windows if first is not None]
    return (min(firsts) if len(firsts) == len(windows) else None), min(lasts)


def _lag(events: Sequence[Event]) -> Span | None:
    """Days from when it began to be so, to its disclosure; None where either is unbounded."""
    first, last = _first_disclosed(events)
    starts = [event.claim.when.begins for event in events if event.claim.when]
    known = [days for days in starts if days and days.first is not None and days.last is not None]
    if first is None or not known:
        return None
    begun = min(known, key=lambda days: (days.first or 0, days.last or 0))
    assert begun.first is not None
    assert begun.last is not None
    return first - begun.last, last - begun.first
