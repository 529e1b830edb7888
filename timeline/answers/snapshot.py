"""A snapshot: everything an answer reads, in one transaction of one position."""

from dataclasses import dataclass

from sqlalchemy import Connection, Table

from ..clock import Clock
from ..log import Log
from ..projecting import Live
from ..regions import Regions


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One reader's unchanging view of the log and of the projections that answer."""

    connection: Connection
    log: Log
    clock: Clock
    live: Live
    regions: Regions

    def table(self, projection: str) -> Table:
        """The table that answers for a projection."""
        return self.live.tables[projection]
