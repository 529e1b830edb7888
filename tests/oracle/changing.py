"""Logs and the same logs changed: told in another order, refined, or with a date less sure."""

from collections.abc import Sequence

from hypothesis import assume
from hypothesis import strategies as st

from events import ActEvent, Entry, Event, Instant, Redacted, parse_act, parse_claim

from .acted import acted_logs
from .logs import disclosures
from .narrowing import narrowed

Pair = tuple[list[Entry], list[Entry]]


def names_of(entry: Entry) -> set[str]:
    """The names by which later acts may be upon an entry."""
    if isinstance(entry, Redacted):
        return {entry.id}
    if isinstance(entry, Event):
        return {entry.claim.id}
    brought = entry.act.brought
    return {entry.act.id} | (set() if brought is None else {brought.id})


def placed(entry: Entry, position: int, recorded_at: Instant) -> Entry:
    """An entry as recorded elsewhere in the log."""
    if isinstance(entry, Event):
        return Event(position, recorded_at, entry.claim)
    if isinstance(entry, ActEvent):
        return ActEvent(position, recorded_at, entry.act, entry.occurrence)
    return Redacted(position, recorded_at, entry.id, entry.kind, entry.occurrence, entry.upon)


def in_order(entries: Sequence[Entry], order: Sequence[int]) -> list[Entry]:
    """The entries as wished for, each act after what names its target first."""
    waiting = [entries[at] for at in order]
    found: list[Entry] = []
    while waiting:
        unsaid = set[str]().union(*(names_of(entry) for entry in waiting))
        said = set[str]().union(*(names_of(entry) for entry in found))
        at = next(
            at
            for at, entry in enumerate(waiting)
            if not isinstance(entry, ActEvent)
            or entry.act.target in said
            or entry.act.target not in unsaid
        )
        found.append(waiting.pop(at))
    return found


def rearranged(entries: Sequence[Entry], order: Sequence[int], recorded_at: Instant) -> list[Entry]:
    """A log recorded at one instant, in another order; acts stay behind what they are upon."""
    moved = in_order(entries, order)
    return [placed(entry, at, recorded_at) for at, entry in enumerate(moved, 1)]


@st.composite
def narrowings(draw: st.DrawFn) -> Pair:
    """A log, and the same log with one of its claims refined at its end."""
    entries = draw(acted_logs(most=4))
    event = draw(st.sampled_from([each for each in entries if isinstance(each, Event)]))
    brought = draw(narrowed(event.claim))
    assume(brought is not None)
    assert brought is not None
    said = {"act": "refined", "target": event.claim.id, "by": brought.content(), "reason": "r"}
    if draw(st.booleans()):
        said["disclosed"] = draw(disclosures)
    last = entries[-1]
    refined = ActEvent(last.position + 1, last.recorded_at, parse_act(said), event.occurrence)
    return entries, [*entries, refined]


@st.composite
def qualified(draw: st.DrawFn) -> Pair:
    """A log, and the same log where the date of one claim, upon which no act is, is qualified."""
    entries = draw(acted_logs(most=5))
    upon = {entry.act.target for entry in entries if isinstance(entry, ActEvent)}
    mark = draw(st.sampled_from("~?%"))
    plain = [
        each
        for each in entries
        if isinstance(each, Event)
        and each.claim.id not in upon
        and each.claim.citation.derived_from is None
        and each.claim.valid is not None
        and each.claim.valid[-1].isdigit()
        and "/" not in each.claim.valid
    ]
    if not plain:
        return entries, entries
    event = draw(st.sampled_from(plain))
    said = {**event.claim.content(), "valid": f"{event.claim.valid}{mark}"}
    loose = Event(event.position, event.recorded_at, parse_claim(said))
    return entries, [loose if each is event else each for each in entries]
