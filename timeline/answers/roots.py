"""Roots: on how many independent sources a set of claims rests."""

from collections.abc import Iterable, Sequence

from events import Citation, Event
from projections import chain_of, same_place

Chain = tuple[Citation, ...]


def full_chain(citation: Citation, around: Iterable[Event]) -> Chain:
    """The citation, what it relies on, and so on to the last one that is told.

    A link by name is looked up among the citations of the claims `around`: by id, then by source.
    """
    told = [link for event in around for link in chain_of(event.claim.citation)]
    chain: list[Citation] = [citation]
    while (link := chain[-1].derived_from) is not None:
        following = link if isinstance(link, Citation) else _named(link, told)
        if following in chain:
            break
        chain.append(following)
    return tuple(chain)


def roots_of(events: Sequence[Event]) -> dict[str, object]:
    """The independent roots of some claims."""
    return count_roots([full_chain(event.claim.citation, events) for event in events])


def count_roots(chains: Sequence[Chain]) -> dict[str, object]:
    """How many independent roots chains have: an interval where a derivation was not assessed."""
    ends = {same_place(chain[-1]): chain[-1] for chain in chains}
    assessed = [end for end in ends.values() if end.assessed]
    return {
        "lo": max(1, len(assessed)) if ends else 0,
        "hi": len(ends),
        "sources": sorted({end.source for end in ends.values()}),
    }


def _named(name: str, told: Sequence[Citation]) -> Citation:
    by_id = (citation for citation in told if citation.id == name)
    by_source = (citation for citation in told if citation.source == name)
    return next(by_id, None) or next(by_source, None) or Citation(source=name)
