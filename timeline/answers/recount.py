"""Recounting: the counts of an answer under a policy that leaves claims out, or chooses among positions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from events import Event
from projections import (
    Partition,
    Profile,
    Visible,
    hull,
    partitions,
    solve,
)

from .rows import Found

if TYPE_CHECKING:
    from .exposed import Exposed
    from .question import Question


def recount(question: Question, exposed: Sequence[Exposed]) -> list[Exposed]:
    """Each occurrence counted anew by the question's policy; one that no claim is left of goes."""
    found: list[Exposed] = []
    for each in exposed:
        whole = kept(question, each.whole)
        part = next((part for part in partitions(whole) if part.key == each.key), None)
        if part is not None:
            found.append(
                _counted(question, replace(each, whole=whole, seen=part.seen, account=None), part)
            )
    return found


def kept(question: Question, seen: Visible) -> Visible:
    """The visible claims that the policy keeps."""

    def left(events: Iterable[Event]) -> tuple[Event, ...]:
        return tuple(event for event in events if question.policy.keeps(event))

    return replace(seen, sure=left(seen.sure), doubtful=left(seen.doubtful))


def _counted(question: Question, each: Exposed, part: Partition) -> Exposed:
    solved = solve(part)
    chosen = question.policy.choose(solved.held) if solved.held else ()
    profile = hull(position.profile for position in chosen) if chosen else solved.profile
    return replace(
        each,
        rows=tuple(_rows(question, each, profile)),
        held=solved.held,
        chosen=frozenset(position.source for position in chosen) if chosen else None,
    )


def _rows(question: Question, each: Exposed, profile: Profile) -> Iterable[Found]:
    as_of = question.as_of
    like = each.rows[0]
    for region in sorted({row.region for row in each.rows}):
        for first, after, counts in profile.spans:
            if first <= as_of.last_day and after > as_of.first_day:
                yield like._replace(
                    region=region,
                    valid_from=first,
                    valid_to=after,
                    certain=counts.certain,
                    presumed=counts.presumed,
                    possible=counts.possible,
                )
