"""Who a name on a list is: a vendor recorded by that name, or else a new one that may be another's."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import count
from typing import Any

from sqlalchemy import Column, Connection, Engine, Row, Table, bindparam, select

from projections import spelling

from ..database import reading
from ..prepared import Prepared
from ..projecting import OPEN, live_tables
from .likeness import slug
from .near_names import NearNames, names_known
from .state import ListState
from .step import Move
from .tables import import_candidates, import_rows

CHUNK = 500


@dataclass(frozen=True, slots=True)
class Found:
    """The vendor of a row; where it is new, those that it may be one with."""

    vendor: str
    candidates: tuple[Move, ...] = ()


class Vendors:
    """Matches the names of one list through recorded identifiers and aliases alone.

    `learn` asks the database for many names at once; what this run records is kept beside it.
    """

    def __init__(
        self, engine: Engine, list_: str, profile: str, state: ListState, *, keyed: bool
    ) -> None:
        self._engine = engine
        self._list = list_
        self._profile = profile
        self._state = state
        self._keyed = keyed
        self._by_spelling: dict[str, dict[str, str]] = {}
        """Vendors by what their names are compared as, each with the name."""
        self._by_identity: dict[str, str] = {}
        self._taken: set[str] = set()
        self._known: NearNames | None = None

    def turn_to(self, list_: str, profile: str, state: ListState) -> None:
        """Go on with another list; the names that this run recorded stay known."""
        self._list, self._profile, self._state = list_, profile, state

    def learn(self, names: Iterable[str], identities: Iterable[str] = ()) -> None:
        """Look up names, and the rows that other observers of the list gave an identity to."""
        spelled = {spelling(name): name for name in names if name}
        wanted = [each for each in spelled if each and each not in self._by_spelling]
        slugs = [slug(spelled[each]) for each in wanted]
        with reading(self._engine) as connection:
            tables = live_tables(connection, ("names", "history")).tables
            for each in wanted:
                self._by_spelling[each] = {}
            if "names" in tables:
                table = tables["names"]
                still = (table.c.subject == "vendor", table.c.until == OPEN)
                statement = select(table.c.spelling, table.c.id, table.c.name).where(*still)
                for row in _in_chunks(connection, statement, table.c.spelling, wanted):
                    self._by_spelling[row.spelling].setdefault(row.id, row.name)
            if "history" in tables:
                table = tables["history"]
                statement = select(table.c.vendor).distinct()
                self._taken |= {
                    row.vendor for row in _in_chunks(connection, statement, table.c.vendor, slugs)
                }
            self._learn_identities(connection, list(identities))

    def _learn_identities(self, connection: Connection, identities: Sequence[str]) -> None:
        table = import_rows
        statement = select(table.c.row, table.c.vendor).where(
            table.c.list == self._list, table.c.profile != self._profile, table.c.vendor != ""
        )
        for row in _in_chunks(connection, statement, table.c.row, identities):
            self._by_identity.setdefault(row.row, row.vendor)

    def find(self, identity: str, name: str, others: Sequence[str] = ()) -> Found:
        """The vendor of a row that is new to the list; the same questions in the same order give the same.

        `others` are further names that the row gives; they are asked where nobody bears the first.
        """
        if self._keyed and identity in self._by_identity:
            return Found(self._by_identity[identity])
        named = self._by_spelling.get(spelling(name), {})
        for other in () if named else others:
            named = {**named, **self._by_spelling.get(spelling(other), {})}
        if len(named) == 1:
            (vendor,) = named
            holder = self._state.holders.get(vendor) if self._keyed else None
            if holder in (None, identity):
                return Found(vendor)
        vendor = self._unused(slug(name) or f"{self._list}-{identity[:12]}")
        near = dict(named) or self._near_names().near(name)
        return Found(
            vendor,
            tuple(candidate(vendor, name, into, known, self._list) for into, known in near.items()),
        )

    def knows(self, names: Iterable[str]) -> bool:
        """Whether somebody bears one of these names."""
        return any(self._by_spelling.get(spelling(name)) for name in names)

    def named(self, vendor: str, name: str) -> bool:
        """Whether a vendor is known by a name already; from now on it is."""
        known = self._by_spelling.setdefault(spelling(name), {})
        self._taken.add(vendor)
        if vendor in known:
            return True
        known[vendor] = name
        if self._known is not None:
            self._known.add(vendor, name)
        return False

    def _unused(self, wanted: str) -> str:
        if wanted not in self._taken:
            return wanted
        for number in count(2):
            candidate = f"{wanted}-{number}"
            if candidate not in self._taken and not self._recorded(candidate):
                return candidate
        raise AssertionError

    def _recorded(self, vendor: str) -> bool:
        with reading(self._engine) as connection:
            history = live_tables(connection, ("history",)).tables.get("history")
            if history is None:
                return False
            statement = select(history.c.at).where(history.c.vendor == vendor).limit(1)
            return connection.execute(statement).first() is not None

    def _near_names(self) -> NearNames:
        if self._known is None:
            with reading(self._engine) as connection:
                self._known = names_known(connection)
            for named in self._by_spelling.values():
                for vendor, name in named.items():
                    self._known.add(vendor, name)
        return self._known


def candidate(vendor: str, name: str, into: str, near: str, list_: str) -> Move:
    """A vendor that was made anew and may be another, for a person to decide."""
    values = {"vendor": vendor, "into": into, "name": name, "near": near}
    return Move(import_candidates.name, {**values, "list": list_, "decided": ""})


def _in_chunks(
    connection: Connection, statement: Any, column: Column[Any], wanted: Sequence[str]
) -> Iterator[Row[Any]]:
    for start in range(0, len(wanted), CHUNK):
        yield from connection.execute(statement.where(column.in_(wanted[start : start + CHUNK])))


def recorded_listing(engine: Engine, list_: str, vendor: str, taken: Collection[str]) -> str | None:
    """The listing of a vendor on a list that the log holds already, and that no other row stands for."""
    with reading(engine) as connection:
        table = live_tables(connection, ("exposure",)).tables.get("exposure")
        if table is None:
            return None
        listed = _listings(table).scalars(connection, vendor=vendor, list=list_)
    return next((each for each in listed if each not in taken), None)


@cache
def _listings(table: Table) -> Prepared:
    return Prepared(
        select(table.c.occurrence)
        .where(
            table.c.vendor == bindparam("vendor"),
            table.c.type == "listing",
            table.c.unit == bindparam("list"),
            table.c.until == OPEN,
        )
        .distinct()
        .order_by(table.c.occurrence)
    )
