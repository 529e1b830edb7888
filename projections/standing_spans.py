"""Spans of standing: from when to when, on the known and the recorded clock, each claim of an occurrence counts."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from events import ActEvent, Claim, Entry, Event, Instant, Redacted

from .projection import EVER
from .standing import Holds, standings
from .visibility import slices

UNTURNED = 1 << 62
"""`until` of what no act has turned yet."""
REMOVING = ("removes", "replaces", "redacts")
PartsAt = Callable[[int], Mapping[str, Sequence[Entry]]]
"""By position, the occurrences as they are from it on: the name each goes by, and what its streams hold."""
_Standing = tuple[str, int, Holds, str | None]
_Core = tuple[str, int, Holds, str | None, Instant, Instant]


class StandingSpan(NamedTuple):
    """How a claim stands for `known_from` <= known < `known_to`, at positions `since` <= p < `until`.

    `at` is the claim's position, `occurrence` the name its occurrence goes by, `by` the act that set it aside
    or may have. One that counts NO was disclosed and then set aside.
    """

    occurrence: str
    at: int
    counts: Holds
    by: str | None
    known_from: Instant
    known_to: Instant
    since: int
    until: int


def standing_spans(name: str, entries: Sequence[Entry]) -> Iterator[StandingSpan]:
    """The spans of an occurrence that was never linked with another."""
    turns = turns_of(entries)
    if turns:
        yield from spans_between(turns, lambda _: {name: entries})
        return
    for event in told_events(entries):
        known, at = event.known, event.position
        possibly = -EVER if known.lo is None else known.lo + 1
        if possibly < known.hi:
            yield StandingSpan(name, at, Holds.MAYBE, None, possibly, known.hi, at, UNTURNED)
        yield StandingSpan(name, at, Holds.YES, None, known.hi, EVER, at, UNTURNED)


def spans_between(turns: Sequence[int], parts_at: PartsAt) -> Iterator[StandingSpan]:
    """The spans of occurrences whose acts and links turn them at some positions.

    Between two turns claims are only added, and none of those changes how another stands.
    """
    held: dict[_Core, tuple[int, int]] = {}
    for since, until in pairwise(sorted({0, *turns, UNTURNED})):
        for name, entries in parts_at(since).items():
            upto = [entry for entry in entries if entry.position < until]
            for core in _cores(name, upto):
                first = max(since, core[1])
                begun, ended = held.get(core, (first, first))
                if ended != first:
                    yield StandingSpan(*core, begun, ended)
                    begun = first
                held[core] = (begun, until)
    for core, (begun, ended) in held.items():
        yield StandingSpan(*core, begun, ended)


def turns_of(entries: Sequence[Entry]) -> list[int]:
    """The positions from which on claims may stand otherwise."""
    return [
        entry.position
        for entry in entries
        if isinstance(entry, Redacted)
        or (isinstance(entry, ActEvent) and entry.act.does in REMOVING)
    ]


def told_events(entries: Sequence[Entry]) -> list[Event]:
    """Every claim told, and every one that an act brings in, whatever became of it, in order of position."""
    ordered = sorted(entries, key=lambda entry: entry.position)
    found = [entry for entry in ordered if isinstance(entry, Event)]
    by_id: dict[str, Claim] = {event.claim.id: event.claim for event in found}
    for act in ordered:
        if isinstance(act, ActEvent):
            target = by_id.get(act.act.target) or act.act.brought
            event = None if target is None else act.brings(target)
            if event is not None:
                by_id.setdefault(event.claim.id, event.claim)
                found.append(event)
    return sorted(found, key=lambda event: event.position)


def _cores(name: str, entries: Sequence[Entry]) -> Iterator[_Core]:
    """How each claim stands over the known clock; neighbours that are alike are joined."""
    spans: dict[_Standing, tuple[Instant, Instant]] = {}
    for known_from, known_to in slices(entries):
        for each in standings(entries, known_from):
            by = None if each.set_aside_by is None else each.set_aside_by.act.id
            standing = (name, each.event.position, each.counts, by)
            since, until = spans.get(standing, (known_from, known_from))
            if until != known_from:
                yield (*standing, since, until)
                since = known_from
            spans[standing] = (since, known_to)
    for standing, (since, until) in spans.items():
        yield (*standing, since, until)
