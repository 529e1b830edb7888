"""The citations of claims and acts that name the bytes they were read from."""

from collections.abc import Iterator
from dataclasses import dataclass

from events import Act, Citation, Claim
from projections import chain_of


@dataclass(frozen=True, slots=True)
class Cited:
    """A citation with a sha256: of which claim or act, and how far along its chain."""

    claim: str
    place: int
    citation: Citation

    @property
    def sha256(self) -> str:
        """The hash that it names."""
        assert self.citation.sha256 is not None
        return self.citation.sha256


def cited_in(said: Claim | Act) -> Iterator[Cited]:
    """The citations that name a sha256: of a claim, or of an act and of the claim it brings in."""
    if isinstance(said, Act):
        if said.citation is not None:
            yield from _along(said, said.citation)
        if said.brought is not None:
            yield from _along(said.brought, said.brought.citation)
    else:
        yield from _along(said, said.citation)


def _along(said: Claim | Act, citation: Citation) -> Iterator[Cited]:
    for place, link in enumerate(chain_of(citation)):
        if link.sha256 is not None:
            yield Cited(said.id, place, link)
