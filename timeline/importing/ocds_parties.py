"""Who and where in OCDS: the parties of a compiled release, which of them are organisations, and their country."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ..regions import Regions
from .organisations import is_organisation
from .rows import identity_of

Json = dict[str, Any]
_FORMS = r"""
s\W*a(?:\W*[su])? s\W*a\W*(?:b|p\W*i)?\W*de\W*c(?:\W*v)? s\W*de\W*r\W*l s\W*r\W*l s\W*c a\W*c s\W*p\W*a
eirl ltda cia snc sarl enr gmbh e\W*v spy pby cjsc
constru\w+ consorcio consult\w* comercial\w* distribuidora servicios grupo cooperativa corporaci\w* comisi\w*n
instituto universidad academia banco banca empresa\w* fundaci\w*n asociaci\w*n fideicomiso ingenier[ií]as?
secretaria ministerio ооо тов ат зат ват пат прат дп кп пп зао оао ао чп стов підприємство товариство завод
"""  # noqa: RUF001 (Cyrillic forms of companies)
_FORM = re.compile(rf"(?<!\w)(?:{'|'.join(_FORMS.split())})(?!\w)", re.IGNORECASE)
_CODED = re.compile(r"([A-Z]{2})-\w+")
"""An identifier scheme of org-id.guide opens with the country whose register it is."""


@dataclass(frozen=True, slots=True)
class Party:
    """A supplier; `identity` is a hash of its identifier, or else of who names it so."""

    name: str
    identity: str

    @property
    def is_organisation(self) -> bool:
        """Whether its name has the form or the words of an organisation's; else it may be a person."""
        return is_organisation(self.name) or _FORM.search(self.name) is not None


def objects(said: Mapping[str, Any], name: str) -> Iterator[Json]:
    """The objects in a list of objects; publishers write other things there too."""
    found = said.get(name)
    yield from (
        each for each in (found if isinstance(found, list) else []) if isinstance(each, dict)
    )


def within(said: Mapping[str, Any], name: str) -> Json:
    """The object in a field; empty for none."""
    found = said.get(name)
    return found if isinstance(found, dict) else {}


def words(value: object) -> str:
    """A text on one line, without what cannot be shown; empty for what is no text or number."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    shown = "".join(char if char.isprintable() else " " for char in str(value))
    return " ".join(shown.split())[:1_000].strip()


def suppliers(state: Json, said: Json, source: str) -> list[Party]:
    """The suppliers that a contract or award names."""
    found = (_party(state, each, source) for each in objects(said, "suppliers"))
    return [party for party in found if party.name]


def names_in(said: Json) -> Iterator[str]:
    """Every name that a release may give a supplier."""
    holders = (said, *objects(said, "awards"), *objects(said, "contracts"))
    for holder in holders:
        for each in (*objects(holder, "parties"), *objects(holder, "suppliers")):
            named = (each.get("name"), within(each, "identifier").get("legalName"))
            yield from filter(None, map(words, named))


def region_of(state: Json, publisher: Json, countries: Mapping[str, str]) -> str | None:
    """The country of the buyer, from its address or the register that identifies it, else the publisher's register."""
    buyer = within(state, "buyer")
    among = list(objects(state, "parties"))
    party = next((each for each in among if each.get("id") == buyer.get("id") is not None), None)
    named = [each for each in among if "buyer" in (each.get("roles") or ())]
    if party is None and len(named) == 1:
        party = named[0]
    for who in (buyer, party or {}):
        address = within(who, "address")
        for name in (address.get("country"), address.get("countryName")):
            if words(name) and folded(words(name)) in countries:
                return countries[folded(words(name))]
    schemes = [within(who, "identifier").get("scheme") for who in (buyer, party or {})]
    for scheme in (*schemes, publisher.get("scheme")):
        coded = _CODED.match(words(scheme))
        if coded and folded(coded[1]) in countries:
            return countries[folded(coded[1])]
    return None


def countries_of(regions: Regions) -> dict[str, str]:
    """The countries by what their codes and English names are compared as."""
    pairs = [(region, name) for region, name in regions.names() if re.fullmatch("[A-Z]{2}", region)]
    return {folded(said): region for region, name in pairs for said in (name, region)}


def folded(text: str) -> str:
    """A name without accents, case and points."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return " ".join(re.findall(r"\w+", "".join(c for c in plain if not unicodedata.combining(c))))


def _party(state: Json, said: Json, source: str) -> Party:
    same = (each for each in objects(state, "parties") if each.get("id") == said.get("id"))
    full = next(same, {}) if said.get("id") is not None else {}
    identifier = within(said, "identifier") or within(full, "identifier")
    named = (said.get("name"), full.get("name"), identifier.get("legalName"))
    name = next((words(each) for each in named if words(each)), "")
    scheme, number = words(identifier.get("scheme")), words(identifier.get("id"))
    if scheme and number:
        return Party(name, identity_of([scheme, number]))
    return Party(name, identity_of([source, folded(name)]))
