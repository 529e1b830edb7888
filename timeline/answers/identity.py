"""Identity as it was at a position: which streams tell of one occurrence, which vendors are one."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import BindParameter, Table, bindparam, or_, select

from events import Entry

from ..prepared import Prepared
from ..projecting import groups_of
from .snapshot import Snapshot

MERGED = "vendor-merged"
MEMBER = "member-of"


def entries_of(
    snapshot: Snapshot, occurrences: Iterable[str], position: int
) -> dict[str, list[Entry]]:
    """By occurrence, everything its streams hold up to a position, linked streams as one."""
    wanted = set(occurrences)
    linked = {name for name in wanted if snapshot.may_be_linked(name)}
    groups = groups_of(snapshot.connection, snapshot.table("links"), linked) if linked else []
    members = {name for group in groups for name in group.members}
    streams = snapshot.log.streams(snapshot.connection, wanted | members, position)
    found: dict[str, list[Entry]] = {name: streams[name] for name in wanted - linked}
    for group in groups:
        for name, part in group.parts(position).items():
            told = [entry for member in part for entry in streams[member]]
            told.sort(key=lambda entry: entry.position)
            found |= dict.fromkeys(part & wanted, told)
            found[name] = told
    return found


def merged_vendors(snapshot: Snapshot, vendor: str, position: int) -> frozenset[str]:
    """A vendor and all that merged with it by a position, in either direction."""
    table = snapshot.table("links")
    seen = {vendor}
    waiting = {vendor}
    while waiting:
        pairs = _linked(snapshot, table, MERGED, waiting, position)
        waiting = {name for pair in pairs for name in pair} - seen
        seen |= waiting
    return frozenset(seen)


def cohorts_of(
    snapshot: Snapshot, told: Mapping[str, Sequence[Entry]], position: int
) -> dict[str, str]:
    """By occurrence, the cohort it is a member of; each by the name that its linked streams go by.

    `told` is what `entries_of` found.
    """
    called = {entry.occurrence: name for name, entries in told.items() for entry in entries}
    if not called:
        return {}
    pairs = _linked(snapshot, snapshot.table("links"), MEMBER, called, position)
    return {called[one]: called.get(other, other) for one, other in pairs if one in called}


def _linked(
    snapshot: Snapshot, table: Table, link: str, names: Iterable[str], position: int
) -> list[tuple[str, str]]:
    wanted = sorted(name for name in names if snapshot.may_be_linked(name))
    found: list[tuple[str, str]] = []
    for start in range(0, len(wanted), 400):
        chunk = wanted[start : start + 400]
        rows = _links_of(table).rows(snapshot.connection, link=link, names=chunk, position=position)
        found += [(one, other) for one, other in rows]
    return found


@cache
def _links_of(table: Table) -> Prepared:
    """The links of a sort with some names on either side."""
    names: BindParameter[Any] = bindparam("names", expanding=True)
    position: BindParameter[int] = bindparam("position")
    links = select(table.c.one, table.c.other).where(
        table.c.link == bindparam("link"),
        or_(table.c.one.in_(names), table.c.other.in_(names)),
        table.c.since <= position,
        table.c.until > position,
    )
    return Prepared(links, "names")
