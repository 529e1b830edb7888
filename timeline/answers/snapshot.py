"""A snapshot: everything an answer reads, in one transaction of one position."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from functools import cache
from typing import Any, TypeVar

from sqlalchemy import Connection, Table, select

from ..clock import Clock
from ..log import Log
from ..prepared import Prepared
from ..projecting import Live
from ..regions import Regions
from .accounts import Accounts
from .found_once import found_once

T = TypeVar("T")

FEW_LINKS = 50_000
"""How many names that are linked at all are kept to look in before the table is asked."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One reader's unchanging view of the log and of the projections that answer."""

    connection: Connection
    log: Log
    clock: Clock
    live: Live
    regions: Regions
    kept: dict[Hashable, Any] = field(default_factory=dict)
    """What was found out of the tables as they are at this position, for every question that shares it."""
    accounts: Accounts = field(default_factory=Accounts)
    """What was worked out of occurrences, at this position or before."""

    def table(self, projection: str) -> Table:
        """The table that answers for a projection."""
        return self.live.tables[projection]

    def keep(self, name: Hashable, find: Callable[[], T]) -> T:
        """What follows from this position alone: found once, and not to be changed by who gets it."""
        return found_once(self.kept, name, find)

    def may_be_linked(self, name: str) -> bool:
        """Whether a vendor or an occurrence may be in a link, of any sort and at any position."""
        linked = self._linked()
        return linked is None or name in linked

    def linked_among(self, names: set[str]) -> set[str]:
        """Those of some vendors and occurrences that may be in a link, of any sort and at any position."""
        linked = self._linked()
        return names if linked is None else names & linked

    def _linked(self) -> frozenset[str] | None:
        return self.keep("linked", lambda: _linked(self.connection, self.table("links")))


def _linked(connection: Connection, table: Table) -> frozenset[str] | None:
    """Every name that links hold; None where they are many."""
    rows = _links(table).rows(connection)
    return None if len(rows) == FEW_LINKS else frozenset(name for row in rows for name in row)


@cache
def _links(table: Table) -> Prepared:
    return Prepared(select(table.c.one, table.c.other).limit(FEW_LINKS))
