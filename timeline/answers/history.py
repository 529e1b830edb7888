"""The history answer: the claims about a vendor and a region, in the order of what they speak of."""

from sqlalchemy import or_, select

from events import LAST_DAY, Event

from .claims import claim_shape
from .exposure import Answer
from .question import Question
from .rows import subject_filters
from .sources import coverage


def answer_history(question: Question) -> Answer:
    """Every visible claim about a time up to the asked one, by valid time, then by position.

    A claim that says nothing of its time stands at the time of its disclosure.
    """
    assert question.vendor is not None
    given = {"region": question.region} if question.region else {}
    before = question.as_of.before_first_record
    events = [] if before else _events(question)
    status = "before_first_record" if before else "exposed" if events else "none_recorded"
    return {
        **question.envelope(status),
        "subject": {"vendor": question.vendor, "region": question.region},
        "claims": [claim_shape(event) for event in events],
        "coverage": [] if before else coverage(question),
        "pinned": question.pinned(f"/v1/vendors/{question.vendor}/history", given),
    }


def _events(question: Question) -> list[Event]:
    table = question.snapshot.table("history")
    positions: set[int] = set()
    for subject in subject_filters(question, table):
        found = question.snapshot.connection.execute(
            select(table.c.at).where(
                subject,
                or_(table.c.known_to <= question.known, table.c.known_from < question.known),
                table.c.since <= question.as_of.position,
                or_(
                    table.c.valid_from.is_(None),
                    table.c.valid_from <= question.as_of.last_day,
                ),
            )
        )
        positions |= set(found.scalars())
    snapshot = question.snapshot
    return sorted(snapshot.log.at(snapshot.connection, positions).values(), key=_order)


def _order(event: Event) -> tuple[int, int]:
    span = event.claim.when.span() if event.claim.when else event.disclosed_days
    first = span.first if span.first is not None else span.last
    return (LAST_DAY if first is None else first, event.position)
