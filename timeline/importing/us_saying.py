"""What an entry of a restricted list says: one row, several dated claims about one listing."""

import re
from collections.abc import Iterator
from typing import Any

from events import Claim, parse_claim

from .citations import Cited, day_of_words
from .state import Known
from .us_entries import Copy, Entry

_ANNOUNCED = re.compile(r"Listing Date \([^)]+\): (\d{1,2} [A-Z][a-z]{2} \d{4})")
_DIVESTED = re.compile(r"Divestment Date \([^)]+\): (\d{1,2} [A-Z][a-z]{2} \d{4})")
ASSUMED = "the day of publication; it is taken to be that of effect too"
WORDS = 2_000
Content = dict[str, Any]


def claims_of(copy: Copy, entry: Entry, known: Known) -> list[Claim]:
    """The listing and every revision, each disclosed on its own day."""
    return [parse_claim(said) for said in _said(copy, entry, known)]


def named_as(copy: Copy, vendor: str, name: str) -> Claim:
    """That a vendor bears the name that the list gives it."""
    return parse_claim(
        {
            "kind": "vendor-named",
            "occurrence": f"{vendor}-names",
            "vendor": vendor,
            "name": name[:WORDS],
            "disclosed": f"[..{copy.day}]",
            "citation": _copied(copy),
        }
    )


def _said(copy: Copy, entry: Entry, known: Known) -> Iterator[Content]:
    head: Content = {"occurrence": known.occurrence, "vendor": known.vendor, "region": "US"}
    listed: Content = {**head, "kind": "entity-listed", "list": copy.published.list}
    announced = _day_in(_ANNOUNCED, entry.notes)
    if copy.published.restates:
        yield from _restated(copy, entry, known, head, listed)
        return
    if entry.cited:
        first, *later = entry.cited
        said = {"valid": entry.effective or first.day, "disclosed": first.day}
        note = {} if entry.effective else {"note": ASSUMED}
        yield {**listed, **said, **note, "citation": _cited(copy, entry, first)}
        for each in later:
            revised = {**head, "kind": "entry-revised", "valid": each.day, "disclosed": each.day}
            yield {**revised, "citation": _cited(copy, entry, each)}
        return
    citation = _copied(copy, entry.name)
    disclosed = announced or f"[..{copy.day}]"
    valid = entry.effective or f"[..{copy.day}]"
    if announced:
        told = {**listed, "kind": "listing-announced", "valid": announced, "disclosed": announced}
        effective = {"effective": entry.effective} if entry.effective else {}
        yield {**told, **effective, "citation": citation}
    yield {**listed, "valid": valid, "disclosed": disclosed, "citation": citation}
    divested = _day_in(_DIVESTED, entry.notes)
    if divested:
        stated = {"kind": "statement-made", "statement": "the last day of divestment"}
        yield {**head, **stated, "valid": divested, "disclosed": disclosed, "citation": citation}


def _restated(
    copy: Copy, entry: Entry, known: Known, head: Content, listed: Content
) -> Iterator[Content]:
    """A publication that names all anew: the vendor was on the list on its day, since when it does not say."""
    cited = entry.cited[0] if entry.cited else None
    day = cited.day if cited else None
    citation = _cited(copy, entry, cited) if cited else _copied(copy, entry.name)
    if known.begun.get("before"):
        on = {"valid": day or copy.day, "disclosed": day or f"[..{copy.day}]"}
        yield {**head, "kind": "entry-revised", **on, "citation": citation}
        return
    told = {"valid": f"[..{day or copy.day}]", "disclosed": day or f"[..{copy.day}]"}
    yield {**listed, **told, "citation": citation}


def _cited(copy: Copy, entry: Entry, page: Cited) -> Content:
    """The page, as the copy of the list gives it; pages are those of the entry and not of a rule."""
    return {
        "source": "federal-register",
        "id": page.title.lower().replace(" ", "-"),
        "title": page.title,
        "published": page.day,
        "retrieved_at": f"{copy.day}T23:59:59Z",
        "sha256": copy.sha256,
        "quote": entry.name[:WORDS],
        "derived_from": None,
    }


def _copied(copy: Copy, quote: str = "") -> Content:
    said: Content = {"source": copy.published.source, "retrieved_at": f"{copy.day}T23:59:59Z"}
    said |= {"sha256": copy.sha256, "derived_from": None}
    return {**said, "quote": quote[:WORDS]} if quote else said


def _day_in(pattern: re.Pattern[str], text: str) -> str | None:
    found = pattern.search(text)
    return day_of_words(found[1]) if found else None
