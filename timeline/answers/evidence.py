"""Evidence: the captures that citations name, and whether the words quoted are in them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from events import Citation, Event, instant_text

from ..captures import Capture, Outcome, cited_in, findings_of, last_captures
from .roots import Chain
from .snapshot import Snapshot

Selector = tuple[str | None, ...]


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is held of the citations of some claims: the captures by hash, what was found by the words looked for."""

    captures: dict[str, Capture]
    outcomes: dict[Selector, Outcome]

    @classmethod
    def read(
        cls, snapshot: Snapshot, around: Iterable[Event], chains: Iterable[Chain]
    ) -> "Evidence":
        """The evidence for chains of citations, each told by one of the claims `around`."""
        named = {link.sha256 for chain in chains for link in chain if link.sha256 is not None}
        if not named:
            return cls({}, {})
        cited = [each for event in around for each in cited_in(event.claim)]
        findings = findings_of(snapshot.connection, (each.claim for each in cited))
        outcomes: dict[Selector, Outcome] = {
            _selector(each.citation): findings[each.claim, each.place].outcome
            for each in cited
            if (each.claim, each.place) in findings
        }
        return cls(last_captures(snapshot.connection, named), outcomes)

    def shape(self, citation: Citation) -> dict[str, object] | None:
        """What is held of a citation; None where it names no sha256, an outcome of None where nobody looked yet."""
        if citation.sha256 is None:
            return None
        capture = self.captures.get(citation.sha256)
        outcome = self.outcomes.get(_selector(citation))
        return {
            "sha256": citation.sha256,
            "outcome": outcome if capture else "not-captured",
            "media_type": capture.media_type if capture else None,
            "size": capture.size if capture else None,
            "retrieved_at": instant_text(capture.retrieved_at) if capture else None,
        }


def _shape(capture: Capture) -> dict[str, object]:
    """A capture in a list."""
    return {
        "sha256": capture.sha256,
        "size": capture.size,
        "media_type": capture.media_type,
        "url": capture.url or None,
        "retrieved_at": instant_text(capture.retrieved_at),
    }


def capture_shapes(captures: Sequence[Capture]) -> dict[str, object]:
    """A list of captures as one answer."""
    return {"captures": [_shape(each) for each in captures]}


def _selector(citation: Citation) -> Selector:
    """What a finding rests on: two citations that agree in it have the same outcome."""
    return citation.sha256, citation.quote, citation.prefix, citation.suffix
