"""A statement of FollowTheMoney: one source says one value of one property of one record."""

import hashlib
from typing import NamedTuple

TYPES = {
    **dict.fromkeys(("name", "alias", "abbreviation"), "name"),
    **dict.fromkeys(("leiCode", "ogrnCode", "innCode", "uscCode"), "identifier"),
    **dict.fromkeys(("dunsCode", "permId", "wikidataId", "registrationNumber"), "identifier"),
    **dict.fromkeys(("country", "jurisdiction"), "country"),
    **dict.fromkeys(("entity", "owner", "asset"), "entity"),
    **dict.fromkeys(("startDate", "endDate", "listingDate"), "date"),
    "sourceUrl": "url",
}
"""The types of properties; the others are texts."""


class Statement(NamedTuple):
    """The columns as OpenSanctions writes them; days are in UTC, and empty is not said."""

    canonical_id: str
    record: str
    prop: str
    prop_type: str
    schema: str
    value: str
    dataset: str
    origin: str
    lang: str
    original_value: str
    external: str
    first_seen: str
    last_seen: str
    id: str


COLUMNS = (
    *("canonical_id", "entity_id", "prop", "prop_type", "schema", "value", "dataset", "origin"),
    *("lang", "original_value", "external", "first_seen", "last_seen", "id"),
)
"""What the fields are called in the format, in their order."""


class Said(NamedTuple):
    """A value as a claim gives it: who says it, in which language, and by which day it was public."""

    value: str
    source: str
    lang: str = ""
    original: str = ""
    seen: str = ""


def stated(record: str, canonical: str, schema: str, prop: str, said: Said) -> Statement:
    """The statement; its id is the hash that FollowTheMoney gives it."""
    key = f"{said.source}.{record}.{prop}.{said.value}"
    return Statement(
        canonical_id=canonical,
        record=record,
        prop=prop,
        prop_type=TYPES.get(prop, "string"),
        schema=schema,
        value=said.value,
        dataset=said.source,
        origin="",
        lang=said.lang,
        original_value=said.original,
        external="f",
        first_seen=said.seen,
        last_seen="",
        id=hashlib.sha1(key.encode(), usedforsecurity=False).hexdigest(),
    )
