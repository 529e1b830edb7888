"""Documents of an official gazette as JSON Lines: that each was published, under which title, on which day."""

from collections.abc import Iterator
from typing import ClassVar

from ..importing.gazette_documents import DOCUMENT, FORMATS, Origin, fingerprint_of, shelve
from ..importing.gazette_saying import corrected, occurrence_of, published, sources_of
from ..importing.importer import Desk, Plan, Request
from ..importing.rows import identity_of
from ..importing.shelf import Placed, Shelf, filled
from ..importing.sources import file_in
from ..importing.state import Known
from ..importing.statements import known_of, many
from ..importing.step import Said, Step


class Gazette:
    """A document names no vendor and no place, so what it says counts nowhere: statement-made, in its title's words.

    The same document again says nothing; with another title, day, address or abstract it is `source-corrected`.
    """

    name: ClassVar[str] = "gazette"
    description: ClassVar[str] = f"documents of a gazette, JSON Lines: {', '.join(FORMATS)}"
    takes: ClassVar[tuple[str, ...]] = ()

    def plan(self, request: Request, desk: Desk) -> Plan:
        """Every row is read, checked and put in order before the first is recorded; memory holds none of them."""
        path = file_in(request.path)
        shelf, origin = filled(path, lambda it: shelve(path, request.limits, desk.now, it))
        return Plan(shelf.count(), _steps(shelf, origin, desk))


def _steps(shelf: Shelf, origin: Origin, desk: Desk) -> Iterator[Step]:
    key = f"{Gazette.name}:{origin.source}"
    try:
        yield Step("described", sources_of(origin), rows=0)
        for documents in many(shelf.records(DOCUMENT)):
            rows = [identity_of([origin.gazette, number]) for number, _ in documents]
            known = known_of(desk.engine, key, rows)
            for row, (_, placed) in zip(rows, documents, strict=True):
                yield from _followed(origin, key, known.get(row, Known(row, 1, "")), placed)
    finally:
        shelf.close()


def _followed(origin: Origin, key: str, known: Known, placed: list[Placed]) -> Iterator[Step]:
    """What the rows of one document come to, the earliest seen first.

    Kept are the claim that stands, when it was seen last, and the fingerprints of every version.
    """
    for each in placed:
        seen, fingerprint = each.said["observed_at"], fingerprint_of(each.said)
        claim, last, *versions = known.fields or ("", "")
        if fingerprint in versions and seen <= last:
            yield Step("unchanged")
            continue
        if seen < last:
            yield Step("left out", reason="another version, seen before the one imported last")
            continue
        items: tuple[Said, ...] = ()
        outcome = "unchanged"
        if fingerprint != known.fingerprint:
            said = published(origin, each.said)
            items = (corrected(origin, claim, said, each.said),) if claim else (said,)
            outcome, claim = ("corrected" if claim else "published"), said.id
        fields = (claim, seen, *dict.fromkeys([*versions, fingerprint]))
        about = occurrence_of(origin, each.said)
        known = Known(known.row, 1, fingerprint, occurrence=about, fields=fields)
        yield Step(outcome, items, moves=(known.move(key, origin.gazette),))
