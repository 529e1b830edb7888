"""The pairs projection: which vendors and regions were ever named together, to reach one from the other."""

from collections.abc import Iterable, Sequence
from typing import ClassVar, NamedTuple

from events import Event


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
    row: ClassVar[type[NamedTuple]] = PairRow
    key: ClassVar[tuple[str, ...]] = ("region", "vendor")

    def reads(self, event: Event) -> bool:  # noqa: ARG002 - every claim is read
        """Every claim."""
        return True

    def rows(self, events: Sequence[Event]) -> Iterable[PairRow]:
        """Every pair a claim names."""
        for event in events:
            for vendor in event.claim.vendors or ("",):
                for region in event.claim.regions or ("",):
                    yield PairRow(region, vendor)
