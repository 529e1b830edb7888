"""Lists: the vendors, regions and sources that the log speaks of."""

from difflib import get_close_matches

from sqlalchemy import select

from projections import spelling

from ..errors import UnknownSource
from .snapshot import Snapshot
from .sources import sources_at
from .subjects import NEAR, vendor_names
from .totals import Answer

LIKE = 0.75
"""How alike two names are spelled that a search takes for one another."""


def list_vendors(snapshot: Snapshot) -> Answer:
    """Every vendor with its names."""
    names: dict[str, list[str]] = {}
    for name, vendor in vendor_names(snapshot, snapshot.live.position).items():
        known = names.setdefault(vendor, [])
        if name != vendor:
            known.append(name)
    vendors = [{"id": vendor, "names": sorted(known)} for vendor, known in sorted(names.items())]
    return {"position": snapshot.live.position, "vendors": vendors}


def find_vendors(snapshot: Snapshot, words: str | None) -> Answer:
    """The vendors of which an id or a name holds the words, then those named much alike; all where none are given."""
    listed: list[Answer] = list_vendors(snapshot)["vendors"]  # type: ignore[assignment]
    if words is None:
        return {"position": snapshot.live.position, "vendors": listed}
    wanted = spelling(words)
    spelled: dict[str, list[str]] = {}
    names = vendor_names(snapshot, snapshot.live.position)
    for name, vendor in names.items():
        spelled.setdefault(spelling(name), []).append(vendor)
    near = get_close_matches(wanted, spelled, n=NEAR, cutoff=LIKE)
    holding = [each for each in spelled if wanted in each]
    found = {vendor for each in (*holding, *near) for vendor in spelled[each]}
    return {
        "position": snapshot.live.position,
        "vendors": [vendor for vendor in listed if vendor["id"] in found],
    }


def list_regions(snapshot: Snapshot) -> Answer:
    """Every region that a claim names."""
    table = snapshot.table("pairs")
    found = snapshot.connection.execute(
        select(table.c.region).where(table.c.region != "").distinct().order_by(table.c.region)
    )
    regions = [
        {"id": region, "name": snapshot.regions.get(region).name}
        for region in found.scalars()
        if snapshot.regions.known(region)
    ]
    return {"position": snapshot.live.position, "regions": regions}


def list_sources(snapshot: Snapshot) -> Answer:
    """Every source with the day it was last looked at."""
    position = snapshot.live.position
    return {"position": position, "sources": sources_at(snapshot, position)}


def source_shape(snapshot: Snapshot, source: str) -> Answer:
    """One source; UnknownSource with near names where it is not recorded."""
    sources = {str(each["source"]): each for each in sources_at(snapshot, snapshot.live.position)}
    if source in sources:
        return {"position": snapshot.live.position, **sources[source]}
    near = get_close_matches(source, sources, n=3)
    raise UnknownSource(name=source, near=f"; near: {', '.join(near)}" if near else "")
