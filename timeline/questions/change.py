"""A change: what an answer was before some events, what it is after them, and whether that is about the past."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from events import ActEvent, Entry, Event, Instant, end_of, instant_text

from .asked import SavedQuestion
from .told import Told, count_shape, differing

MOST_CAUSES = 100
"""How many causes a change lists; more come from one large import."""


@dataclass(frozen=True, slots=True)
class Change:
    """One append that changed one answer; its number in the feed is given when it is recorded."""

    question: str
    position: int
    body: dict[str, Any]


def change_of(
    saved: SavedQuestion,
    before: Told,
    after: Told,
    causes: Sequence[Entry],
    position: int,
    over: Instant,
) -> Change:
    """The change of an answer by the events of one append, of which `position` is the last.

    `over` is the last instant that the question is about. The change is retroactive where that had passed
    when the events were recorded: who used the answer for that time used another.
    """
    names = list(differing(before, after))
    telling = _telling(causes, {name[0] for name in names})
    recorded = causes[-1].recorded_at
    body: dict[str, Any] = {
        "id": f"{saved.id}:{position}",
        "question": saved.id,
        "asked": saved.shape(),
        "position": position,
        "recorded_at": instant_text(recorded),
        "retroactive": over < recorded,
        "before": before.shape(),
        "after": after.shape(),
        "occurrences": [
            {
                "id": name[0],
                "vendor": name[1],
                "type": name[2],
                "unit": name[3],
                "before": count_shape(before.counts.get(name)),
                "after": count_shape(after.counts.get(name)),
            }
            for name in names
        ],
        "causes": [_cause(entry) for entry in telling[:MOST_CAUSES]],
        "causes_in_all": len(telling),
    }
    return Change(saved.id, position, body)


def last_instant(first_known: Instant | None, last_day: int) -> Instant:
    """The last instant a question is about: the end of its days, or its known instant where that is earlier."""
    return end_of(last_day) if first_known is None else min(first_known, end_of(last_day))


def _telling(causes: Sequence[Entry], occurrences: set[str]) -> list[Entry]:
    """The causes about what differs; all of them where none is, as with a link or a source."""
    distinct = list({entry.position: entry for entry in causes}.values())
    about = [entry for entry in distinct if entry.occurrence in occurrences]
    return about or distinct


def _cause(entry: Entry) -> dict[str, Any]:
    if isinstance(entry, Event):
        said = (entry.claim.id, entry.claim.kind, entry.claim.disclosed)
    elif isinstance(entry, ActEvent):
        said = (entry.act.id, entry.act.act, entry.act.disclosed)
    else:
        said = (entry.id, entry.kind, None)
    name, kind, disclosed = said
    return {
        "position": entry.position,
        "id": name,
        "kind": kind,
        "disclosed": disclosed,
        "recorded_at": instant_text(entry.recorded_at),
    }
