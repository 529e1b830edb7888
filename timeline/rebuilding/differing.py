"""Where two answers differ: the places in their JSON, with what stands there before and after."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice, zip_longest
from typing import cast

MOST = 5
"""How many places of one answer are told."""


@dataclass(frozen=True, slots=True)
class Changed:
    """A place in an answer, and what stands there; nothing is None."""

    at: str
    before: object
    after: object


@dataclass(frozen=True, slots=True)
class Difference:
    """A question whose two answers differ: some of the places, and how many there are besides."""

    question: str
    changed: tuple[Changed, ...]
    more: int


def differing(question: str, before: object, after: object) -> Difference:
    """What of two answers to a question differs."""
    places = _places("", before, after)
    told = tuple(islice(places, MOST))
    return Difference(question, told, sum(1 for _ in places))


def _places(at: str, before: object, after: object) -> Iterator[Changed]:
    if isinstance(before, dict) and isinstance(after, dict):
        left, right = cast("dict[str, object]", before), cast("dict[str, object]", after)
        for name in dict.fromkeys((*left, *right)):
            yield from _places(f"{at}.{name}".lstrip("."), left.get(name), right.get(name))
    elif isinstance(before, list) and isinstance(after, list):
        pairs = zip_longest(cast("list[object]", before), cast("list[object]", after))
        for number, (one, other) in enumerate(pairs):
            yield from _places(f"{at}[{number}]", one, other)
    elif before != after:
        yield Changed(at, before, after)
