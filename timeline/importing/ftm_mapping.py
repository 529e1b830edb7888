"""What the statements of FollowTheMoney say of one record: a party, a listing by an authority, or an ownership."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from events import Refusal

from .facts import Content, Fact
from .likeness import slug
from .parties import Identifier, Name, Party
from .shelf import Placed
from .statements import day_of

WORDS = 2_000
RECORD = "ftm"
NAMES = {
    "name": "legal",
    "alias": "alias",
    "weakAlias": "alias",
    "previousName": "alias",
    "abbreviation": "short",
}
SCHEMES = {
    "leiCode": "XI-LEI",
    "ogrnCode": "RU-OGRN",
    "innCode": "RU-INN",
    "uscCode": "CN-USCC",
    "dunsCode": "DUNS",
    "permId": "PERMID",
    "wikidataId": "WIKIDATA",
}
REGISTERED = ("registrationNumber", "jurisdiction", "country")
"""A number in a register names one party only together with the one country whose register it is."""
READ = {
    "party": frozenset({"id", *NAMES, *SCHEMES, *REGISTERED}),
    "listing": frozenset(
        "id entity authority program programId country startDate endDate listingDate sourceUrl".split()
    ),
    "ownership": frozenset("id owner asset percentage startDate endDate sourceUrl".split()),
}
"""The properties that are read of each part; any other is left out by its name."""
READ |= {"person": READ["party"]}


@dataclass(frozen=True, slots=True)
class Told:
    """The statements of one record that are read, in the order of the file."""

    key: str
    placed: Sequence[Placed]
    copy: Content

    def all(self, *props: str) -> list[dict[str, Any]]:
        """The statements of some properties, in the order of these."""
        return [each.said for prop in props for each in self.placed if each.said["prop"] == prop]

    def day(self, prop: str) -> tuple[str, dict[str, Any] | None]:
        """The first day that a property gives, with its statement; Refusal for what is no date."""
        days = sorted(
            (day_of(prop, said["value"]), number) for number, said in enumerate(self.all(prop))
        )
        return (days[0][0], self.all(prop)[days[0][1]]) if days else ("", None)

    def beside(self, said: dict[str, Any]) -> Content:
        """The citation of a statement, and the disclosure as its first sight bounds it."""
        seen = day_of("first_seen", said.get("first_seen") or "")
        bound = {"disclosed": f"[..{seen}]"} if seen else {}
        return {"citation": self.citation(said), **bound}

    def citation(self, said: dict[str, Any]) -> Content:
        """The statement, by its id and in its own words."""
        cited: Content = {"source": slug(said["dataset"], 128) or RECORD, **self.copy}
        name, quote = slug(said.get("id") or "", 128), said.get("original_value") or said["value"]
        url = next((each["value"] for each in self.all("sourceUrl")), "")
        cited |= {"id": name} if name else {}
        cited |= {"url": url} if url.startswith(("http://", "https://")) and " " not in url else {}
        return {**cited, "quote": " ".join(quote.split())[:WORDS]}


def party_of(told: Told) -> tuple[Party, list[Content]]:
    """The party of a record, with what is said beside each of its names; Refusal for one without a name."""
    by_text: dict[str, dict[str, Any]] = {}
    for said in told.all(*NAMES):
        by_text.setdefault(" ".join(said["value"].split()), said)
    if not by_text:
        raise Refusal("name", "a name", "nothing")
    names = tuple(_name(text, said) for text, said in by_text.items())
    ids = dict.fromkeys([told.key, *(each.said["entity_id"] for each in told.placed)])
    codes = [
        Identifier(SCHEMES[each["prop"]], each["value"].strip()) for each in told.all(*SCHEMES)
    ]
    places = told.all("jurisdiction") or told.all("country")
    countries = {each["value"].strip().upper() for each in places}
    if len(countries) == 1:
        scheme = f"{next(iter(countries))}-REGISTER"
        codes += [
            Identifier(scheme, each["value"].strip()) for each in told.all("registrationNumber")
        ]
    records = tuple(Identifier(RECORD, each) for each in ids)
    party = Party(records, tuple(dict.fromkeys(codes)), names)
    return party, [told.beside(said) for said in by_text.values()]


def listing_of(told: Told, vendor: str, region: str, occurrence: str) -> Fact:
    """A listing: disclosed on the day of listing, else as the first sight bounds it; Refusal without a list."""
    named = told.all("programId", "program", "authority")
    list_ = next((name for each in named if (name := slug(each["value"], 100))), "")
    if not list_:
        raise Refusal("program", "a program or an authority", "nothing")
    begins, stated = told.day("startDate")
    listed, announced = told.day("listingDate")
    ends, over = told.day("endDate")
    head: Content = {"occurrence": occurrence, "vendor": vendor}
    head |= {"region": region} if region else {}
    begun: Content = {**head, "kind": "entity-listed", "list": list_}
    begun |= {**told.beside(stated or announced or named[0])}
    begun |= {"valid": begins or listed} if begins or listed else {}
    begun |= {"disclosed": listed} if listed else {}
    authority = [each["value"] for each in told.all("authority", "program")]
    begun |= {"note": "; ".join(dict.fromkeys(authority))[:WORDS]} if authority else {}
    ended = None
    if over is not None:
        ended = {**head, "kind": "entity-delisted", "valid": ends, **told.beside(over)}
    return _fact(told, begun, ended)


def ownership_of(told: Told, vendor: str, owner: str, occurrence: str) -> Fact:
    """An ownership, with its share in the words of the source."""
    begins, stated = told.day("startDate")
    ends, over = told.day("endDate")
    shares = told.all("percentage")
    head: Content = {"kind": "ownership-held", "occurrence": occurrence, "vendor": vendor}
    head |= {"owner": owner}
    head |= {"share": _share(shares[0])} if shares else {}
    told_in = (shares or told.all("owner"))[0]
    begun = {**head, **told.beside(stated or told_in)}
    begun |= {"valid": begins} if begins else {}
    ended = None
    if over is not None:
        ended = {**head, "valid": f"{begins or f'[..{ends}]'}/{ends}", **told.beside(over)}
    return _fact(told, begun, ended)


def _fact(told: Told, begun: Content, ended: Content | None) -> Fact:
    return Fact(begun, ended, told.copy.get("retrieved_at"), begun["citation"], "importer of ftm")


def _share(said: dict[str, Any]) -> str:
    words = " ".join((said.get("original_value") or said["value"]).split())
    return (f"{words} %" if words.replace(".", "", 1).isdecimal() else words)[:WORDS]


def _name(text: str, said: dict[str, Any]) -> Name:
    language = said.get("lang") or ""
    known = (
        language.isascii() and language.isalpha() and language.islower() and len(language) in (2, 3)
    )
    return Name(text, NAMES[said["prop"]], language if known else "")
