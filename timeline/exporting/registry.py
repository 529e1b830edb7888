"""Every table that is exported, in the order in which they are written."""

from .folded import CHAINS, STANDINGS, WITHOUT
from .logged import CLAIMS, EVENTS
from .placed import CHANGED, REGIONS
from .projected import COVERAGE, EXPOSURE, HISTORY, LINKS, NAMES
from .table import Table

TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        *(EVENTS, CLAIMS, EXPOSURE, HISTORY, STANDINGS, CHAINS, WITHOUT),
        *(NAMES, LINKS, REGIONS, COVERAGE, CHANGED),
    )
}
