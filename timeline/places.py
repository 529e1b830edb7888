"""Places: the standard regions together with those that claims have placed in them."""

from collections.abc import Mapping

from sqlalchemy import Connection, select

from .projecting import Live
from .regions import Regions


def regions_at(connection: Connection, live: Live) -> Regions:
    """The standard regions and the places recorded, as some tables of projections have them."""
    table = live.tables["names"]
    rows = connection.execute(
        select(table.c.id, table.c.name, table.c.within)
        .where(table.c.subject == "region", table.c.within != "")
        .order_by(table.c.at)
    )
    standard = Regions.load()
    places: dict[str, tuple[str, str]] = {}
    for row in rows:
        if not standard.known(row.id):
            places.setdefault(row.id, (row.name, row.within))
    return standard.with_places(_resolvable(places, standard))


def _resolvable(
    places: Mapping[str, tuple[str, str]], standard: Regions
) -> dict[str, tuple[str, str]]:
    """The places that lie in known ones; a place whose naming was redacted takes those within it along."""
    found: dict[str, tuple[str, str]] = {}
    while near := {
        place: (name, within)
        for place, (name, within) in places.items()
        if place not in found and (within in found or standard.known(within))
    }:
        found |= near
    return found
