"""The names projection: by which names vendors, regions and sources are known."""

import unicodedata
from collections.abc import Iterable, Sequence
from typing import ClassVar, NamedTuple

from events import ActEvent, Entry, Event

from .projection import EVER
from .standing import Holds, standings

SUBJECTS = {
    "vendor-named": "vendor",
    "region-named": "region",
    "source-described": "source",
    "source-rated": "rating",
}
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
    linked: ClassVar[bool] = False
    row: ClassVar[type[NamedTuple]] = NameRow
    key: ClassVar[tuple[str, ...]] = ("subject", "spelling", "id", "occurrence", "at")
    sought: ClassVar[tuple[str, ...]] = ()

    def reads(self, entry: Entry) -> bool:
        """Claims that give a name, and what may take one away or bring one in."""
        if isinstance(entry, ActEvent):
            brought = entry.act.brought
            return entry.act.does != "adds" or (brought is not None and brought.kind in SUBJECTS)
        return not isinstance(entry, Event) or entry.claim.kind in SUBJECTS

    def rows(self, entries: Sequence[Entry], occurrence: str) -> Iterable[NameRow]:
        """The names that the claims of one stream give, as far as acts leave them standing."""
        standing = standings(entries, EVER)
        return [
            row
            for each in standing
            if each.counts is not Holds.NO and (row := _named(each.event)) is not None
        ]


def spelling(name: str) -> str:
    """A name as names are compared: compatibility forms, case, accents, signs and spaces set aside."""
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", name).casefold())
    return "".join(c for c in folded if c.isalnum())


def _named(event: Event) -> NameRow | None:
    said = event.claim.content()
    subject = SUBJECTS.get(event.claim.kind)
    if subject is None or event.claim.modality == "denied":
        return None
    name = said.get("name") or said["letter"]
    return NameRow(
        subject=subject,
        spelling=spelling(name),
        id=said["about"] if "about" in said else said[subject],
        occurrence=event.claim.occurrence,
        name=name,
        language=said.get("language", ""),
        sort=said.get("name_type", said.get("sort", "")),
        within=said.get("within", ""),
        at=event.position,
    )
