"""Subjects: who or where is meant by an id, a name or an alias."""

from difflib import get_close_matches
from functools import cache

from sqlalchemy import Table, bindparam, select

from projections import spelling

from ..errors import AmbiguousName, UnknownRegion, UnknownVendor
from ..prepared import Prepared
from ..projecting import OPEN
from .snapshot import Snapshot

NEAR = 5
"""How many near names an unknown one is answered with."""


def find_vendor(snapshot: Snapshot, name: str, position: int) -> str:
    """The id of the vendor meant, as named by a position; raises UnknownVendor or AmbiguousName."""
    if is_vendor(snapshot, name, position):
        return name
    found = _named(snapshot, "vendor", name, position)
    if len(found) == 1:
        return found[0]
    if found:
        raise AmbiguousName(field="vendor", name=name, candidates=", ".join(found))
    raise UnknownVendor(name=name, near=_near(name, vendor_names(snapshot, position)))


def find_region(snapshot: Snapshot, name: str, position: int) -> str:
    """The id of the region meant: an id, a recorded name, or the English name of the standard table."""
    for region in (name, name.upper()):
        if snapshot.regions.known(region):
            return region
    found = _named(snapshot, "region", name, position)
    if not found:
        wanted = spelling(name)
        found = sorted(
            {region for region, known in snapshot.regions.names() if spelling(known) == wanted}
        )
    if len(found) == 1:
        return found[0]
    if found:
        raise AmbiguousName(field="region", name=name, candidates=", ".join(found))
    names = {known: region for region, known in snapshot.regions.names()}
    raise UnknownRegion(name=name, near=_near(name, {**{r: r for r in names.values()}, **names}))


def vendor_names(snapshot: Snapshot, position: int) -> dict[str, str]:
    """Every name and id of every vendor recorded by a position, with the id it means."""
    names, pairs = snapshot.table("names"), snapshot.table("pairs")
    ids = snapshot.connection.execute(
        select(pairs.c.vendor).where(pairs.c.since <= position, pairs.c.vendor != "").distinct()
    )
    named = snapshot.connection.execute(
        select(names.c.name, names.c.id).where(
            names.c.subject == "vendor", names.c.since <= position, names.c.until > position
        )
    )
    return {**{row.vendor: row.vendor for row in ids}, **{row.name: row.id for row in named}}


def names_of(
    snapshot: Snapshot, subject: str, subject_id: str, position: int
) -> list[dict[str, str]]:
    """The names of a subject recorded by a position, in the order they were recorded."""
    table = snapshot.table("names")
    rows = snapshot.connection.execute(
        select(table.c.name, table.c.language, table.c.sort)
        .where(
            table.c.subject == subject,
            table.c.id == subject_id,
            table.c.since <= position,
            table.c.until > position,
        )
        .order_by(table.c.at)
    )
    return [{"name": row.name, "language": row.language, "sort": row.sort} for row in rows]


def is_vendor(snapshot: Snapshot, name: str, position: int) -> bool:
    """Whether a name is the id of a vendor recorded by a position."""
    if not name:
        return False
    looks = (_mentioned(snapshot.table("history")), _known(snapshot.table("names")))
    return any(
        look.first(snapshot.connection, name=name, position=position) is not None for look in looks
    )


@cache
def _mentioned(history: Table) -> Prepared:
    return Prepared(
        select(history.c.at)
        .where(history.c.vendor == bindparam("name"), history.c.since <= bindparam("position"))
        .limit(1)
    )


@cache
def _known(names: Table) -> Prepared:
    return Prepared(
        select(names.c.id)
        .where(
            names.c.subject == "vendor",
            names.c.id == bindparam("name"),
            names.c.since <= bindparam("position"),
        )
        .limit(1)
    )


def _named(snapshot: Snapshot, subject: str, name: str, position: int) -> list[str]:
    table = snapshot.table("names")
    rows = snapshot.connection.execute(
        select(table.c.id)
        .where(
            table.c.subject == subject,
            table.c.spelling == spelling(name),
            table.c.since <= position,
            table.c.until > position,
            table.c.until <= OPEN,
        )
        .distinct()
        .order_by(table.c.id)
    )
    return [row.id for row in rows]


def _near(name: str, names: dict[str, str]) -> str:
    """The ids and names closest to an unknown one, as the end of a sentence."""
    by_spelling = {spelling(known): known for known in sorted(names)}
    close = get_close_matches(spelling(name), by_spelling, n=NEAR, cutoff=0.6)
    shown = dict.fromkeys(
        known if names[known] == known else f"{known} ({names[known]})"
        for known in (by_spelling[match] for match in close)
    )
    return f"; near: {', '.join(shown)}" if shown else ""
