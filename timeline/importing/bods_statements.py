"""Statements of the Beneficial Ownership Data Standard 0.4: read from a file, checked, and put on a shelf."""

import json
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Any

from events import Instant, Refusal, read_disclosed, shown

from .formats import read_value
from .lines import lines
from .opening import Limits, bad, content, pieces
from .shelf import Placed, Shelf
from .statements import day_of

VERSION = "0.4"
PARTY, PERSON, RELATION = "entity", "person", "relationship"
TYPES = (PARTY, PERSON, RELATION)
STATUSES = ("new", "updated", "closed")
LONGEST = 500
"""Characters of an id."""
HEAD = frozenset(
    "statementId declaration declarationSubject statementDate publicationDetails recordId recordType "
    "recordStatus recordDetails annotations source".split()
)
DETAILS = {
    PARTY: frozenset(
        "isComponent entityType unspecifiedEntityDetails name alternateNames jurisdiction identifiers "
        "foundingDate dissolutionDate addresses uri publicListing formedByStatute".split()
    ),
    PERSON: frozenset(
        "isComponent personType unspecifiedPersonDetails names identifiers nationalities placeOfBirth "
        "birthDate deathDate taxResidencies addresses politicalExposure".split()
    ),
    RELATION: frozenset("isComponent componentRecords subject interestedParty interests".split()),
}
"""The fields of the standard; any other is refused by name."""


def shelve(path: Path, limits: Limits, now: Instant, shelf: Shelf) -> None:
    """Put every statement on the shelf under its record; BadSource for a file that is not of the standard."""
    seen: set[str] = set()
    for number, said in _objects(path, limits):
        where = f"statement {number}: "
        for name in ("statementId", "recordId"):
            value = said.get(name)
            if (
                not isinstance(value, str)
                or not value.isprintable()
                or not 0 < len(value) < LONGEST
            ):
                raise bad(path, f"an id in {name}", shown(value), where)
        for name, known in (("recordType", TYPES), ("recordStatus", STATUSES)):
            if said.get(name) not in known:
                raise bad(path, f"{', '.join(known)} in {name}", shown(said.get(name)), where)
        version = inside(said, "publicationDetails").get("bodsVersion")
        if version != VERSION:
            raise bad(path, f"bodsVersion {VERSION}", shown(version), where)
        if said["statementId"] in seen:
            raise bad(path, "each statementId once", shown(said["statementId"]), where)
        seen.add(said["statementId"])
        day = _day(path, said, now, where)
        shelf.put(said["recordType"], said["recordId"], day, Placed(number, said, where))
    if not seen:
        raise bad(path, "statements", "none")


def unmapped(said: dict[str, Any]) -> str:
    """The first field of a statement that the standard does not have; empty for none."""
    details = inside(said, "recordDetails").keys() - DETAILS[said["recordType"]]
    names = sorted((said.keys() - HEAD) | details)
    return names[0] if names else ""


def inside(said: dict[str, Any], name: str) -> dict[str, Any]:
    """The object in a field; empty where there is none."""
    value = said.get(name)
    return value if isinstance(value, dict) else {}


def listed(said: dict[str, Any], name: str) -> list[dict[str, Any]]:
    """The objects in a list."""
    value = said.get(name)
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def text_in(said: dict[str, Any], name: str) -> str:
    """The text in a field on one line; empty where there is none."""
    value = said.get(name)
    return " ".join(value.split()) if isinstance(value, str) else ""


def day_in(said: dict[str, Any], name: str) -> str:
    """The day in a field, without its time of day; empty where there is none; Refusal for what is no date."""
    return day_of(name, text_in(said, name))


def disclosed_of(said: dict[str, Any]) -> str:
    """When a statement became public: when it was published, but not before it was made; empty if it is not told."""
    published = day_in(inside(said, "publicationDetails"), "publicationDate")
    return max(published, day_in(said, "statementDate"))


def _day(path: Path, said: dict[str, Any], now: Instant, where: str) -> str:
    """What orders the statements of a record: when they were made."""
    try:
        disclosed = disclosed_of(said)
        window = read_disclosed(disclosed) if disclosed else None
    except Refusal as refusal:
        raise bad(path, refusal.expected, shown(refusal.got), f"{where}{refusal.field}: ") from None
    if window is not None and window.lo is not None and window.lo > now:
        raise bad(path, "a publication that is not after now", disclosed, where)
    return text_in(said, "statementDate") or disclosed


def _objects(path: Path, limits: Limits) -> Iterator[tuple[int, dict[str, Any]]]:
    """The statements of a JSON array, which is read whole, or of JSON Lines."""
    start = next((piece.lstrip() for piece in pieces(path, limits) if piece.strip()), b"")
    if start.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"["):
        found = read_value(path, content(path, limits))
        numbered = enumerate(found if isinstance(found, list) else [], start=1)
    else:
        numbered = enumerate(_lines(path, limits), start=1)
    for number, said in numbered:
        if not isinstance(said, dict):
            raise bad(path, "an object", json.dumps(said), f"statement {number}: ")
        yield number, said


def _lines(path: Path, limits: Limits) -> Iterator[object]:
    text = lines(path, pieces(path, limits), "utf-8-sig", limits.line)
    for number, line in enumerate(chain(text), start=1):
        if line.strip():
            yield read_value(path, line.encode(), where=f"line {number}: ")
