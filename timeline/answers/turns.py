"""Turns: the moments along a clock at which the answer to a question may change."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, Table, or_, select

from events import (
    DAY_LENGTH,
    FIRST_DAY,
    LAST_DAY,
    Day,
    Days,
    Instant,
    day_of,
    day_text,
    end_of,
    instant_text,
)
from projections import EVER

from ..asof import AsOf
from ..errors import BadParameter
from ..projecting import OPEN
from .question import Question
from .rows import subject_filters

CLOCKS = ("valid", "known", "recorded")


def turns(question: Question, along: str) -> list[AsOf]:
    """The as-ofs, in order along the clock, at which the answer may be other than just before.

    On the known clock a turn is the end of a day, as everywhere a date on it is meant.
    BadParameter for a clock that is none.
    """
    if along == "valid":
        return [_on_day(question.as_of, day) for day in _days(question)]
    if along == "known":
        return [_known_by(question.as_of, day) for day in _known_days(question)]
    if along == "recorded":
        return [_at_position(question, position) for position in _positions(question)]
    raise BadParameter(field="along", expected=f"one of {', '.join(CLOCKS)}", got=repr(along))


def before_all(as_of: AsOf, along: str) -> AsOf:
    """The as-of before any turn along a clock."""
    if along == "valid":
        return _on_day(as_of, FIRST_DAY)
    if along == "known":
        return replace(as_of, known=-EVER)
    return replace(as_of, position=0)


def _days(question: Question) -> list[Day]:
    columns = ("valid_from", "valid_to")
    days = set(_seen(question, columns, valid=False))
    days |= set(question.snapshot.regions.turns())
    return sorted(day for day in days if FIRST_DAY < day <= LAST_DAY)


def _known_days(question: Question) -> list[Day]:
    instants = _seen(question, ("known_from", "known_to"), known=False)
    return sorted({_day_ending_by(instant) for instant in instants if abs(instant) < EVER})


def _day_ending_by(instant: Instant) -> Day:
    """The first day by whose end an instant has come."""
    return day_of(instant - 1) if instant % DAY_LENGTH == 0 else day_of(instant)


def _positions(question: Question) -> list[int]:
    found = set(_seen(question, ("since", "until"), recorded=False))
    links = question.snapshot.table("links")
    rows = question.snapshot.connection.execute(select(links.c.since, links.c.until))
    found |= {position for row in rows for position in row}
    last = question.as_of.position
    return sorted(position for position in found if 0 < position <= min(last, OPEN))


def _seen(
    question: Question,
    columns: tuple[str, str],
    *,
    valid: bool = True,
    known: bool = True,
    recorded: bool = True,
) -> Iterator[int]:
    """Values of two columns in the rows of the subject that hold on the other two clocks."""
    table = question.snapshot.table("exposure")
    as_of = question.as_of
    where: list[ColumnElement[bool]] = []
    if valid:
        where += [table.c.valid_from <= as_of.last_day, table.c.valid_to > as_of.first_day]
    if known:
        instant = as_of.known_instant
        where += [table.c.known_from <= instant, table.c.known_to > instant]
    if recorded:
        where += [table.c.since <= as_of.position, table.c.until > as_of.position]
    for subject, asked in _subjects(question, table):
        rows = question.snapshot.connection.execute(
            select(table.c[columns[0]], table.c[columns[1]]).where(subject, *where).distinct(),
            asked,
        )
        for row in rows:
            yield from row


def _subjects(
    question: Question, table: Table
) -> Iterable[tuple[ColumnElement[bool], dict[str, Any]]]:
    """The rows of the question's subject at any time, with those of all it ever owned or merged with."""
    if question.vendor is None:
        return subject_filters(question, table)
    return [(table.c.vendor.in_(sorted(ever_related(question))), {})]


def ever_related(question: Question) -> set[str]:
    """The vendors that ever merged with the asked one or, if asked with subsidiaries, belonged to it."""
    snapshot = question.snapshot
    links, history = snapshot.table("links"), snapshot.table("history")
    assert question.vendor is not None
    seen, waiting = {question.vendor}, {question.vendor}
    while waiting:
        names = sorted(waiting)
        merged = snapshot.connection.execute(
            select(links.c.one, links.c.other).where(
                links.c.link == "vendor-merged",
                or_(links.c.one.in_(names), links.c.other.in_(names)),
            )
        )
        near = {name for row in merged for name in row}
        if question.with_subsidiaries:
            spoken = select(history.c.at).where(history.c.vendor.in_(names), history.c.counts == 1)
            others = select(history.c.vendor).where(history.c.at.in_(spoken)).distinct()
            near |= set(snapshot.connection.execute(others).scalars())
        waiting = near - seen
        seen |= near
    return seen


def _on_day(as_of: AsOf, day: Day) -> AsOf:
    return replace(as_of, valid=Days(day, day), words={**as_of.words, "valid_at": day_text(day)})


def _known_by(as_of: AsOf, day: Day) -> AsOf:
    return replace(as_of, known=end_of(day), words={**as_of.words, "known_at": day_text(day)})


def _at_position(question: Question, position: int) -> AsOf:
    recorded = question.snapshot.log.recorded_at(question.snapshot.connection, position)
    words: dict[str, str | int | None] = {"position": position}
    words["recorded_at"] = instant_text(recorded)
    return replace(question.as_of, position=position, words={**question.as_of.words, **words})
