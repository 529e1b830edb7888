"""Notes: the claims that move no counter and stand beside an answer."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache

from sqlalchemy import BindParameter, Table, bindparam, or_, select, true

from events import Event
from projections import Standing, Visible, visible

from ..prepared import Prepared
from .identity import entries_of
from .question import Question
from .recount import kept
from .rows import listed, subject_condition, subjects

NAMING = ("vendor-named", "region-named", "source-described", "source-rated")
MEASUREMENT = "measurement-published"
DENIAL = "denied"


@dataclass(frozen=True, slots=True)
class Notes:
    """What is noted, and what was measured."""

    notes: list[Event]
    measurements: list[Event]


@dataclass(frozen=True, slots=True)
class Seen:
    """What is visible of some occurrences; `positions` are those of the claims about the question's subject."""

    visible: Mapping[str, Visible]
    positions: Collection[int]

    def claims(self) -> dict[str, list[Event]]:
        """By occurrence, the claims that count or may."""
        return {
            name: [event for event in seen.all if event.position in self.positions]
            for name, seen in self.visible.items()
        }

    def aside(self) -> list[Standing]:
        """The claims that acts have set aside."""
        every = [each for seen in self.visible.values() for each in seen.aside]
        return [each for each in every if each.event.position in self.positions]


def collect_notes(question: Question, counted: Collection[str]) -> Notes:
    """Statements, allegations, announcements and figures visible at the asked times.

    Denials and announcements of the occurrences `counted` stand with those instead.
    """
    events = [
        event
        for occurrence, seen in visible_at(question, counts=False).claims().items()
        for event in seen
        if event.claim.kind not in NAMING
        and not (occurrence in counted and _stands_with_count(event))
    ]
    events.sort(key=lambda event: event.position)
    return Notes(
        [event for event in events if event.claim.kind != MEASUREMENT],
        [event for event in events if event.claim.kind == MEASUREMENT],
    )


def visible_at(question: Question, *, counts: bool) -> Seen:
    """By occurrence, the claims of the question's subject visible at its times, about days up to the asked.

    Without `counts`, only those that move no counter or announce a beginning.
    """
    table, pairs = question.snapshot.table("history"), question.snapshot.table("pairs")
    position = question.as_of.position
    positions: set[int] = set()
    occurrences: set[str] = set()
    asked = {"known": question.known, "position": position, "last_day": question.as_of.last_day}
    for subject in subjects(question):
        spoken = _spoken(table, pairs, subject.sort, counts)
        found = spoken.rows(question.snapshot.connection, **asked, **subject.asked)
        for at, occurrence in found:
            positions.add(at)
            occurrences.add(occurrence)
    told = entries_of(question.snapshot, occurrences, position)
    seen = {name: visible(told[name], question.known) for name in sorted(occurrences)}
    return Seen({name: kept(question, each) for name, each in seen.items()}, positions)


@cache
def _spoken(table: Table, pairs: Table, sort: str, counts: bool) -> Prepared:
    """The claims of a subject that `visible_at` looks up."""
    known: BindParameter[int] = bindparam("known")
    spoken = select(table.c.at, table.c.occurrence).where(
        subject_condition(table, pairs, sort),
        true() if counts else table.c.counts != 1,
        or_(table.c.known_to <= known, table.c.known_from < known),
        table.c.since <= bindparam("position"),
        or_(table.c.valid_from.is_(None), table.c.valid_from <= bindparam("last_day")),
    )
    return Prepared(spoken, listed(sort))


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
