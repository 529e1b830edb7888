"""What a statement of ownership or control says: the party of a record, and the versions of a relationship."""

from typing import Any

from events import Refusal

from .bods_statements import (
    PERSON,
    day_in,
    disclosed_of,
    inside,
    listed,
    text_in,
)
from .facts import Content, Fact, day_before
from .likeness import slug
from .parties import Identifier, Name, Party
from .state import Known

OWNING = (
    "shareholding",
    "votingRights",
    "rightsToSurplusAssetsOnDissolution",
    "rightsToProfitOrIncome",
    "appointmentOfBoard",
    "controlViaCompanyRulesOrArticles",
    "controlByLegalFramework",
    "otherInfluenceOrControl",
)
"""The interests by which one organisation holds another; the first that is there dates the ownership."""
CLOSED = "the record is closed and names no end; the day of the statement is taken"
WORDS = 2_000


def source_of(said: dict[str, Any]) -> tuple[str, str]:
    """The publisher of a statement as an id, and its name."""
    name = text_in(inside(inside(said, "publicationDetails"), "publisher"), "name")
    return slug(name) or "bods", name or "bods"


def citation_of(said: dict[str, Any], copy: Content) -> Content:
    """The statement, by its id; `copy` says of which bytes."""
    cited: Content = {"source": source_of(said)[0], **copy}
    name = slug(said["statementId"], 128)
    disclosed = disclosed_of(said)
    url = text_in(inside(said, "source"), "url")
    return {
        **cited,
        **({"id": name} if name else {}),
        "title": f"statement {said['statementId']}",
        **({"url": url} if url.startswith(("http://", "https://")) else {}),
        **({"published": disclosed} if disclosed else {}),
    }


def record_of(said: dict[str, Any], key: str) -> Identifier:
    """The id of a record, which means something with its publisher alone."""
    return Identifier(f"bods:{source_of(said)[0]}", key)


def party_of(said: dict[str, Any]) -> Party:
    """The party of a statement; Refusal for one without a name."""
    details = inside(said, "recordDetails")
    if said["recordType"] == PERSON:
        full = (text_in(each, "fullName") for each in listed(details, "names"))
        texts = [text for text in full if text]
    else:
        others = details.get("alternateNames")
        texts = [text_in(details, "name")]
        texts += (
            [" ".join(str(each).split()) for each in others] if isinstance(others, list) else []
        )
    texts = list(dict.fromkeys(text for text in texts if text))
    if not texts:
        raise Refusal("recordDetails.name", "a name", "nothing")
    names = tuple(Name(text, "alias" if number else "legal") for number, text in enumerate(texts))
    given = [] if said["recordType"] == PERSON else listed(details, "identifiers")
    found = (Identifier(_scheme(each), text_in(each, "id")) for each in given)
    identifiers = tuple(dict.fromkeys(each for each in found if each.scheme and each.code))
    return Party((record_of(said, said["recordId"]),), identifiers, names)


def _scheme(identifier: dict[str, Any]) -> str:
    return text_in(identifier, "scheme").upper() or slug(text_in(identifier, "schemeName"))


def owning_in(said: dict[str, Any]) -> list[dict[str, Any]]:
    """The interests of a statement that are of ownership or control, the leading one first."""
    interests = listed(inside(said, "recordDetails"), "interests")
    found = [each for each in interests if each.get("type") in OWNING]
    return sorted(found, key=lambda each: OWNING.index(each["type"]))


def fact_of(
    said: dict[str, Any], pair: tuple[str, str], occurrence: str, known: Known, copy: Content
) -> Fact:
    """The version of an ownership in a statement; a closed one without interests has those told before."""
    vendor, owner = pair
    interests = owning_in(said)
    disclosed, citation = disclosed_of(said), citation_of(said, copy)
    known_on = {"disclosed": disclosed} if disclosed else {}
    head: Content = {"kind": "ownership-held", "occurrence": occurrence, "vendor": vendor}
    head |= {"owner": owner, **known_on, "citation": citation}
    begins, ends, words = str(known.begun.get("valid", "")), "", known.begun.get("share")
    note = ""
    if interests:
        begins, ends = day_in(interests[0], "startDate"), day_in(interests[0], "endDate")
        words = "; ".join(text for each in interests if (text := _share(each)))
        note = "; ".join(
            f"{each['type']}: {each.get('directOrIndirect', 'unknown')}" for each in interests
        )
    if words:
        head["share"] = words[:WORDS]
    noted = {"note": note[:WORDS]} if note else {}
    begun = {**head, **({"valid": begins} if begins else {}), **noted}
    ended = None
    if not ends and said["recordStatus"] == "closed" and known.ended:
        return Fact(begun, known.ended, disclosed or None, citation, "importer of bods")
    if not ends and said["recordStatus"] == "closed":
        ends = day_in(said, "statementDate") or disclosed
        noted = {"note": f"{note}; {CLOSED}" if note else CLOSED}
    if ends:
        ended = {**head, "valid": ended_on(begins, ends), **noted}
    return Fact(begun, ended, disclosed or None, citation, "importer of bods")


def ended_on(begins: str, ends: str) -> str:
    """An ownership with its end as EDTF; one whose beginning is not told began at some time up to the end."""
    return f"{begins or f'[..{ends}]'}/{ends}"


def is_next(known: Known, fact: Fact) -> bool:
    """Whether an update tells of another share from a later day: the world changed, and nothing is corrected."""
    old, new = known.begun, fact.begun
    later = bool(new.get("valid")) and bool(old.get("valid")) and new["valid"] > old["valid"]
    return later and new.get("share") != old.get("share") and not known.ended


def replaced(known: Known, fact: Fact) -> Fact:
    """The end of the share held before, which is the day before the next one begins."""
    noted = {"note": "another share is held from the next day on"}
    ends = max(day_before(fact.begun["valid"]), known.begun["valid"])
    said = {**known.begun, "valid": ended_on(known.begun["valid"], ends), **noted}
    said = {**said, "citation": fact.citation}
    if fact.disclosed:
        said["disclosed"] = fact.disclosed
    return Fact(known.begun, said, fact.disclosed, fact.citation, fact.actor)


def _share(interest: dict[str, Any]) -> str:
    """The share in words, such as 60 % or votingRights 60 %; Refusal for a number that is no share."""
    share = inside(interest, "share")
    forms = (
        ("exact", "{} %"),
        ("minimum", "at least {} %"),
        ("exclusiveMinimum", "more than {} %"),
        ("maximum", "up to {} %"),
        ("exclusiveMaximum", "less than {} %"),
    )
    told = [
        form.format(_number(share, name)) for name, form in forms if share.get(name) is not None
    ]
    if "exact" in share:
        told = told[:1]
    prefix = [] if interest["type"] == "shareholding" else [interest["type"]]
    return " ".join([*prefix, ", ".join(told)]).strip()


def _number(share: dict[str, Any], name: str) -> str:
    value = share[name]
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 100:
        raise Refusal(f"share.{name}", "a number from 0 to 100", value)
    return f"{value:.10g}"
