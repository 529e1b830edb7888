"""The vendors of suppliers: by the identifier they were imported with, or else by a recorded name."""

from collections.abc import Iterable

from sqlalchemy import Engine

from ..database import reading
from .ocds_parties import Party
from .state import Known, load
from .step import Move
from .vendors import Vendors

KEY = "ocds"


class Suppliers:
    """Gives each supplier the vendor it had before; one that may be a person has none, unless persons are asked for."""

    def __init__(self, engine: Engine, names: Iterable[str], *, persons: bool) -> None:
        with reading(engine) as connection:
            self._state = load(connection, KEY)
        self._vendors = Vendors(engine, KEY, KEY, self._state, keyed=False)
        self._vendors.learn(names)
        self._persons = persons
        self._sources: set[str] = set()

    def is_new(self, source: str) -> bool:
        """Whether nobody asked this of the source before."""
        new = source not in self._sources
        self._sources.add(source)
        return new

    def vendor(self, party: Party) -> tuple[str, bool, tuple[Move, ...]]:
        """The vendor (empty for none), whether its name is new for it, and what is to be kept."""
        known = next(iter(self._state.rows.get(party.identity, ())), None)
        moves: tuple[Move, ...] = ()
        if known is None:
            if not (self._persons or party.is_organisation or self._vendors.knows([party.name])):
                return "", False, ()
            found = self._vendors.find(party.identity, party.name)
            known = Known(party.identity, 1, party.identity, vendor=found.vendor)
            self._state.put(known)
            moves = (known.move(KEY, KEY), *found.candidates)
        return known.vendor, not self._vendors.named(known.vendor, party.name), moves
