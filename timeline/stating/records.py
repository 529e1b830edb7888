"""From claims to statements: a vendor with its names and identifiers, a listing, an ownership."""

import re
from collections.abc import Iterable, Iterator, Sequence

from events import Claim, Event, day_of, day_text

from ..importing.ftm_mapping import SCHEMES
from .statement import Said, Statement, stated

PARTY, LISTING, OWNERSHIP = "LegalEntity", "Sanction", "Ownership"
NAMES = {"legal": "name", "alias": "alias", "short": "abbreviation"}
CODES = {scheme: prop for prop, scheme in SCHEMES.items()}
IDENTIFIERS = "identifiers: "
"""How the note of a name begins that tells the vendor's identifiers."""
LANGUAGES = {
    "ar": "ara",
    "de": "deu",
    "en": "eng",
    "es": "spa",
    "fa": "fas",
    "fr": "fra",
    "it": "ita",
    "ja": "jpn",
    "ko": "kor",
    "pt": "por",
    "ru": "rus",
    "tr": "tur",
    "uk": "ukr",
    "zh": "zho",
}
"""Statements have the languages of ISO 639-3; one that is not here is left out."""
DAY = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")
SHARE = re.compile(r"(\d+(?:\.\d+)?) %")
COUNTRY = re.compile("[A-Z]{2}")
REGISTER = re.compile(r"([A-Z]{2})-\w[\w-]*")
"""A scheme that names the register of a country."""


def party(vendor: str, canonical: str, named: Sequence[Event]) -> Iterator[Statement]:
    """The names of a vendor in the order of their recording, a name of law first, and its identifiers."""
    has_legal = any(_type(event) == "legal" for event in named)
    for number, event in enumerate(named):
        # Some name has to be the first: a record of nothing but aliases is nobody's.
        first = number == 0 and not has_legal
        prop = "name" if first else NAMES[_type(event)]
        content = event.claim.content()
        lang = LANGUAGES.get(str(content.get("language", "")).partition("-")[0], "")
        yield stated(vendor, canonical, PARTY, prop, _said(event, content["name"], lang))
    codes = dict.fromkeys(code for event in named for code in _codes(event))
    countries = {place for _, place, _ in codes if place}
    for event in named:
        for prop, place, value in _codes(event):
            if place and len(countries) > 1:
                # A register's number means something with its one country alone.
                continue
            if codes.pop((prop, place, value), True) is None:
                yield stated(vendor, canonical, PARTY, prop, _said(event, value))
                if place:
                    said = _said(event, place.lower())
                    yield stated(vendor, canonical, PARTY, "jurisdiction", said)


def unnamed(vendor: str, canonical: str, event: Event) -> Statement:
    """A vendor of which a claim speaks and no claim says the name: its id stands for it."""
    return stated(vendor, canonical, PARTY, "name", _said(event, vendor))


def listing(occurrence: str, vendor: str, told: Sequence[Event]) -> Iterator[Statement]:
    """A listing from its beginnings, and the ends that were told; a day that is not sure is left out."""
    begun = [event for event in told if event.claim.kind == "entity-listed"]
    for event in begun[:1]:
        content = event.claim.content()
        yield _of(occurrence, LISTING, "entity", event, vendor)
        yield _of(occurrence, LISTING, "programId", event, content.get("list", "listing"))
        yield _of(occurrence, LISTING, "authority", event, _source(event.claim))
        region = content.get("region", "")
        if COUNTRY.fullmatch(region):
            yield _of(occurrence, LISTING, "country", event, region.lower())
        yield from _addressed(occurrence, LISTING, event)
    yield from _dated(occurrence, LISTING, begun)
    over = [event for event in told if event.claim.kind == "entity-delisted"]
    for event in over:
        day = event.claim.valid or ""
        if DAY.fullmatch(day):
            yield _of(occurrence, LISTING, "endDate", event, day)


def ownership(
    occurrence: str, vendor: str, owner: str, told: Sequence[Event]
) -> Iterator[Statement]:
    """An ownership with the share in the words of the source."""
    begun = [event for event in told if event.claim.kind == "ownership-held"]
    for event in begun[:1]:
        yield _of(occurrence, OWNERSHIP, "owner", event, owner)
        yield _of(occurrence, OWNERSHIP, "asset", event, vendor)
        yield from _addressed(occurrence, OWNERSHIP, event)
    share = next((event for event in reversed(begun) if event.claim.content().get("share")), None)
    if share is not None:
        words = share.claim.content()["share"]
        number = SHARE.fullmatch(words)
        said = _said(share, number[1] if number else words)
        original = said._replace(original=words)
        yield stated(occurrence, occurrence, OWNERSHIP, "percentage", original)
    yield from _dated(occurrence, OWNERSHIP, begun)


def _dated(record: str, schema: str, begun: Iterable[Event]) -> Iterator[Statement]:
    days: set[tuple[str, str]] = set()
    for event in begun:
        first, interval, last = (event.claim.valid or "").partition("/")
        ends = last if interval else ""
        for prop, day in (("startDate", first), ("endDate", ends)):
            if DAY.fullmatch(day) and (prop, day) not in days:
                days.add((prop, day))
                yield _of(record, schema, prop, event, day)


def _addressed(record: str, schema: str, event: Event) -> Iterator[Statement]:
    if event.claim.citation.url:
        yield _of(record, schema, "sourceUrl", event, event.claim.citation.url)


def _of(record: str, schema: str, prop: str, event: Event, value: str) -> Statement:
    return stated(record, record, schema, prop, _said(event, value))


def _said(event: Event, value: str, lang: str = "") -> Said:
    lo, hi = event.known.lo, event.known.hi
    # A day ends where the next one begins.
    last = hi if lo == hi else hi - 1
    return Said(value, _source(event.claim), lang, seen=day_text(day_of(last)))


def _source(claim: Claim) -> str:
    return claim.citation.source


def _type(event: Event) -> str:
    return str(event.claim.content().get("name_type", "alias"))


def _codes(event: Event) -> Iterator[tuple[str, str, str]]:
    """The identifiers that a name's note tells: the property, the country of its register, the number."""
    note = event.claim.note or ""
    if not note.startswith(IDENTIFIERS):
        return
    for each in note.removeprefix(IDENTIFIERS).split("; "):
        scheme, _, code = each.partition(" ")
        register = REGISTER.fullmatch(scheme)
        if code and scheme in CODES:
            yield CODES[scheme], "", code
        elif code and register:
            yield "registrationNumber", register[1], code
