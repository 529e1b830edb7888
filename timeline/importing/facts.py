"""A fact that a source states again and again: what a newer statement of it says against what was recorded."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from events import parse_act, parse_claim

from .state import Known
from .step import Said

WORDS = 2_000
Content = dict[str, Any]
BESIDE = ("citation", "disclosed", "note")
"""What may differ between two statements of one fact."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One version of a fact: the claim of its beginning, that of its end if one is told, and the statement."""

    begun: Content
    ended: Content | None
    disclosed: str | None
    citation: Content
    actor: str


def follow(known: Known, fact: Fact) -> tuple[str, tuple[Said, ...], Known]:
    """What a version comes to: an outcome, what it says, and what is to be kept.

    An end is a change of the world and a claim of its own. Other words for the same beginning, or for an end told
    before, are a correction by the source: nothing in them took effect on another day.
    """
    items: list[Said] = []
    outcome = "unchanged"
    if not known.begun:
        items.append(parse_claim(fact.begun))
        outcome = "imported"
        known = replace(known, begun=fact.begun)
    elif _differs(known.begun, fact.begun):
        said, by = _corrected(known.begun, fact.begun, fact)
        items.append(said)
        outcome, known = "corrected", replace(known, begun=by)
    if fact.ended and not known.ended:
        items.append(parse_claim(fact.ended))
        outcome = "imported" if outcome == "imported" else "ended"
        known = replace(known, ended=fact.ended)
    elif fact.ended and _differs(known.ended, fact.ended):
        said, by = _corrected(known.ended, fact.ended, fact)
        items.append(said)
        outcome, known = "corrected", replace(known, ended=by)
    elif known.ended and not fact.ended:
        items.append(_act("source-retracted", known.ended, "no end is told any more", fact))
        outcome, known = "corrected", replace(known, ended={})
    return outcome, tuple(items), known


def day_before(day: str) -> str:
    """The day before a day; what is less than a day precise is left as it is."""
    if len(day) != len("2019-10-09"):
        return day
    return (date.fromisoformat(day) - timedelta(days=1)).isoformat()


def _differs(old: Content, new: Content) -> bool:
    names = {*old, *new} - {*BESIDE}
    return any(old.get(name) != new.get(name) for name in names)


def _corrected(old: Content, new: Content, fact: Fact) -> tuple[Said, Content]:
    by = {name: value for name, value in new.items() if name != "disclosed"}
    if "disclosed" in old:
        by["disclosed"] = old["disclosed"]
    names = sorted(name for name in {*old, *by} - {*BESIDE} if old.get(name) != by.get(name))
    told = [f"{name}: {old.get(name, 'nothing')} -> {by.get(name, 'nothing')}" for name in names]
    return _act("source-corrected", old, "; ".join(told), fact, by=by), by


def _act(act: str, target: Content, reason: str, fact: Fact, **more: Any) -> Said:
    said = {"act": act, "target": parse_claim(target).id, "reason": reason[:WORDS], **more}
    disclosed = {"disclosed": fact.disclosed} if fact.disclosed else {}
    return parse_act({**said, **disclosed, "actor": fact.actor, "citation": fact.citation})
