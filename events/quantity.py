"""Quantities: counts with bounds, read from numbers or from the words of a source."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from .refusal import Refusal

LARGEST = 1_000_000_000
_EXPECTED = "a whole number of at least 1, or some, several, most, all, at least N, up to N, between A and B"
_NUMBERS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen twenty"
).split()


@dataclass(frozen=True, slots=True)
class Quantity:
    """A count known to lie in [lo, hi]; hi None is unbounded.

    `share` marks words whose bounds are relative to the size n of the whole:
    `all` is n, `most` is more than n/2.
    """

    lo: int
    hi: int | None
    share: str | None = None

    def of(self, lo: int) -> int:
        """The least number this can be of a whole that has at least `lo` members."""
        if self.share == "all":
            return lo
        return lo // 2 + 1 if self.share == "most" else self.lo


@lru_cache(maxsize=4096)
def read_quantity(words: int | str, field: str = "size", *, least: int = 1) -> Quantity:
    """Read a count by the lexicon; `least` is 0 where none is an answer. Raises Refusal."""
    quantity = (
        _exact(words, least) if isinstance(words, int) else _words(words.strip().casefold(), least)
    )
    if quantity is None or quantity.lo < least or (quantity.hi or LARGEST) > LARGEST:
        raise Refusal(field, _EXPECTED if least else _EXPECTED.replace("1,", "0,"), words)
    if quantity.hi is not None and quantity.hi < quantity.lo:
        raise Refusal(field, "bounds that are not reversed", words)
    return quantity


def _exact(number: int, least: int) -> Quantity | None:
    return None if isinstance(number, bool) or number < least else Quantity(number, number)


def _words(words: str, least: int) -> Quantity | None:
    lexicon = {
        "some": Quantity(1, None),
        "several": Quantity(2, None),
        "all": Quantity(1, None, "all"),
        "most": Quantity(1, None, "most"),
    }
    if words in lexicon:
        return lexicon[words]
    patterns: tuple[tuple[str, Callable[[list[int]], Quantity]], ...] = (
        (r"at least (\w+)", lambda n: Quantity(n[0], None)),
        (r"up to (\w+)", lambda n: Quantity(least, n[0])),
        (r"between (\w+) and (\w+)", lambda n: Quantity(n[0], n[1])),
        (r"(\w+)", lambda n: Quantity(n[0], n[0])),
    )
    for pattern, at in patterns:
        match = re.fullmatch(pattern, words)
        numbers = [_number(word) for word in match.groups()] if match else [None]
        if None not in numbers:
            return at([n for n in numbers if n is not None])
    return None


def _number(word: str) -> int | None:
    if word in _NUMBERS:
        return _NUMBERS.index(word)
    return int(word) if word.isascii() and word.isdigit() and len(word) < 12 else None
