"""The history answer: the claims about a vendor and a region, in the order of what they speak of."""

from events import LAST_DAY, Event

from .claims import claim_shape
from .notes import visible_at
from .question import Question
from .sources import sources_at
from .totals import Answer


def answer_history(question: Question) -> Answer:
    """Every visible claim about a time up to the asked one, by valid time, then by position.

    A claim that says nothing of its time stands at the time of its disclosure.
    """
    assert question.vendor is not None
    before = question.as_of.before_first_record
    events = [] if before else _events(question)
    status = "before_first_record" if before else "exposed" if events else "none_recorded"
    return {
        **question.envelope(status),
        "subject": {"vendor": question.vendor, "region": question.region},
        "claims": [claim_shape(event) for event in events],
        "coverage": [] if before else sources_at(question.snapshot, question.as_of.position),
        "pinned": pinned_history(question),
    }


def pinned_history(question: Question) -> str:
    """The address of the answer."""
    given = {"region": question.region} if question.region else {}
    return question.pinned(f"/v1/vendors/{question.vendor}/history", given)


def _events(question: Question) -> list[Event]:
    by_occurrence = visible_at(question, counts=True).claims()
    unique = {event.position: event for events in by_occurrence.values() for event in events}
    return sorted(unique.values(), key=_order)


def _order(event: Event) -> tuple[int, int]:
    span = event.claim.when.span() if event.claim.when else event.disclosed_days
    first = span.first if span.first is not None else span.last
    return (LAST_DAY if first is None else first, event.position)
