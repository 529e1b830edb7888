"""The pairs projection: which vendors and regions were ever named together, to reach one from the other."""

from collections.abc import Iterable, Sequence
from typing import ClassVar, NamedTuple

from events import Entry

from .history import brought_claim


class PairRow(NamedTuple):
    """A region ('' for none) and a vendor ('' for none) that a claim names."""

    region: str
    vendor: str


class Pairs:
    """Which vendors were named beside which regions."""

    name: ClassVar[str] = "pairs"
    version: ClassVar[int] = 1
    description: ClassVar[str] = "the vendors and regions named together"
    lasting: ClassVar[bool] = True
    linked: ClassVar[bool] = False
    row: ClassVar[type[NamedTuple]] = PairRow
    key: ClassVar[tuple[str, ...]] = ("region", "vendor")
    sought: ClassVar[tuple[str, ...]] = ("vendor", "region")

    def reads(self, entry: Entry) -> bool:
        """Claims, and acts that bring one in."""
        return brought_claim(entry) is not None

    def rows(self, entries: Sequence[Entry], occurrence: str) -> Iterable[PairRow]:
        """Every pair a claim names."""
        for entry in entries:
            event = brought_claim(entry)
            if event is not None:
                for vendor in event.claim.vendors or ("",):
                    for region in event.claim.regions or ("",):
                        yield PairRow(region, vendor)
