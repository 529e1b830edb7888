"""The names of what a PROV document speaks of: the same thing has the same name in every document."""

from hashlib import sha256

from prov.model import Namespace, QualifiedName

from events import canonical_json

from ..answers.claims import citation_shape
from ..answers.roots import Chain

BASE = "tag:timeline.invalid,2026:"
"""A tag URI (RFC 4151) under a name that no host can have (RFC 2606)."""
TERMS = "timeline"
PREFIXES = (
    *(TERMS, "answer", "question", "claim", "act", "recording"),
    *("citation", "source", "actor", "service", "relation"),
)


class Names:
    """The names of one document.

    A namespace keeps every name it ever made, so that each document has namespaces of its own.
    """

    def __init__(self) -> None:
        self.namespaces = {prefix: Namespace(prefix, f"{BASE}{prefix}/") for prefix in PREFIXES}

    def term(self, local: str) -> QualifiedName:
        """A type or an attribute in the project's own words."""
        return self.namespaces[TERMS][local]

    def of(self, prefix: str, local: str) -> QualifiedName:
        """A thing by its kind and its id."""
        return self.namespaces[prefix][local]

    def citation(self, chain: Chain) -> QualifiedName:
        """The first citation of a chain: its place, its words and all it relies on make it what it is."""
        links = [
            [citation_shape(link), {"prefix": link.prefix, "suffix": link.suffix}] for link in chain
        ]
        return self.of("citation", digest(links))

    def actor(self, words: str) -> QualifiedName:
        """Whoever did an act, by the words in which the act tells of them."""
        return self.of("actor", digest(words))

    def relation(self, what: str, *ends: QualifiedName) -> QualifiedName:
        """A relation that says more than its two ends."""
        return self.of("relation", digest([what, *(end.uri for end in ends)]))


def digest(value: object) -> str:
    """A name that follows from content."""
    return sha256(canonical_json(value)).hexdigest()[:32]
