"""The body of an answer: what exposure, vendor and region answers have in common."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from events import Event
from projections import Counts, Exposure, Partition, solve

from .claims import aside_shape, redacted_shape, shapes
from .exposed import Exposed, find_exposed
from .hindsight import hindsight
from .notes import collect_notes, dispute_shape, visible_at
from .question import Question
from .roots import roots_of
from .sources import sources_at
from .stale import stale_dependencies
from .totals import Answer, During, counts_shape, sum_up
from .windows import windows

PROJECTION: Answer = {"name": Exposure.name, "version": Exposure.version}


def answer_body(question: Question, subject: Callable[[list[Exposed]], Answer]) -> Answer:
    """The envelope, the subject, and what was in force; `subject` stands behind the envelope."""
    if question.as_of.before_first_record:
        return {
            **question.envelope("before_first_record"),
            **subject([]),
            "totals": [],
            "occurrences": [],
            "notes": [],
            "measurements": [],
            "set_aside": [],
            "hindsight": None,
            "coverage": [],
            "projection": PROJECTION,
        }
    every = find_exposed(question)
    shown = [each for each in every if question.include_excluded or each.in_force.possible != 0]
    asked = windows(question, every) if question.as_of.during is not None else None
    notes = collect_notes(question, {each.occurrence for each in shown})
    return {
        **question.envelope("exposed" if every else "none_recorded"),
        **subject(every),
        "totals": sum_up(every, question.as_of.first_day, asked),
        "occurrences": [_shape(question, each, asked) for each in shown],
        "notes": shapes(notes.notes),
        "measurements": shapes(notes.measurements),
        "set_aside": [] if every else _set_aside(question),
        "hindsight": hindsight(question, shown),
        "coverage": sources_at(question.snapshot, question.as_of.position),
        "projection": PROJECTION,
    }


def _set_aside(question: Question) -> list[Answer]:
    """What was withdrawn or replaced of a subject of which nothing is left to count."""
    return [aside_shape(standing) for standing in visible_at(question, counts=True).aside()]


def label(counts: Counts) -> str:
    """The strongest word the counts allow: certain, presumed, possible or excluded."""
    if counts.certain:
        return "certain"
    if counts.presumed:
        return "presumed"
    return "excluded" if counts.possible == 0 else "possible"


def _shape(question: Question, each: Exposed, asked: During | None) -> Answer:
    row, told = each.rows[0], each.keep("shape", lambda: _told(each))
    return {
        "id": each.occurrence,
        "vendor": each.key.vendor,
        "type": each.key.type,
        "unit": each.key.unit,
        "regions": each.regions,
        "label": label(each.in_force),
        "size": {"lo": row.size_lo, "hi": row.size_hi, "verbatim": told["verbatim"]},
        "in_force": counts_shape(each.in_force),
        **({} if asked is None else {"during": _windows(asked[each.name])}),
        "contested": bool(row.contested),
        "positions": _positions(question, each) if row.contested else [],
        "disputed_by": told["disputed_by"],
        "member_of": each.cohort,
        "same_as": [name for name in told["told_as"] if name != each.occurrence],
        "corroboration": told["corroboration"],
        "stale_dependency": stale_dependencies(question, each.seen.all),
        "claims": told["claims"],
        "set_aside": told["set_aside"],
        "redacted": told["redacted"],
    }


def _told(each: Exposed) -> dict[str, Any]:
    """What is shown of the claims alone."""
    events = each.seen.all
    words = [e.claim.verbatim for e in events if e.claim.size and e.claim.verbatim]
    return {
        "verbatim": words[0] if words else None,
        "disputed_by": [dispute_shape(event) for event in each.denials],
        "told_as": sorted({event.claim.occurrence for event in events}),
        "corroboration": roots_of(events),
        "claims": shapes(events),
        "set_aside": [aside_shape(standing) for standing in each.seen_aside],
        "redacted": [redacted_shape(entry) for entry in each.redacted],
    }


def _windows(counts: Mapping[str, Counts]) -> Answer:
    return {name: counts_shape(each) for name, each in counts.items()}


def _positions(question: Question, each: Exposed) -> list[Answer]:
    """What each side of a contradiction holds, on the first of the days asked."""
    held = each.held or solve(Partition(each.key, each.seen)).held
    return [
        {
            "source": position.source,
            "claims": _ids(position.claims),
            "in_force": counts_shape(position.profile.at(question.as_of.first_day)),
            "chosen": each.chosen is None or position.source in each.chosen,
        }
        for position in held
    ]


def _ids(events: Sequence[Event]) -> list[str]:
    return [event.claim.id for event in events]
