"""Recordings: the positions at which the log was told something of a question's subject."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Table, or_, select

from events import Instant

from ..log import log_events
from ..log.selection import chunks
from .question import Question
from .rows import subject_filters


@dataclass(frozen=True, slots=True, order=True)
class Recording:
    """A position, and when it was recorded."""

    position: int
    recorded_at: Instant


def recordings(
    question: Question, *, before: int | None = None, many: int | None = None
) -> list[Recording]:
    """Claims about the subject and acts upon what is told of it, up to the question's position, oldest first.

    Of claims, those that a valid or known time asked for lets in. With `many`, the last so many before a position.
    A claim whose words were redacted is among them as long as something else is told of its occurrence.
    """
    upto = question.as_of.position
    below = upto + 1 if before is None else min(before, upto + 1)
    found = set(_claims(question, below, many))
    found |= set(_acts(question, below, many))
    latest = sorted(found, reverse=True)[:many]
    return sorted(_timed(question, latest))


def _claims(question: Question, below: int, many: int | None) -> Iterator[int]:
    table = question.snapshot.table("history")
    for subject, asked in subject_filters(question, table):
        statement = (
            select(table.c.at)
            .where(
                subject,
                table.c.at < below,
                *_let_in(question, table),
            )
            .distinct()
            .order_by(table.c.at.desc())
            .limit(many)
        )
        yield from question.snapshot.connection.execute(statement, asked).scalars()


def _acts(question: Question, below: int, many: int | None) -> Iterator[int]:
    """Acts, and claims whose words are gone: no row of a projection tells whom these were about."""
    row = log_events.c
    for streams in chunks(sorted(_streams(question))):
        statement = (
            select(row.position)
            .where(
                row.stream.in_(streams),
                row.position < below,
                or_(row.upon.is_not(None), row.state == b""),
            )
            .order_by(row.position.desc())
            .limit(many)
        )
        yield from question.snapshot.connection.execute(statement).scalars()


def _streams(question: Question) -> set[str]:
    """The occurrences told of the subject, and its vendors, upon which acts are held too."""
    table = question.snapshot.table("history")
    found = {f"vendor:{vendor}" for vendor in question.vendors or ()}
    for subject, asked in subject_filters(question, table):
        told = select(table.c.occurrence).where(
            subject,
            table.c.since <= question.as_of.position,
            *_let_in(question, table),
        )
        found |= set(question.snapshot.connection.execute(told.distinct(), asked).scalars())
    return found


def _let_in(question: Question, table: Table) -> Iterator[ColumnElement[bool]]:
    """The conditions of the clocks that were given; the others move with the recorded one."""
    as_of = question.as_of
    if "valid_at" not in as_of.defaults:
        yield or_(table.c.valid_from.is_(None), table.c.valid_from <= as_of.last_day)
    if "known_at" not in as_of.defaults:
        known = question.known
        yield or_(table.c.known_to <= known, table.c.known_from < known)


def _timed(question: Question, positions: Iterable[int]) -> Iterator[Recording]:
    row = log_events.c
    for chunk in chunks(positions):
        statement = select(row.position, row.recorded_at).where(row.position.in_(chunk))
        for position, recorded_at in question.snapshot.connection.execute(statement):
            yield Recording(position, recorded_at)
