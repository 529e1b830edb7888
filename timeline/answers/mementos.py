"""Mementos: the moments on the recorded clock at which an answer changed, and the question as of such a moment."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import func, select

from events import Instant, instant_of, instant_text

from ..asof import Asked, AsOf, resolve
from .policy import read_policy
from .question import Question
from .recordings import recordings
from .sources import source_policy_words

SECOND = 1_000_000
"""Datetimes in HTTP have whole seconds, so that a memento is the answer at the end of one."""


def memento_seconds(question: Question) -> list[Instant]:
    """The seconds in which something was recorded that the answer tells of, in order.

    Where nothing was, the one since when it can be asked and answered that nothing is recorded.
    Empty while the log is.
    """
    snapshot = question.snapshot
    if not snapshot.live.position:
        return []
    since = _known_since(question)
    told = {second_of(each.recorded_at) for each in recordings(question) if each.position >= since}
    return sorted(told) or [second_of(snapshot.log.recorded_at(snapshot.connection, since))]


def _known_since(question: Question) -> int:
    """The position from which on the vendor is known, by a claim or by a name; 1 where none is asked about."""
    if question.vendor is None:
        return 1
    history, names = question.snapshot.table("history"), question.snapshot.table("names")
    told = select(func.min(history.c.since)).where(history.c.vendor == question.vendor)
    named = select(func.min(names.c.since)).where(
        names.c.subject == "vendor", names.c.id == question.vendor
    )
    connection = question.snapshot.connection
    found = (connection.scalar(statement) for statement in (told, named))
    return min((position for position in found if position is not None), default=1)


def second_of(instant: Instant) -> Instant:
    """The second an instant lies in."""
    return instant - instant % SECOND


def recorded_instant(question: Question) -> Instant:
    """When the log held what is answered."""
    return instant_of(datetime.fromisoformat(str(question.as_of.words["recorded_at"])))


def question_then(question: Question, second: Instant) -> Question:
    """The question as this log would have answered it at the end of a second; clocks that were not given follow."""
    snapshot, as_of = question.snapshot, as_of_then(question, second)
    policy = question.policy
    if not policy.strict:
        policy = read_policy(policy.words, *source_policy_words(snapshot, as_of.position))
    return replace(question, policy=policy).asked_as_of(as_of)


def as_of_then(question: Question, second: Instant) -> AsOf:
    """The as-of of `question_then`."""
    snapshot, given = question.snapshot, question.as_of
    asked = Asked(
        valid_at=_given(given, "valid_at") if given.during is None else None,
        known_at=_given(given, "known_at"),
        recorded_at=instant_text(_last_in(question, second)),
        during=given.during,
    )
    upto = snapshot.live.position
    return resolve(asked, snapshot.connection, snapshot.log, snapshot.clock, upto)


def _last_in(question: Question, second: Instant) -> Instant:
    """The last time within a second that the log was told anything; the second itself where it was not."""
    snapshot = question.snapshot
    end = min(second + SECOND - 1, snapshot.clock.now())
    position = snapshot.log.position_at(snapshot.connection, end)
    last = snapshot.log.recorded_at(snapshot.connection, position) if position else second
    return last if last >= second else min(second, end)


def _given(as_of: AsOf, clock: str) -> str | None:
    value = as_of.words[clock]
    return None if clock in as_of.defaults or value is None else str(value)
