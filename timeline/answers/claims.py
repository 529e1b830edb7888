"""Claims as answers show them: the words, the clocks, the citation."""

from collections.abc import Iterable

from events import Citation, Event, instant_text


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
