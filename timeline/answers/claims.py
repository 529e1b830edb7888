"""Claims as answers show them: the words, the clocks, the citation."""

from collections.abc import Iterable

from events import ActEvent, Citation, Entry, Event, Redacted, instant_text
from projections import Standing


def claim_shape(event: Event) -> dict[str, object]:
    """The stable part of a claim in an answer, and whatever else its kind says."""
    claim = event.claim
    said = claim.content()
    common = ("kind", "citation", "modality", "valid", "disclosed", "occurrence")
    return {
        "id": claim.id,
        "kind": claim.kind,
        "modality": claim.modality,
        "valid": claim.valid,
        "disclosed": claim.disclosed,
        "position": event.position,
        "recorded_at": instant_text(event.recorded_at),
        "occurrence": claim.occurrence,
        "citation": citation_shape(claim.citation),
        "said": {name: value for name, value in said.items() if name not in common},
    }


def citation_shape(citation: Citation) -> dict[str, object]:
    """A citation, with the name of what it relies on (null: a root, or not assessed)."""
    link = citation.derived_from
    relied = link.id or link.source if isinstance(link, Citation) else link
    return {
        "source": citation.source,
        "id": citation.id,
        "title": citation.title,
        "url": citation.url,
        "published": citation.published,
        "retrieved_at": citation.retrieved_at,
        "sha256": citation.sha256,
        "quote": citation.quote,
        "derived_from": relied,
        "derivation": "assessed" if citation.assessed else "unassessed",
    }


def shapes(events: Iterable[Event]) -> list[dict[str, object]]:
    """Claims in the order of their positions."""
    return [claim_shape(event) for event in sorted(events, key=lambda event: event.position)]


def act_shape(event: ActEvent) -> dict[str, object]:
    """An act: upon what, why, by whom, and when it was disclosed and recorded."""
    said = event.act.content()
    brought = event.act.brought
    return {
        "id": event.act.id,
        "act": event.act.act,
        "target": event.act.target,
        "reason": event.act.reason,
        "actor": event.act.actor,
        "disclosed": event.act.disclosed,
        "position": event.position,
        "recorded_at": instant_text(event.recorded_at),
        "brings": None if brought is None else brought.id,
        "said": {
            name: value
            for name, value in said.items()
            if name not in ("act", "target", "reason", "actor", "disclosed")
        },
    }


def aside_shape(standing: Standing) -> dict[str, object]:
    """A claim that counts no more, and the act that set it aside."""
    act = standing.set_aside_by
    return {
        "claim": claim_shape(standing.event),
        "by": None if act is None else act_shape(act),
    }


def redacted_shape(entry: Redacted) -> dict[str, object]:
    """What is left of a claim whose words were removed for good, and what that does to the counts."""
    return {
        "id": entry.id,
        "kind": entry.kind,
        "position": entry.position,
        "recorded_at": instant_text(entry.recorded_at),
        "effect": "the counts no longer include it, at any position",
    }


def entry_shape(entry: Entry) -> dict[str, object]:
    """Whatever the log holds at a position."""
    if isinstance(entry, Event):
        return claim_shape(entry)
    return act_shape(entry) if isinstance(entry, ActEvent) else redacted_shape(entry)
