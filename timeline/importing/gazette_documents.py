"""Documents of a gazette: read from JSON Lines, checked, and put on a shelf by their numbers."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from events import Instant, instant_of, instant_text, shown

from .formats import read_value
from .likeness import slug
from .lines import lines
from .opening import Limits, bad, pieces
from .rows import identity_of
from .shelf import Placed, Shelf

DOCUMENT = "document"
FORMATS = {"fr-docs/1": ("federal-register", "Federal Register")}
"""Each format, with the gazette it is of."""
COLUMNS = ("doc", "title", "published", "observed_at", "url", "abstract", "post")
SAID = ("title", "published", "url", "abstract")
"""What a document says; with other words in one of these it is another version."""
WORDS = 2_000
YEARS = (1700, 2100)
NUMBER = re.compile(r"[A-Za-z0-9][A-Za-z0-9.-]{0,63}")
URL = re.compile(r"https?://\S{1,1900}")
TEXTS = {
    "doc": (NUMBER, "a number of letters, digits, points and hyphens"),
    "url": (URL, "an http address"),
    "title": (re.compile(r"(?s).*\S.*"), "a title"),
}


@dataclass(frozen=True, slots=True)
class Origin:
    """Whose documents they are, and who collected them."""

    gazette: str
    gazette_name: str
    source: str
    source_name: str


def shelve(path: Path, limits: Limits, now: Instant, shelf: Shelf) -> Origin:
    """Put every row on the shelf under its number; BadSource for a file that is not sound."""
    text = lines(path, pieces(path, limits), "utf-8-sig", limits.line)
    origin = _origin(path, next(text, ""))
    number = 1
    for number, line in enumerate(text, start=2):
        where = f"line {number}: "
        said = _checked(path, read_value(path, line.encode(), where=where), now, where)
        shelf.put(DOCUMENT, said["doc"], said["observed_at"], Placed(number, said, where))
    if number == 1:
        raise bad(path, "documents", "none")
    return origin


def fingerprint_of(said: Mapping[str, Any]) -> str:
    """The hash of what a document says, whoever saw it when."""
    return identity_of(said[name] for name in SAID)


def _origin(path: Path, line: str) -> Origin:
    head = read_value(path, line.encode()) if line.strip() else None
    form = head.get("format") if isinstance(head, dict) else None
    if not isinstance(head, dict) or form not in FORMATS:
        raise bad(path, f"a header with format {', '.join(FORMATS)}", shown(form))
    name = head.get("origin")
    source = slug(name) if isinstance(name, str) else ""
    if not isinstance(name, str) or not source:
        raise bad(path, "who collected the documents in origin", shown(name))
    return Origin(*FORMATS[form], source, name[:WORDS])


def _checked(path: Path, said: object, now: Instant, where: str) -> dict[str, Any]:
    if not isinstance(said, dict):
        raise bad(path, "an object", shown(said), where)
    for name in (*COLUMNS, *said):
        if name not in COLUMNS or not isinstance(said.get(name), str):
            expected = f"a text in each of {', '.join(COLUMNS)}, and nothing else"
            raise bad(path, expected, f"{said.get(name)!r} in {name!r}", where)
    for name, (pattern, expected) in TEXTS.items():
        if not pattern.fullmatch(said[name]):
            raise bad(path, f"{expected} in {name}", shown(said[name]), where)
    observed = _moment(path, said["observed_at"], now, where)
    day = _day(path, said["published"], where)
    if day > observed[:10]:
        raise bad(path, f"a day up to {observed[:10]} in published", day, where)
    return {**said, "observed_at": observed}


def _day(path: Path, text: str, where: str) -> str:
    low, high = YEARS
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise bad(path, "a day such as 2019-10-09 in published", shown(text), where) from None
    if not low <= day.year <= high or day.isoformat() != text:
        raise bad(path, f"a day in {low} to {high} in published", shown(text), where)
    return text


def _moment(path: Path, text: str, now: Instant, where: str) -> str:
    """When it was seen, in UTC."""
    try:
        observed = instant_of(datetime.fromisoformat(text))
    except (ValueError, OverflowError):
        expected = "a time with its zone in observed_at"
        raise bad(path, expected, shown(text), where) from None
    if observed > now:
        raise bad(path, "a time that is not after now in observed_at", shown(text), where)
    return instant_text(observed)
