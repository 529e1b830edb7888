"""The state of a question: the part of its answer that can be compared between two times."""

from collections.abc import Sequence
from dataclasses import dataclass

from projections import Counts

from .exposed import Exposed, find_exposed
from .question import Question
from .totals import Answer, counts_shape, sum_up

Name = tuple[str, str, str, str]
"""Occurrence, vendor, type and unit of a count."""


@dataclass(frozen=True, slots=True)
class State:
    """What was in force, count by count, and what it came to."""

    exposed: tuple[Exposed, ...]
    totals: tuple[Answer, ...]

    @property
    def counts(self) -> dict[Name, tuple[Counts, bool]]:
        """Each count with whether it is contested."""
        return {_name(each): (each.in_force, bool(each.rows[0].contested)) for each in self.exposed}

    def changed(self, other: "State") -> set[Name]:
        """The counts that are other, or missing, in another state."""
        mine, theirs = self.counts, other.counts
        return {name for name in {*mine, *theirs} if mine.get(name) != theirs.get(name)}

    def shape(self) -> Answer:
        """Totals and counts as JSON."""
        return {
            "status": "exposed" if self.exposed else "none_recorded",
            "totals": list(self.totals),
            "occurrences": [
                {
                    "id": each.occurrence,
                    "vendor": each.key.vendor,
                    "type": each.key.type,
                    "unit": each.key.unit,
                    "in_force": counts_shape(each.in_force),
                    "contested": bool(each.rows[0].contested),
                }
                for each in self.exposed
                if each.in_force.possible != 0
            ],
        }


def state_of(question: Question) -> State:
    """The state at the question's own times; nothing at all before the first record."""
    if question.as_of.before_first_record:
        return State((), ())
    exposed = find_exposed(question)
    return State(tuple(exposed), tuple(sum_up(exposed, question.as_of.first_day)))


def occurrences_in(names: Sequence[Name] | set[Name]) -> set[str]:
    """The occurrences of some counts."""
    return {name[0] for name in names}


def _name(each: Exposed) -> Name:
    return each.occurrence, each.key.vendor, each.key.type, each.key.unit
