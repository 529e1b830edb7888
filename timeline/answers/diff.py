"""The diff answer: two as-ofs of one question side by side, and which events made them differ."""

from collections.abc import Mapping

from events import ActEvent, Entry, Event
from projections import standings

from ..asof import Asked
from ..errors import BadParameter
from .claims import entry_shape
from .identity import entries_of
from .question import Question
from .state import Name, State, state_of
from .totals import Answer, counts_shape

KEYS = ("valid_at", "known_at", "recorded_at", "position")
NOTHING = {"certain": 0, "presumed": 0, "possible": 0}


def read_asked(words: str, field: str) -> Asked:
    """Clocks as `valid_at=2018-01-01,known_at=2020-01-01`; BadParameter for anything else."""
    found: dict[str, str] = {}
    for part in words.split(",") if words else ():
        key, equals, value = part.partition("=")
        if key not in KEYS or not equals or not value or key in found:
            expected = f"clocks such as valid_at=2018-01-01,known_at=2020-01-01 ({', '.join(KEYS)})"
            raise BadParameter(field=field, expected=expected, got=repr(words))
        found[key] = value
    position = found.pop("position", None)
    if position is not None and not (position.isascii() and position.isdigit()):
        raise BadParameter(field=field, expected="position=N, a whole number", got=repr(position))
    clocks = (found.get("valid_at"), found.get("known_at"), found.get("recorded_at"))
    return Asked(*clocks, None if position is None else int(position))


def answer_diff(one: Question, other: Question) -> Answer:
    """What differs from one as-of to the other, count by count."""
    was, now = state_of(one), state_of(other)
    given = {"vendor": other.vendor or one.vendor, "region": other.region or one.region}
    return {
        "subject": given,
        "from": _side(one, was),
        "to": _side(other, now),
        "differences": [
            _difference(one, other, was, now, name) for name in sorted(was.changed(now))
        ],
    }


def _side(question: Question, state: State) -> Answer:
    given = {"vendor": question.vendor, "region": question.region}
    subject = {name: value for name, value in given.items() if value is not None}
    return {
        **question.envelope(_status(question, state)),
        "totals": list(state.totals),
        "pinned": question.pinned("/v1/exposure", subject),
    }


def _status(question: Question, state: State) -> str:
    if question.as_of.before_first_record:
        return "before_first_record"
    return "exposed" if state.exposed else "none_recorded"


def _difference(one: Question, other: Question, was: State, now: State, name: Name) -> Answer:
    occurrence, vendor, type_, unit = name
    before, after = was.counts.get(name), now.counts.get(name)
    return {
        "occurrence": occurrence,
        "vendor": vendor,
        "type": type_,
        "unit": unit,
        "before": counts_shape(before[0]) if before else NOTHING,
        "after": counts_shape(after[0]) if after else NOTHING,
        "because": _because(one, other, occurrence),
    }


def _because(one: Question, other: Question, occurrence: str) -> list[Answer]:
    """The claims whose standing differs, and the acts between; none: the days asked make the difference."""
    was, now = _standing(one, occurrence), _standing(other, occurrence)
    found: dict[int, Answer] = {}
    for name in {*was, *now}:
        if was.get(name, ("", None))[0] != now.get(name, ("", None))[0]:
            entry = (now.get(name) or was[name])[1]
            found[entry.position] = {"because": _words(was, now, name), **entry_shape(entry)}
    if not found:
        return [{"because": "the days asked: the same claims say other things of them"}]
    return [found[position] for position in sorted(found)]


Standings = Mapping[str, tuple[str, Entry]]


def _standing(question: Question, occurrence: str) -> Standings:
    if question.as_of.before_first_record:
        return {}
    told = entries_of(question.snapshot, [occurrence], question.as_of.position).get(occurrence, [])
    found: dict[str, tuple[str, Entry]] = {
        each.event.claim.id: (each.counts.name, each.event)
        for each in standings(told, question.known)
    }
    found |= {
        entry.act.id: ("act", entry)
        for entry in told
        if isinstance(entry, ActEvent) and entry.known.hi <= question.known
    }
    return found


def _words(was: Standings, now: Standings, name: str) -> str:
    entry = (now.get(name) or was[name])[1]
    what = "claim" if isinstance(entry, Event) else "act"
    if name not in was:
        return f"this {what} was not seen at the first time"
    if name not in now:
        return f"this {what} is not seen at the second time"
    return f"this {what} counts otherwise at the second time"
