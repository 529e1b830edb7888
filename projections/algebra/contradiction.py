"""Contradiction: when no history satisfies all claims, the positions that can be held, and their hull."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from events import Event

from .steps import BEFORE_ALL, Counts, Profile

ANYTHING = Profile(((BEFORE_ALL, Counts(0, 0, None)),))
"""What follows from a claim that contradicts itself."""


@dataclass(frozen=True, slots=True)
class Position:
    """What follows from some of the claims alone: those of one source, or one claim of a torn source."""

    source: str
    claims: tuple[Event, ...]
    profile: Profile


def positions(
    claims: Sequence[Event], solve: Callable[[Sequence[Event]], Profile | None]
) -> tuple[Position, ...]:
    """The positions of the sources, each solved alone; a source at odds with itself holds several."""
    by_source: dict[str, list[Event]] = {}
    for event in claims:
        by_source.setdefault(event.claim.citation.source, []).append(event)
    found: list[Position] = []
    for source, said in sorted(by_source.items()):
        found += [
            Position(source, tuple(part), solve(part) or ANYTHING)
            for part in _consistent(said, solve)
        ]
    return tuple(found)


def _consistent(
    said: list[Event], solve: Callable[[Sequence[Event]], Profile | None]
) -> list[list[Event]]:
    return [said] if solve(said) is not None else [[event] for event in said]
