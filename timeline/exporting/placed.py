"""Tables beside the rows of projections: where regions lie, and what changed since."""

from collections.abc import Iterable, Iterator
from itertools import pairwise

from sqlalchemy import select

from events import FIRST_DAY, LAST_DAY, Day

from ..log import streams_between
from ..regions import Regions
from .columns import Row, a_day, day, text
from .extent import Extent
from .table import Batch, Table

REGION_COLUMNS = (
    text("region", "a region that a claim names, or one that such a region lies in"),
    text("name", "its English name"),
    text("within", "a region it lies in, itself among them"),
    day("since", "from this day on; null is from ever"),
    day("until", "up to before this one; null is without end"),
)
CHANGED_COLUMNS = (text("occurrence", "of which rows may have changed since"),)


def read_regions(extent: Extent, _wanted: frozenset[str]) -> Iterator[Batch]:
    """Every region named, and those above, each with all it lies in and since when."""
    pairs, regions = extent.snapshot.table("pairs"), extent.snapshot.regions
    named = select(pairs.c.region).where(pairs.c.since <= extent.position).distinct()
    known = {
        region
        for region in extent.snapshot.connection.execute(named).scalars()
        if regions.known(region)
    }
    above = {name for region in known for name in regions.ancestors(region, None)}
    yield {"regions": [row for name in sorted(known | above) for row in _within(regions, name)]}


def _within(regions: Regions, region: str) -> Iterator[Row]:
    name = regions.get(region).name
    yield (region, name, region, None, None)
    turns = sorted({FIRST_DAY, *regions.turns(), LAST_DAY + 1})
    lies = {first: frozenset(regions.ancestors(region, first)) for first in turns[:-1]}
    for outer in sorted(regions.ancestors(region, None)):
        for since, until in _joined(span for span in pairwise(turns) if outer in lies[span[0]]):
            yield (
                *(region, name, outer),
                *(None if since == FIRST_DAY else since, a_day(until)),
            )


def _joined(spans: Iterable[tuple[Day, Day]]) -> list[tuple[Day, Day]]:
    found: list[tuple[Day, Day]] = []
    for since, until in spans:
        if found and found[-1][1] == since:
            found[-1] = (found[-1][0], until)
        else:
            found.append((since, until))
    return found


def read_changed(extent: Extent, _wanted: frozenset[str]) -> Iterator[Batch]:
    """The occurrences that something was recorded of since, and those linked with them; none where all is told."""
    if not extent.since:
        return
    streams = streams_between(extent.since, extent.position).order_by("stream")
    with extent.snapshot.connection.execute(streams.execution_options(yield_per=2_000)) as rows:
        for some in rows.partitions():
            yield {"changed": [(row.stream,) for row in some]}
    linked = {name for group in extent.changed_groups for name in group.members}
    yield {"changed": [(name,) for name in sorted(linked)]}


REGIONS = Table(
    "regions",
    "what the regions named lie in, on the valid clock",
    "whole",
    ("region", "within", "since"),
    REGION_COLUMNS,
    read_regions,
)
CHANGED = Table(
    "changed",
    "in an export since a position, the occurrences that are told anew",
    "whole",
    (),
    CHANGED_COLUMNS,
    read_changed,
)
