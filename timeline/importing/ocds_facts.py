"""What a compiled release says of contracts and awards, before anybody is said to have disclosed it."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from .likeness import slug
from .ocds_parties import Party, objects, suppliers, within, words
from .organisations import PERHAPS

Json = dict[str, Any]
Key = tuple[str, str]
"""The sort of a fact and what it is about."""
SHORT = 120
YEARS = (1900, 2100)


class Unsound(ValueError):
    """A date that is none, or not of these years."""


@dataclass(frozen=True, slots=True)
class Fact:
    """The fields of a claim, but for its disclosure and citation, and the words to be quoted."""

    said: Json
    quote: str


@dataclass(slots=True)
class Facts:
    """What one compiled release says, and why contracts and awards in it say nothing."""

    found: dict[Key, Fact]
    left_out: list[str]


@dataclass(frozen=True, slots=True)
class Setting:
    """Of which process, by which source, in which region, as of which day; `who` gives the vendor of a supplier."""

    process: str
    source: str
    region: str | None
    day: str
    who: Callable[[Party], str]


def facts_of(state: Json, at: Setting) -> Facts:
    """Every fact of a compiled release, by its key; Unsound for a date that cannot be."""
    facts = Facts({}, [])
    _check_dates(state, at)
    awards = {words(award.get("id")): award for award in objects(state, "awards")}
    for award in objects(state, "awards"):
        _add(facts, state, award, at, "award", words(award.get("id")), award)
    for contract in objects(state, "contracts"):
        of = words(contract.get("awardID"))
        own = words(contract.get("id")) or (f"of {of}" if of else "")
        named_in = contract if contract.get("suppliers") else awards.get(of, {})
        _add(facts, state, contract, at, "contract", own, named_in)
    return facts


def _check_dates(state: Json, at: Setting) -> None:
    """Read every date first, so that nobody is asked who a supplier is for what is refused."""
    for sort, says in SORTS.items():
        for said in objects(state, f"{sort}s"):
            list(says(said, NOBODY, at))


def _add(
    facts: Facts, state: Json, said: Json, at: Setting, sort: str, own: str, named_in: Json
) -> None:
    if not own:
        facts.left_out.append(f"{sort}: no id")
        return
    says = SORTS[sort]
    if not any(says(said, NOBODY, at)):
        facts.left_out.append(f"{sort}: status {words(said.get('status'))[:40]!r}")
        return
    parties = suppliers(state, named_in, at.source)
    vendors = [vendor for vendor in map(at.who, parties) if vendor]
    title = words(said.get("title")) or words(within(state, "tender").get("title"))
    quote = title if len(title) <= SHORT else title[:SHORT].rsplit(" ", 1)[0]
    for number, vendor in enumerate(dict.fromkeys(vendors), start=1):
        about = f"{at.process}:{sort}:{named(own)}" + (f":{number}" if number > 1 else "")
        head = {"occurrence": about, "vendor": vendor}
        head |= {"region": at.region} if at.region else {}
        told = list(says(said, head, at))
        amount = _amount(within(said, "value"))
        if amount:
            told.append((f"value {amount}", _value(head, sort, amount)))
        facts.found |= {(each, about): Fact(content, quote) for each, content in told}
    if not vendors:
        facts.left_out.append(f"{sort}: {PERHAPS if parties else 'no supplier is named'}")


def _award(said: Json, head: Json, at: Setting) -> Iterator[tuple[str, Json]]:
    status = words(said.get("status")).casefold()
    if status in ("active", ""):
        on = day_of(said.get("date"))
        valid = {"valid": on} if on else {}
        yield "awarded", {**head, "kind": "project-awarded", "modality": "announced", **valid}
    elif status == "cancelled":
        yield "cancelled", _stated(head, "the award was cancelled", at)


def _contract(said: Json, head: Json, at: Setting) -> Iterator[tuple[str, Json]]:
    status = words(said.get("status")).casefold()
    period = within(said, "period")
    starts, ends = day_of(period.get("startDate")), day_of(period.get("endDate"))
    signed = day_of(said.get("dateSigned"))
    begun = {**head, "kind": "contract-agreed"}
    begun |= {"valid": signed or starts} if signed or starts else {}
    if starts or ends:
        begun["note"] = f"period of the contract: {starts or 'not said'} to {ends or 'not said'}"
    if status == "cancelled":
        yield "cancelled", _stated(head, "the contract was cancelled before it was signed", at)
    elif status == "pending":
        yield "proposed", {**begun, "modality": "announced"}
    elif status in ("active", "terminated") or signed:
        yield "agreed", begun
    if status == "terminated":
        first = signed or starts or ""
        valid = f"[{first if first <= at.day else ''}..{at.day}]"
        yield "ended", {**head, "kind": "contract-terminated", "valid": valid}


SORTS: dict[str, Callable[[Json, Json, Setting], Iterator[tuple[str, Json]]]] = {
    "award": _award,
    "contract": _contract,
}
NOBODY: Json = {"occurrence": ""}


def _stated(head: Json, statement: str, at: Setting) -> Json:
    about = f"{head['occurrence']}:cancelled"
    said = {**head, "kind": "statement-made", "occurrence": about, "statement": statement}
    return {**said, "valid": f"[..{at.day}]"}


def _value(head: Json, sort: str, amount: str) -> Json:
    about = f"{head['occurrence']}:value"
    said = {**head, "kind": "measurement-published", "occurrence": about}
    return {**said, "measure": f"value of the {sort}", "value": amount}


def _amount(value: Json) -> str:
    amount = words(value.get("amount"))
    return f"{amount} {words(value.get('currency'))}".strip()[:100] if amount else ""


def day_of(value: object) -> str | None:
    """The day of a date as its publisher writes it; None for none, Unsound for one that cannot be."""
    text = words(value)
    if not text:
        return None
    try:
        day = date.fromisoformat(text[:10])
    except ValueError:
        raise Unsound(f"expected a date, got {text[:40]!r}") from None
    if not YEARS[0] <= day.year <= YEARS[1]:
        raise Unsound(f"expected a date in {YEARS[0]} to {YEARS[1]}, got {text[:40]!r}")
    return day.isoformat()


def named(text: str) -> str:
    """A text as part of an id; where that loses something of it, a hash of it is added."""
    short = slug(text, 24)
    digest = hashlib.sha256(text.encode()).hexdigest()[:8]
    return short if short == text else f"{short}-{digest}".lstrip("-")
