"""The changes answer: when the answer changes along a clock, what it is then, and what made it so."""

from events import ActEvent, Begins, Day, Ends, Entry, Event, Observed

from ..asof import AsOf
from .claims import entry_shape
from .identity import entries_of
from .question import Question
from .state import State, occurrences_in, state_of
from .totals import Answer
from .turns import before_all, turns

SHOWN = {"valid": "valid_at", "known": "known_at", "recorded": "position"}


def answer_changes(question: Question, along: str) -> Answer:
    """The state before all turns along a clock, and after each turn at which it became another.

    The other two clocks stay as asked.
    """
    last_as_of = before_all(question.as_of, along)
    state = state_of(question.asked_as_of(last_as_of))
    first = state
    changes: list[Answer] = []
    for as_of in turns(question, along):
        now = state_of(question.asked_as_of(as_of))
        if now.shape() != state.shape() or now.changed(state):
            causes = _causes(question, along, last_as_of, as_of, state, now)
            at = as_of.words[SHOWN[along]]
            changes.append({"at": at, **now.shape(), "caused_by": causes})
            state = now
        last_as_of = as_of
    given = {"vendor": question.vendor, "region": question.region}
    subject = {name: value for name, value in given.items() if value is not None}
    return {
        **question.envelope("exposed" if changes else "none_recorded"),
        "subject": given,
        "along": along,
        "before": first.shape(),
        "changes": changes,
        "pinned": question.pinned("/v1/exposure/changes", {**subject, "along": along}),
    }


def _causes(
    question: Question, along: str, before: AsOf, after: AsOf, was: State, now: State
) -> list[Answer]:
    """The claims and acts on the changed occurrences that the step along the clock took in."""
    if along == "recorded":
        snapshot = question.snapshot
        there = snapshot.log.at(snapshot.connection, [after.position])
        return [entry_shape(entry) for entry in there.values()]
    told = entries_of(question.snapshot, occurrences_in(was.changed(now)), question.as_of.position)
    found = {entry.position: entry for entries in told.values() for entry in entries}
    step = _disclosed_in if along == "known" else _speaks_of
    return [entry_shape(found[at]) for at in sorted(found) if step(found[at], before, after)]


def _disclosed_in(entry: Entry, before: AsOf, after: AsOf) -> bool:
    if not isinstance(entry, Event | ActEvent):
        return False
    lo, hi = entry.known.lo, entry.known.hi
    since, until = before.known_instant, after.known_instant
    return since < hi <= until or (lo is not None and since <= lo < until)


def _speaks_of(entry: Entry, before: AsOf, after: AsOf) -> bool:
    """Whether a claim says something that takes hold after one day and by another."""
    if not isinstance(entry, Event):
        return False
    ticks: set[Day] = set()
    for effect in entry.effects:
        if isinstance(effect, Begins | Ends):
            ticks |= {day for day in (effect.first, effect.last) if day is not None}
        elif isinstance(effect, Observed):
            for day in (effect.days.first, effect.days.last):
                ticks |= set() if day is None else {day, day + 1}
        elif effect.first is not None:
            ticks.add(effect.first)
    return any(before.last_day < tick <= after.first_day for tick in ticks)
