"""Walking the log at a position: every vendor with its names, then every listing, then every ownership."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, islice
from typing import TypeVar

from sqlalchemy import select

from events import Event
from projections import EVER, brought_claim, visible

from ..answers.identity import MERGED, entries_of
from ..answers.snapshot import Snapshot
from .records import listing, ownership, party, unnamed
from .statement import Statement

CHUNK = 500
T = TypeVar("T")


def statements(snapshot: Snapshot, position: int) -> Iterator[Statement]:
    """Every statement as the log held it at a position; allegations and what was set aside are left out."""
    into = _merged(snapshot, position)
    named: set[str] = set()
    for vendor, names in _named(snapshot, position):
        named.add(vendor)
        yield from party(vendor, into.get(vendor, vendor), names)
    for occurrence, told in _told(snapshot, "listing", position):
        begun = [event for event in told if event.claim.kind == "entity-listed"]
        if begun and begun[0].claim.vendor:
            vendor = begun[0].claim.vendor
            yield from _new(named, into, (vendor,), begun[0])
            yield from listing(occurrence, vendor, told)
    for occurrence, told in _told(snapshot, "ownership", position):
        begun = [event for event in told if event.claim.kind == "ownership-held"]
        if begun and begun[0].claim.vendor:
            vendor, owner = begun[0].claim.vendor, str(begun[0].claim.content()["owner"])
            yield from _new(named, into, (vendor, owner), begun[0])
            yield from ownership(occurrence, vendor, owner, begun)


def _new(
    named: set[str], into: dict[str, str], vendors: Iterable[str], event: Event
) -> Iterator[Statement]:
    """A vendor without a name is called by its id."""
    for vendor in vendors:
        if vendor not in named:
            named.add(vendor)
            yield unnamed(vendor, into.get(vendor, vendor), event)


def _named(snapshot: Snapshot, position: int) -> Iterator[tuple[str, list[Event]]]:
    """Each vendor with the claims that name it, in the order of recording."""
    table = snapshot.table("names")
    holds = (table.c.since <= position, table.c.until > position, table.c.subject == "vendor")
    statement = select(table.c.id, table.c.at).where(*holds).distinct()
    rows = snapshot.connection.execute(statement.order_by(table.c.id, table.c.at))
    groups = groupby(rows.all(), key=lambda row: str(row.id))
    for part in _parts((vendor, [int(row.at) for row in own]) for vendor, own in groups):
        entries = snapshot.log.at(snapshot.connection, [at for _, ats in part for at in ats])
        for vendor, ats in part:
            events = (brought_claim(entries[at]) for at in ats)
            yield vendor, [event for event in events if event is not None]


def _told(snapshot: Snapshot, type_: str, position: int) -> Iterator[tuple[str, Sequence[Event]]]:
    """Each occurrence of a type with the claims that count for sure; linked ones once."""
    table = snapshot.table("exposure")
    found = select(table.c.occurrence).where(table.c.type == type_, table.c.since <= position)
    rows = snapshot.connection.execute(found.distinct().order_by(table.c.occurrence))
    seen: set[int] = set()
    for part in _parts(rows.scalars().all()):
        entries = entries_of(snapshot, part, position)
        for occurrence in part:
            told = visible(entries[occurrence], EVER - 1).sure
            if told and told[0].position not in seen:
                seen.add(told[0].position)
                yield occurrence, told


def _merged(snapshot: Snapshot, position: int) -> dict[str, str]:
    """The vendor that each merged one went into in the end."""
    table = snapshot.table("links")
    holds = (table.c.since <= position, table.c.until > position, table.c.link == MERGED)
    rows = snapshot.connection.execute(select(table.c.one, table.c.other).where(*holds))
    into = {str(row.one): str(row.other) for row in rows}
    return {vendor: _end(into, vendor) for vendor in into}


def _end(into: dict[str, str], vendor: str) -> str:
    passed = {vendor}
    while vendor in into and into[vendor] not in passed:
        vendor = into[vendor]
        passed.add(vendor)
    return vendor


def _parts(found: Iterable[T]) -> Iterator[list[T]]:
    rest = iter(found)
    while part := list(islice(rest, CHUNK)):
        yield part
