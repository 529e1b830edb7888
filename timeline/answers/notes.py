"""Notes: the claims that move no counter and stand beside an answer."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from sqlalchemy import and_, or_, select

from events import Event

from .question import Question
from .rows import subject_filters

NAMING = ("vendor-named", "region-named", "source-described")
MEASUREMENT = "measurement-published"
DENIAL = "denied"


@dataclass(frozen=True, slots=True)
class Notes:
    """What is noted, and what was measured."""

    notes: list[Event]
    measurements: list[Event]


def collect_notes(question: Question, counted: Collection[str]) -> Notes:
    """Statements, allegations, announcements and figures visible at the asked times.

    Denials and announcements of the occurrences `counted` stand with those instead.
    """
    events = [
        event
        for event in _noted(question)
        if event.claim.kind not in NAMING
        and not (event.claim.occurrence in counted and _stands_with_count(event))
    ]
    return Notes(
        [event for event in events if event.claim.kind != MEASUREMENT],
        [event for event in events if event.claim.kind == MEASUREMENT],
    )


def denials(events: Iterable[Event], vendor: str) -> Iterator[Event]:
    """The denials among the visible claims of an occurrence that are about a vendor's part in it."""
    return (
        event
        for event in events
        if event.claim.modality == DENIAL and event.claim.vendor in (None, vendor)
    )


def dispute_shape(event: Event) -> dict[str, object]:
    """Who denies, where, and whether it is the subject itself."""
    said = event.claim.content()
    denier = said.get("denier", event.claim.citation.source)
    return {
        "by": denier,
        "self": denier == event.claim.vendor,
        "claim": event.claim.id,
        "disclosed": event.claim.disclosed,
        "source": event.claim.citation.source,
    }


def _stands_with_count(event: Event) -> bool:
    return event.claim.modality == DENIAL or event.claim.says != "nothing"


def _noted(question: Question) -> list[Event]:
    table = question.snapshot.table("history")
    positions: set[int] = set()
    for subject in subject_filters(question, table):
        found = question.snapshot.connection.execute(
            select(table.c.at).where(
                subject,
                table.c.counts != 1,
                or_(
                    table.c.known_to <= question.known,
                    table.c.known_from < question.known,
                ),
                table.c.since <= question.as_of.position,
                or_(
                    table.c.valid_from.is_(None),
                    and_(table.c.valid_from <= question.as_of.last_day),
                ),
            )
        )
        positions |= set(found.scalars())
    snapshot = question.snapshot
    events = snapshot.log.at(snapshot.connection, positions)
    return [events[position] for position in sorted(events)]
