"""Stale dependencies: claims that repeat a number of another, which has been corrected since."""

from collections.abc import Sequence

from events import Event
from projections import Holds, Standing, standings

from .question import Question

Answer = dict[str, object]


def stale_dependencies(question: Question, events: Sequence[Event]) -> list[Answer]:
    """The claims whose `size_from` names something whose size was set aside, visibly, since.

    Their own number stays as it was resolved when they were recorded.
    """
    found: list[Answer] = []
    for event in events:
        source = event.claim.size_from
        if source is None:
            continue
        for standing in _referred(question, source):
            sized = standing.event.claim.size is not None
            if sized and standing.counts is Holds.NO and standing.set_aside_by is not None:
                found.append(
                    {
                        "claim": event.claim.id,
                        "relied_on": standing.event.claim.id,
                        "act": standing.set_aside_by.act.id,
                    }
                )
    return found


def _referred(question: Question, name: str) -> list[Standing]:
    """What became of the claims of an occurrence, or of one claim, that a size was taken from."""
    snapshot, position = question.snapshot, question.as_of.position
    entry = snapshot.log.by_id(snapshot.connection, name)
    occurrence = name if entry is None else entry.occurrence
    told = snapshot.log.streams(snapshot.connection, [occurrence], position)[occurrence]
    found = standings(told, question.known)
    return [each for each in found if entry is None or each.event.claim.id == name]
