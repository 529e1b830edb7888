"""The names projection: by which names vendors, regions and sources are known."""

import unicodedata
from collections.abc import Iterable, Sequence
from typing import ClassVar, NamedTuple

from events import Event

SUBJECTS = {"vendor-named": "vendor", "region-named": "region", "source-described": "source"}
"""The kinds that give names, and whose names they give."""


class NameRow(NamedTuple):
    """A name of a subject; `spelling` is what a look-up compares, `name` is as it was recorded."""

    subject: str
    spelling: str
    id: str
    occurrence: str
    name: str
    language: str
    sort: str
    within: str
    at: int


class Names:
    """Who is meant by a name, in any script."""

    name: ClassVar[str] = "names"
    version: ClassVar[int] = 1
    description: ClassVar[str] = "names and aliases of vendors, regions and sources"
    lasting: ClassVar[bool] = False
    row: ClassVar[type[NamedTuple]] = NameRow
    key: ClassVar[tuple[str, ...]] = ("subject", "spelling", "id", "occurrence", "at")

    def reads(self, event: Event) -> bool:
        """Claims that give a name."""
        return event.claim.kind in SUBJECTS

    def rows(self, events: Sequence[Event]) -> Iterable[NameRow]:
        """The names that the claims of one occurrence give."""
        return [row for event in events if (row := _named(event)) is not None]


def spelling(name: str) -> str:
    """A name as names are compared: compatibility forms, case, accents, signs and spaces set aside."""
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", name).casefold())
    return "".join(c for c in folded if c.isalnum())


def _named(event: Event) -> NameRow | None:
    said = event.claim.content()
    subject = SUBJECTS.get(event.claim.kind)
    if subject is None or event.claim.modality == "denied":
        return None
    return NameRow(
        subject=subject,
        spelling=spelling(said["name"]),
        id=said["about"] if subject == "source" else said[subject],
        occurrence=event.claim.occurrence,
        name=said["name"],
        language=said.get("language", ""),
        sort=said.get("name_type", said.get("sort", "")),
        within=said.get("within", ""),
        at=event.position,
    )
