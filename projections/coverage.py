"""The coverage projection: which sources are read, and when each was last looked at."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import ClassVar, NamedTuple

from events import Day, Entry, day_of, instant_of

from .history import brought_claim


class CoverageRow(NamedTuple):
    """A source was looked at on a day: when a citation was retrieved, or else recorded."""

    source: str
    checked: Day


class Coverage:
    """What was looked at, so that an empty answer can say where was looked."""

    name: ClassVar[str] = "coverage"
    version: ClassVar[int] = 1
    description: ClassVar[str] = "the sources read, and the days they were looked at"
    lasting: ClassVar[bool] = True
    linked: ClassVar[bool] = False
    row: ClassVar[type[NamedTuple]] = CoverageRow
    key: ClassVar[tuple[str, ...]] = ("source", "checked")
    sought: ClassVar[tuple[str, ...]] = ()

    def reads(self, entry: Entry) -> bool:
        """Whatever has a citation."""
        return brought_claim(entry) is not None

    def rows(self, entries: Sequence[Entry], occurrence: str) -> Iterable[CoverageRow]:
        """The source of each citation with the day it was looked at."""
        for entry in entries:
            event = brought_claim(entry)
            if event is not None:
                citation = event.claim.citation
                seen = citation.retrieved_at
                moment = (
                    entry.recorded_at if seen is None else instant_of(datetime.fromisoformat(seen))
                )
                yield CoverageRow(citation.source, day_of(moment))
