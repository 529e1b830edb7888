"""Policies: which claims an answer goes by, and which side where they contradict; the losers are still shown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from events import Event
from projections import Position, chain_of

from ..errors import BadParameter

STRICT = "strict"
PRIMARY = "primary-first"
LATEST = "latest-disclosed"
EXCLUDE = "exclude-source:"
RELIABLE = "min-reliability:"
LETTERS = "ABCDEF"
"""Reliability of a source by the Admiralty system, A (completely reliable) to F (cannot be judged)."""
POLICIES = (
    f"{STRICT}, {PRIMARY}, {LATEST}, {EXCLUDE}ID or {RELIABLE}A to F, several parted by commas"
)
"""The policies, in the words a refusal gives them."""


@dataclass(frozen=True, slots=True)
class Policy:
    """What is left out, and how positions are chosen; `words` say it as it was asked."""

    words: str = STRICT
    excluded: frozenset[str] = frozenset()
    least: str | None = None
    chooses: str = STRICT
    sorts: Mapping[str, str] = field(default_factory=dict)
    letters: Mapping[str, str] = field(default_factory=dict)

    @property
    def strict(self) -> bool:
        """Whether nothing is left out and nothing chosen."""
        return self.words == STRICT

    def keeps(self, event: Event) -> bool:
        """Whether a claim counts: a source left out takes with it what relies on it."""
        sources = [citation.source for citation in chain_of(event.claim.citation)]
        named = chain_of(event.claim.citation)[-1].derived_from
        if self.excluded & {*sources, named if isinstance(named, str) else ""}:
            return False
        if self.least is None:
            return True
        return self.letters.get(sources[0], LETTERS[-1]) <= self.least

    def choose(self, held: Sequence[Position]) -> Sequence[Position]:
        """The positions an answer goes by; all of them where the policy prefers none."""
        if self.chooses == PRIMARY:
            first = [position for position in held if self._primary(position)]
            return first or held
        if self.chooses == LATEST:
            last = max(_latest(position) for position in held)
            return [position for position in held if _latest(position) == last]
        return held

    def _primary(self, position: Position) -> bool:
        if position.source in self.sorts:
            return self.sorts[position.source] in ("primary", "government", "company")
        citations = [event.claim.citation for event in position.claims]
        return all(c.assessed and c.derived_from is None for c in citations)


def read_policy(
    words: str, sorts: Mapping[str, str], letters: Mapping[str, str], known: Mapping[str, str]
) -> Policy:
    """A policy from its words; BadParameter for one that is unknown, or names an unknown source.

    `known` has the id of each source by its id and its names, `sorts` and `letters` are by id.
    """
    excluded: set[str] = set()
    least: str | None = None
    chooses = STRICT
    for word in words.split(","):
        if word in (STRICT, PRIMARY, LATEST):
            chooses = word
        elif word.startswith(EXCLUDE) and word.removeprefix(EXCLUDE) in known:
            excluded.add(known[word.removeprefix(EXCLUDE)])
        elif word.startswith(EXCLUDE):
            among = ", ".join(sorted(set(known.values())))
            raise BadParameter(field="policy", expected=f"{EXCLUDE}one of {among}", got=repr(word))
        elif word.startswith(RELIABLE) and word.removeprefix(RELIABLE) in tuple(LETTERS):
            least = word.removeprefix(RELIABLE)
        else:
            raise BadParameter(field="policy", expected=POLICIES, got=repr(word))
    return Policy(words, frozenset(excluded), least, chooses, sorts, letters)


def _latest(position: Position) -> int:
    return max(event.known.hi for event in position.claims)
