"""The entries of the restricted lists of the United States: one JSON file each, its dates read."""

from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path

from events import shown

from .citations import Cited, cited_in, day_of_words
from .fields import Fields
from .formats import read_value
from .opening import Limits, bad, content, sha256_of
from .rows import identity_of
from .us_published import LISTS, Published

HEAD = ("list_id", "source_file", "extracted", "count", "entities")


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of a list; `undated` counts its citations whose date cannot be read."""

    name: str
    aliases: tuple[str, ...]
    identity: str
    cited: tuple[Cited, ...]
    undated: int
    effective: str | None
    notes: str


@dataclass(frozen=True, slots=True)
class Copy:
    """One file: a list as it stood on a day."""

    path: Path
    list_id: str
    published: Published
    day: str
    sha256: str
    entries: tuple[Entry, ...]


def parse(path: Path, limits: Limits) -> Copy:
    """A list from its file; a field that is not known is refused by name."""
    said = read_value(path, content(path, limits))
    if not isinstance(said, dict) or set(said) != set(HEAD):
        raise bad(path, f"an object with {', '.join(HEAD)}", shown(said)[:60])
    published = LISTS.get(str(said["list_id"]))
    if published is None:
        raise bad(path, f"one of {', '.join(LISTS)}", shown(said["list_id"]), "list_id: ")
    day = day_of_words(str(said["extracted"]))
    if day is None:
        raise bad(path, "a day", shown(said["extracted"]), "extracted: ")
    entries = said["entities"]
    low, high = published.rows
    if not isinstance(entries, list) or not low <= len(entries) <= high:
        raise bad(
            path, f"{low} to {high} entries", len(entries) if isinstance(entries, list) else "none"
        )
    times: Counter[str] = Counter()
    read = tuple(
        _entry(path, entry, number, times) for number, entry in enumerate(entries, start=1)
    )
    return Copy(path, str(said["list_id"]), published, day, sha256_of(path, limits), read)


def _entry(path: Path, entry: object, number: int, times: Counter[str]) -> Entry:
    where = f"entry {number}: "
    if not isinstance(entry, dict):
        raise bad(path, "an object", shown(entry), where)
    fields = Fields(entry, where, path.name)
    name = " ".join(fields.pop("name").split())
    aliases = tuple(
        " ".join(each.split()) for each in fields.pop("aliases").split("\n") if each.strip()
    )
    place = [name, fields.pop("country"), fields.pop("address"), fields.pop("status")]
    cited, undated = cited_in(fields.pop("federal_register"))
    words = fields.pop("effective_date")
    effective = day_of_words(words) if words else None
    if not name or (words and effective is None):
        raise bad(path, "a name, and a date in effective_date", shown(words), where)
    read = Entry(name, aliases, "", tuple(cited), undated, effective, fields.pop("notes"))
    fields.audit()
    times["\n".join(place)] += 1
    return replace(read, identity=identity_of([*place[:3], str(times["\n".join(place)])]))
