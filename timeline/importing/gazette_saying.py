"""What a document of a gazette says: that it was published, as whoever collected it gives it."""

from collections.abc import Mapping
from typing import Any

from events import Act, Claim, parse_act, parse_claim

from .described import described
from .facts import Content
from .gazette_documents import Origin

WORDS = 2_000
Said = Mapping[str, Any]


def occurrence_of(origin: Origin, said: Said) -> str:
    """The document, by its number."""
    return f"{origin.gazette}:{said['doc'].lower()}"


def published(origin: Origin, said: Said) -> Claim:
    """The title, on the day of publication; it was public from that day on."""
    return parse_claim(
        {
            "kind": "statement-made",
            "occurrence": occurrence_of(origin, said),
            "statement": _line(said["title"]),
            "valid": said["published"],
            "disclosed": said["published"],
            "citation": _citation(origin, said),
        }
    )


def corrected(origin: Origin, target: str, by: Claim, said: Said) -> Act:
    """That a later copy of the document gives another version of it, from when that was seen."""
    return parse_act(
        {
            "act": "source-corrected",
            "target": target,
            "by": by.content(),
            "reason": "the document is given in another version",
            "actor": "importer of gazette",
            "disclosed": said["observed_at"],
            "citation": _citation(origin, said),
        }
    )


def sources_of(origin: Origin) -> tuple[Claim, ...]:
    """Who publishes the gazette, and who collected its documents."""
    publisher = described(origin.gazette, origin.gazette_name, "primary")
    return publisher, described(origin.source, origin.source_name)


def _citation(origin: Origin, said: Said) -> Content:
    """What was collected, relying on the document at its own address; the abstract is quoted from it."""
    quote = _line(said["abstract"])
    document: Content = {
        "source": origin.gazette,
        "id": said["doc"].lower(),
        "url": said["url"],
        "published": said["published"],
        **({"quote": quote} if quote else {}),
        "derived_from": None,
    }
    return {"source": origin.source, "retrieved_at": said["observed_at"], "derived_from": document}


def _line(text: str) -> str:
    return " ".join(text.split())[:WORDS].strip()
