"""The why answer: from a claim to the words of its source, and on to the roots it rests on."""

from collections.abc import Iterable, Sequence

from events import Citation, Event, canonical_json

from ..errors import UnknownClaim
from .claims import citation_shape, claim_shape
from .exposure import Answer
from .snapshot import Snapshot

Chain = tuple[Citation, ...]


def answer_why(snapshot: Snapshot, target: str) -> Answer:
    """The provenance of a claim, or of every claim of an occurrence; UnknownClaim where there is none."""
    event = snapshot.log.by_id(snapshot.connection, target)
    if event is not None:
        events = [event]
    else:
        position = snapshot.live.position
        events = snapshot.log.streams(snapshot.connection, [target], position).get(target, [])
    if not events:
        raise UnknownClaim(field="target", name=target)
    occurrence = events[0].claim.occurrence
    around = snapshot.log.streams(snapshot.connection, [occurrence], snapshot.live.position)
    chains = [chain_of(each.claim.citation, around.get(occurrence, events)) for each in events]
    return {
        "target": target,
        "occurrence": occurrence,
        "claims": [
            {**claim_shape(each), "chain": [citation_shape(link) for link in chain]}
            for each, chain in zip(events, chains, strict=True)
        ],
        "chain": [citation_shape(link) for link in max(chains, key=len)],
        "roots": roots(chains),
        "acts": [],
    }


def chain_of(citation: Citation, around: Iterable[Event]) -> Chain:
    """The citation, what it relies on, and so on to the last one that is told.

    A link by name is looked up among the citations `around`: by their id, then by their source.
    """
    told = [link for event in around for link in _nested(event.claim.citation)]
    chain: list[Citation] = [citation]
    while (link := chain[-1].derived_from) is not None:
        following = link if isinstance(link, Citation) else _named(link, told)
        if following in chain:
            break
        chain.append(following)
    return tuple(chain)


def roots(chains: Sequence[Chain]) -> Answer:
    """How many independent roots chains have: an interval where a derivation was not assessed."""
    ends = {_identity(chain[-1]): chain[-1] for chain in chains}
    assessed = {name: end for name, end in ends.items() if end.assessed}
    return {
        "lo": max(1, len(assessed)),
        "hi": len(ends),
        "sources": sorted({end.source for end in ends.values()}),
    }


def _nested(citation: Citation) -> Iterable[Citation]:
    link: Citation | str | None = citation
    while isinstance(link, Citation):
        yield link
        link = link.derived_from


def _named(name: str, told: Sequence[Citation]) -> Citation:
    by_id = (citation for citation in told if citation.id == name)
    by_source = (citation for citation in told if citation.source == name)
    return next(by_id, None) or next(by_source, None) or Citation(source=name)


def _identity(citation: Citation) -> bytes:
    """What makes two citations the same place: all but the words quoted from it."""
    said = citation.model_dump(mode="json")
    words = ("quote", "prefix", "suffix", "derived_from", "retrieved_at", "sha256")
    return canonical_json({name: value for name, value in said.items() if name not in words})
