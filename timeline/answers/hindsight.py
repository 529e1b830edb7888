"""Hindsight: which claims of an answer were not yet public at the time it speaks of."""

from collections.abc import Sequence
from functools import partial
from typing import NamedTuple

from events import Day, Event, Instant, day_text, end_of

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
    told = [each.keep("disclosed", partial(_disclosed, each)) for each in exposed]
    late = [each for each in told if each.earliest > limit]
    lags = [each.lag for each in late if each.lag is not None]
    return {
        "not_yet_public": len(late),
        "first_public": day_text(min(each.first for each in late)) if late else None,
        "lag_days": [min(lag[0] for lag in lags), max(lag[1] for lag in lags)] if lags else None,
        "claims": [shape for each in told for public, shape in each.claims if public > limit],
    }


class _Disclosed(NamedTuple):
    """When the claims about a count came out: the first by when and on which day at the latest, and how late each."""

    earliest: Instant
    first: Day
    lag: Span | None
    claims: list[tuple[Instant, dict[str, object]]]


def _disclosed(exposed: Exposed) -> _Disclosed:
    events = exposed.seen.all
    claims: list[tuple[Instant, dict[str, object]]] = []
    for event in events:
        lag = _lag([event])
        late = None if lag is None else list(lag)
        shape: dict[str, object] = {
            "id": event.claim.id,
            "disclosed": event.claim.disclosed,
            "lag_days": late,
        }
        claims.append((event.known.hi, shape))
    earliest = min(event.known.hi for event in events)
    return _Disclosed(earliest, _first_disclosed(events)[1], _lag(events), claims)


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
