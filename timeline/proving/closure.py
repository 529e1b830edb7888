"""The closure of a question: every subject that its answer may rest on, found from the events themselves."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Protocol

from events import ActEvent, Claim, Day, Entry, Event
from projections import IDENTITY, PLACES, SOURCES, Coverage, stream_subject

LINKED = {"same-occurrence": "other", "member-of": "of"}
MERGED = {"vendor-merged": "into"}


CLAIM = re.compile("c-[0-9a-f]{32}")
"""The id of a claim, which unlike an occurrence has no subject of its own."""


class Told(Protocol):
    """Where the events of a subject are read from, all of them up to a checkpoint."""

    def of(self, subject: str) -> Sequence[Entry]:
        """The events of a subject, in order of position."""
        ...

    def stream_of(self, name: str) -> str | None:
        """The stream that holds a claim or an act, or None."""
        ...


def subjects_needed(vendor: str, told: Told, *, with_subsidiaries: bool) -> dict[str, list[Entry]]:
    """The subjects that an exposure answer of a vendor rests on, with their events.

    Everything of the vendor and of those that ever merged with it or, with subsidiaries, belonged to it; every
    occurrence they have a part in, with all that is linked to it or that a size was taken from; and what names
    places, describes sources, and links.
    """
    found: dict[str, list[Entry]] = {}
    waiting = {IDENTITY, PLACES, SOURCES, vendor_subject(vendor)}
    while waiting:
        for subject in sorted(waiting):
            found[subject] = list(told.of(subject))
        waiting = set(_led_to(found, told, with_subsidiaries=with_subsidiaries)) - found.keys()
    return found


def not_shown(found: Mapping[str, Sequence[Entry]], told: Told) -> list[str]:
    """The claims that a size was taken from and that are not told: nothing proves that the log has none of them."""
    claims = [
        claim for entries in found.values() for entry in entries for claim in claims_in(entry)
    ]
    names = {claim.size_from for claim in claims if claim.size_from is not None}
    return sorted(name for name in names if CLAIM.fullmatch(name) and not told.stream_of(name))


def vendor_subject(vendor: str) -> str:
    """The name of the subject that a vendor is."""
    return f"vendor:{vendor}"


def claims_in(entry: Entry) -> list[Claim]:
    """The claim that an entry is, or brings in."""
    if isinstance(entry, Event):
        return [entry.claim]
    brought = entry.act.brought if isinstance(entry, ActEvent) else None
    return [] if brought is None else [brought]


def placing(asked: Mapping[str, str], size: int) -> set[int]:
    """The positions whose recorded times place the question: the first, the asked, the one after."""
    position = int(asked["position"])
    after = {position + 1} if "recorded_at" in asked else set()
    return {each for each in {1, position} | after if 1 <= each <= size}


def looked_at(entries: Iterable[Entry]) -> dict[tuple[str, Day], int]:
    """When each source was looked at by what some entries say, with the first position that says so."""
    found: dict[tuple[str, Day], int] = {}
    for entry in sorted(entries, key=lambda entry: entry.position):
        for row in Coverage().rows((entry,), entry.occurrence):
            found.setdefault((row.source, row.checked), entry.position)
    return found


def _led_to(
    found: Mapping[str, Sequence[Entry]], told: Told, *, with_subsidiaries: bool
) -> Iterator[str]:
    """The subjects that those found so far lead to."""
    for subject, entries in found.items():
        if subject == IDENTITY:
            yield from _across(entries, LINKED, found, stream_subject)
            yield from _across(entries, MERGED, found, vendor_subject)
            continue
        yield from (stream_subject(entry.occurrence) for entry in entries)
        claims = [claim for entry in entries for claim in claims_in(entry)]
        for claim in claims:
            if claim.size_from is not None:
                yield stream_subject(told.stream_of(claim.size_from) or claim.size_from)
        if with_subsidiaries and subject.startswith("vendor:"):
            owned = (claim for claim in claims if claim.kind == "ownership-held")
            yield from (vendor_subject(name) for claim in owned for name in claim.vendors)


def _across(
    entries: Iterable[Entry],
    links: Mapping[str, str],
    found: Mapping[str, object],
    named: Callable[[str], str],
) -> Iterator[str]:
    """Both sides of each link of which one side was found."""
    for entry in entries:
        if isinstance(entry, ActEvent) and entry.act.act in links:
            sides = (entry.act.target, getattr(entry.act, links[entry.act.act]))
            subjects = {named(side) for side in sides}
            if subjects & found.keys():
                yield from subjects
