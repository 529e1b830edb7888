"""The coverage projection: which sources are read, and when each was last looked at."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import ClassVar, NamedTuple

from events import Day, Event, day_of, instant_of


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
    row: ClassVar[type[NamedTuple]] = CoverageRow
    key: ClassVar[tuple[str, ...]] = ("source", "checked")

    def reads(self, event: Event) -> bool:  # noqa: ARG002 - every claim is read
        """Every claim."""
        return True

    def rows(self, events: Sequence[Event]) -> Iterable[CoverageRow]:
        """The source of each citation with the day it was looked at."""
        for event in events:
            citation = event.claim.citation
            moment = citation.retrieved_at
            seen = (
                event.recorded_at if moment is None else instant_of(datetime.fromisoformat(moment))
            )
            yield CoverageRow(citation.source, day_of(seen))
