"""What a feed tells of a recording: its title, its words, its place on the web, in plain English."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

TAG = "tag:timeline.invalid,2026:"
"""Names of claims and acts begin as they do in a PROV document, and stay whatever address serves them."""
UNREADABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 has no place for."""

DATE = r"([\d~?%TZ:+-]+)"
SAID = (
    (re.compile(DATE), "{}"),
    (re.compile(rf"{DATE}/\.\."), "since {}, still so"),
    (re.compile(rf"{DATE}/"), "since {}"),
    (re.compile(rf"{DATE}/{DATE}"), "from {} to {}"),
    (re.compile(rf"(?:\.\.)?/{DATE}"), "until {}"),
    (re.compile(rf"\[{DATE}\.\.{DATE}\]"), "between {} and {}"),
    (re.compile(rf"\[\.\.{DATE}\]"), "{} or earlier"),
    (re.compile(rf"\[{DATE}\.\.\]"), "{} or later"),
)
"""Forms of EDTF, and how they are said; any other stays as it is."""


@dataclass(frozen=True, slots=True)
class Item:
    """One recording as feeds tell it; times are in RFC 3339, `source` is whose words they are."""

    id: str
    path: str
    title: str
    text: str
    published: str
    updated: str
    tags: tuple[str, ...]
    source: str | None = None
    cited: str | None = None


def items_of(feed: Mapping[str, Any]) -> list[Item]:
    """The entries of a feed answer, in its order."""
    return [_item(entry, feed) for entry in feed["entries"]]


def readable(text: str) -> str:
    """A text without the characters that XML has no place for."""
    return UNREADABLE.sub("\ufffd", text)


def _item(entry: Mapping[str, Any], feed: Mapping[str, Any]) -> Item:
    say = {"claim": _claim, "act": _act, "redacted": _redacted}[entry["what"]]
    return say(entry, feed)


def _claim(claim: Mapping[str, Any], feed: Mapping[str, Any]) -> Item:
    citation = claim["citation"]
    source = feed["sources"].get(citation["source"], citation["source"])
    return Item(
        id=f"{TAG}claim/{claim['id']}",
        path=f"/why/{claim['id']}",
        title=readable(_headline(claim, feed["names"])),
        text=readable("\n".join(_words(claim, source))),
        published=claim["recorded_at"],
        updated=claim["updated"],
        tags=(claim["kind"], claim["modality"]),
        source=readable(source),
        cited=citation["url"],
    )


def _headline(claim: Mapping[str, Any], names: Mapping[str, str]) -> str:
    """What, of whom and where, how much and when, as in `Project awarded: Acme in Brazil, three projects, 2017`."""
    said = claim["said"]
    who = names.get(said.get("vendor", ""), said.get("vendor"))
    where = [names.get(region, region) for region in _regions(said)]
    subject = " in ".join([part for part in (who, " and ".join(where)) if part])
    when = claim["valid"] and dated(claim["valid"])
    told = [subject, said.get("verbatim") or said.get("name"), when]
    what = ", ".join(dict.fromkeys(str(part) for part in told if part))
    modality = "" if claim["modality"] == "effected" else f" ({claim['modality']})"
    return f"{plainly(claim['kind'])}{': ' if what else ''}{what}{modality}"


def _regions(said: Mapping[str, Any]) -> list[str]:
    return list(dict.fromkeys(said[name] for name in ("region", "concerns") if name in said))


def _words(claim: Mapping[str, Any], source: str) -> Iterator[str]:
    said, citation = claim["said"], claim["citation"]
    words = [said.get(name) for name in ("statement", "verbatim", "note")]
    yield from dict.fromkeys(str(each) for each in words if each)
    if citation["quote"]:
        yield f"\u201c{citation['quote']}\u201d"
    yield f"Valid: {dated(claim['valid']) if claim['valid'] else 'not said'}"
    yield f"Disclosed: {dated(claim['disclosed']) if claim['disclosed'] else 'by the recording'}"
    yield f"Source: {source}{_titled(citation)}"
    yield f"Recorded: position {claim['position']}, about {claim['occurrence']}"


def _titled(citation: Mapping[str, Any]) -> str:
    return f", {citation['title']}" if citation["title"] else ""


def _act(act: Mapping[str, Any], _feed: Mapping[str, Any]) -> Item:
    by = f"By: {act['actor'] or 'nobody named'}"
    disclosed = f"Disclosed: {dated(act['disclosed']) if act['disclosed'] else 'by the recording'}"
    position = f"Recorded: position {act['position']}, upon {act['target']}"
    return Item(
        id=f"{TAG}act/{act['id']}",
        path=f"/why/{act['target']}",
        title=readable(f"{plainly(act['act'])}: {act['reason']}"),
        text=readable("\n".join((act["reason"], by, disclosed, position))),
        published=act["recorded_at"],
        updated=act["updated"],
        tags=(act["act"],),
    )


def _redacted(left: Mapping[str, Any], _feed: Mapping[str, Any]) -> Item:
    what = "act" if left["id"].startswith("a-") else "claim"
    return Item(
        id=f"{TAG}{what}/{left['id']}",
        path=f"/why/{left['id']}",
        title=f"{plainly(left['kind'])}: redacted",
        text=f"Its words were removed; {left['effect']}.",
        published=left["recorded_at"],
        updated=left["updated"],
        tags=(left["kind"], "redacted"),
    )


def dated(edtf: str) -> str:
    """A date of EDTF as one would say it: since 2017, between 2016 and 2017, about 2016."""
    for form, words in SAID:
        found = form.fullmatch(edtf)
        if found:
            return words.format(*(_qualified(part) for part in found.groups()))
    return edtf


def _qualified(date: str) -> str:
    sign = {"~": "about ", "?": "perhaps ", "%": "perhaps about "}.get(date[-1:])
    return date if sign is None else sign + date[:-1]


def plainly(kind: str) -> str:
    """The name of a kind or an act as a heading: Project awarded."""
    return kind.replace("-", " ").capitalize()
