"""Who a record of a party is: the vendor that bears one of its identifiers or its name, or else a new one."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from sqlalchemy import Engine

from events import Claim, parse_claim

from ..database import reading
from .facts import Content
from .rows import identity_of
from .state import Known, ListState, kept
from .step import Move
from .tables import import_candidates
from .vendors import Vendors

IDENTIFIERS = "identifiers"
"""The name under which it is kept which vendor bears an identifier, whichever importer found it."""
WORDS = 2_000


class Identifier(NamedTuple):
    """A number or code in a scheme within which one party has one."""

    scheme: str
    code: str

    @property
    def row(self) -> str:
        """What it is kept under; letter case and spaces make no difference."""
        return identity_of([self.scheme, "".join(self.code.split()).casefold()])

    def held_by(self, vendor: str) -> str:
        """What it is kept under that a vendor has an identifier in this scheme."""
        return identity_of(["held", self.scheme, vendor])


class Name(NamedTuple):
    """A name, as `vendor-named` takes it."""

    text: str
    name_type: str = "alias"
    language: str = ""


@dataclass(frozen=True, slots=True)
class Party:
    """What a source says of one party: the ids of its records in the source, its identifiers, its names."""

    records: tuple[Identifier, ...]
    identifiers: tuple[Identifier, ...]
    names: tuple[Name, ...]

    @property
    def all(self) -> tuple[Identifier, ...]:
        """The ids of its records first, for they are what the source itself means."""
        return (*self.records, *self.identifiers)


@dataclass(slots=True)
class Parties:
    """Matches parties through recorded identifiers, then through recorded names, and through nothing else.

    A vendor that has another identifier in the same scheme is not the same by its name alone.
    """

    engine: Engine
    importer: str
    _state: ListState = field(default_factory=ListState)
    _vendors: Vendors = field(init=False)
    _known: dict[str, Known | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._vendors = Vendors(self.engine, self.importer, "", self._state, keyed=True)

    def learn(self, parties: Iterable[Party]) -> None:
        """Ask for the identifiers and the names of many parties at once."""
        found = list(parties)
        self._read([each.row for party in found for each in party.all])
        self._vendors.learn([name.text for party in found for name in party.names])

    def vendor(self, record: Identifier) -> str:
        """The vendor of a record that was settled, in this import or before it; empty for none."""
        known = self._get(record.row)
        return known.vendor if known else ""

    def settle(self, party: Party) -> tuple[str, tuple[Move, ...], bool]:
        """The vendor of a party, what is to be kept of it, and whether an identifier is new."""
        bearers = [known.vendor for each in party.all if (known := self._get(each.row))]
        first, *others = (name.text for name in party.names)
        moves: list[Move] = []
        if bearers:
            vendor = bearers[0]
            moves += self._doubts(vendor, first, bearers)
        else:
            found = self._find(party, first, others)
            vendor, moves = found[0], [*found[1]]
        new = [each for each in party.all if self._get(each.row) is None]
        moves += [self._keep(Known(each.row, 1, each.row, vendor=vendor)) for each in new]
        for each in new:
            held = each.held_by(vendor)
            if self._get(held) is None:
                moves.append(self._keep(Known(held, 1, each.row, vendor=vendor)))
        return vendor, tuple(moves), any(each in party.identifiers for each in new)

    def named(
        self, vendor: str, party: Party, said: Sequence[Content], *, anew: bool
    ) -> Iterator[Claim]:
        """The names that the vendor is not known by yet; with new identifiers, its first name again.

        `said` is what is said beside each name: its citation, and when it was disclosed.
        """
        codes = [f"{each.scheme} {each.code}" for each in party.identifiers]
        note = {"note": ("identifiers: " + "; ".join(codes))[:WORDS]} if codes else {}
        for number, (name, beside) in enumerate(zip(party.names, said, strict=True)):
            known = self._vendors.named(vendor, name.text)
            if known and not (anew and number == 0):
                continue
            claim = {"kind": "vendor-named", "occurrence": f"{vendor}-names", "vendor": vendor}
            language = {"language": name.language} if name.language else {}
            words = {"name": name.text[:WORDS], "name_type": name.name_type, **language}
            yield parse_claim({**claim, **words, **(note if number == 0 else {}), **beside})

    def _find(self, party: Party, first: str, others: list[str]) -> tuple[str, tuple[Move, ...]]:
        row = party.all[0].row
        found = self._vendors.find(row, first, others)
        if self._vendors.knows([first, *others]) and self._is_another(found.vendor, party):
            self._state.holders[found.vendor] = IDENTIFIERS
            found = self._vendors.find(row, first, others)
            self._state.holders.clear()
        return found.vendor, found.candidates

    def _is_another(self, vendor: str, party: Party) -> bool:
        for scheme in {each.scheme for each in party.all}:
            own = {each.row for each in party.all if each.scheme == scheme}
            held = self._get(Identifier(scheme, "").held_by(vendor))
            if held is not None and held.fingerprint not in own:
                return True
        return False

    def _doubts(self, vendor: str, name: str, bearers: list[str]) -> Iterator[Move]:
        """Where identifiers of one party are borne by several vendors, they may be one."""
        for other in dict.fromkeys(bearers):
            if other != vendor:
                values = {"vendor": other, "into": vendor, "name": name, "near": name}
                values |= {"list": self.importer, "decided": ""}
                yield Move(import_candidates.name, values)

    def _keep(self, known: Known) -> Move:
        self._known[known.row] = known
        return known.move(IDENTIFIERS, IDENTIFIERS)

    def _get(self, row: str) -> Known | None:
        if row not in self._known:
            self._read([row])
        return self._known[row]

    def _read(self, rows: list[str]) -> None:
        wanted = [row for row in dict.fromkeys(rows) if row not in self._known]
        if wanted:
            with reading(self.engine) as connection:
                found = kept(connection, IDENTIFIERS, wanted)
            self._known.update({row: found.get(row) for row in wanted})
