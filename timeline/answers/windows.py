"""Windows: what was in force at some time of some days, and throughout them."""

from collections.abc import Mapping, Sequence

from projections import (
    SOME_TIME,
    THROUGHOUT,
    Counts,
    Partition,
    PartitionKey,
    during,
    hull,
    solve,
)

from .exposed import Exposed
from .question import Question

Windows = dict[str, Counts]
NONE = Counts(0, 0, 0)


def windows(
    question: Question, exposed: Sequence[Exposed]
) -> Mapping[tuple[str, PartitionKey], Windows]:
    """For each count, the members in force at some time of the asked days, and on all of them."""
    return {each.name: _of(question, each) for each in exposed}


def _of(question: Question, each: Exposed) -> Windows:
    first, last = question.as_of.first_day, question.as_of.last_day
    if not each.seen.all:
        return {"some_time": NONE, "throughout": NONE}
    solved = solve(Partition(each.key, each.seen), lambda life: during(life, first, last))
    chosen = question.policy.choose(solved.held) if solved.held else ()
    steps = hull(position.profile for position in chosen) if chosen else solved.profile
    surely = (question.vendors or {}).get(each.key.vendor)
    return {
        "some_time": _weakened(steps.at(SOME_TIME), surely),
        "throughout": _weakened(steps.at(THROUGHOUT), surely),
    }


def _weakened(counts: Counts, belonging: Counts | None) -> Counts:
    """Counts as far as their vendor belongs to the asked one."""
    if belonging is None:
        return counts
    certain = counts.certain if belonging.certain else 0
    presumed = max(certain, counts.presumed if belonging.presumed else 0)
    return Counts(certain, presumed, counts.possible)
