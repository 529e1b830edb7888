"""Statements of FollowTheMoney: read from CSV or JSON Lines, checked, and put on a shelf by what they are about."""

import csv
import json
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Any

from events import shown

from .formats import read_value
from .lines import lines
from .opening import Limits, bad, pieces
from .shelf import Placed, Shelf

COLUMNS = frozenset(
    "id entity_id canonical_id prop prop_type schema value dataset lang original_value external "
    "first_seen last_seen origin".split()
)
NEEDED = ("entity_id", "prop", "schema", "value", "dataset")
PARTY, PERSON, LISTING, OWNERSHIP, OTHER = "party", "person", "listing", "ownership", "other"
PARTS = {
    "Company": PARTY,
    "Organization": PARTY,
    "LegalEntity": PARTY,
    "Person": PERSON,
    "Sanction": LISTING,
    "Ownership": OWNERSHIP,
}
"""The schemas that are read; a statement of any other one is left out by its name."""
LONGEST = 500
"""Characters of an id."""


def shelve(path: Path, limits: Limits, shelf: Shelf) -> None:
    """Put every statement on the shelf under what it is about; those of one record may stand anywhere in the file."""
    number = 0
    for number, (said, where) in enumerate(_statements(path, limits), start=1):
        for name in NEEDED:
            value = said.get(name)
            if not isinstance(value, str) or not value.strip():
                raise bad(path, f"text in {name}", shown(value), where)
        for name, value in said.items():
            if name not in COLUMNS:
                raise bad(path, "only columns of a statement", shown(name), where)
            if not (value is None or isinstance(value, str | bool)):
                raise bad(path, f"text in {name}", shown(value), where)
        key = said.get("canonical_id") or said["entity_id"]
        for each in (key, said["entity_id"]):
            if not isinstance(each, str) or not each.isprintable() or len(each) > LONGEST:
                raise bad(path, "an id that is one word", shown(each), where)
        part = PARTS.get(said["schema"], OTHER)
        shelf.put(part, key, "", Placed(number, said, where))
        shelf.name(part, said["entity_id"])
    if not number:
        raise bad(path, "statements", "none")


def _statements(path: Path, limits: Limits) -> Iterator[tuple[dict[str, Any], str]]:
    text = lines(path, pieces(path, limits), "utf-8-sig", limits.line)
    first = next(text, "")
    if first.lstrip().startswith("{"):
        for number, line in enumerate(chain([first], text), start=1):
            if line.strip():
                where = f"line {number}: "
                said = read_value(path, line.encode(), where=where)
                if not isinstance(said, dict):
                    raise bad(path, "an object", json.dumps(said), where)
                yield said, where
        return
    names = [name.strip() for name in next(csv.reader([first]), [])]
    if len(set(names)) < len(names) or set(NEEDED) - set(names) or set(names) - COLUMNS:
        expected = (
            f"a header with {', '.join(NEEDED)}, and no column but {', '.join(sorted(COLUMNS))}"
        )
        raise bad(path, expected, first.strip())
    reader = csv.reader(text)
    try:
        for values in reader:
            where = f"line {reader.line_num + 1}: "
            if values and len(values) != len(names):
                raise bad(path, f"{len(names)} columns", len(values), where)
            if values:
                yield dict(zip(names, values, strict=True)), where
    except csv.Error as error:
        raise bad(path, "CSV", error, f"line {reader.line_num + 1}: ") from None
