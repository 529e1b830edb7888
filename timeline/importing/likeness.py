"""Likeness: whether two texts are one name spelled in two ways, or two names that have a word in common."""

import re
import unicodedata
from difflib import SequenceMatcher
from functools import lru_cache

from projections import spelling

ALIKE = 0.75
LEAST = 4
"""The shortest word that tells one name from others."""
COMMON = frozenset(
    "limited company corporation incorporated holding holdings group international technology "
    "technologies trading general industries industrial engineering electronics electronic systems "
    "services development science digital information network networks communication communications "
    "import export equipment enterprise enterprises investment investments university institute "
    "research centre center national bank ministry government republic state joint stock with "
    "shipping marine energy petroleum chemical commercial association foundation organization".split()
)


def alike(one: str, other: str) -> bool:
    """Whether one text is the other respelled: nearly the same letters, or the whole of it with more added."""
    a, b = spelling(one), spelling(other)
    if a == b:
        return True
    if not a or not b:
        return False
    shorter, longer = sorted((a, b), key=len)
    if len(shorter) >= 2 * LEAST and shorter in longer:
        return True
    matcher = SequenceMatcher(None, a, b, autojunk=False)
    return matcher.quick_ratio() >= ALIKE and matcher.ratio() >= ALIKE


@lru_cache(maxsize=65_536)
def words_of(name: str) -> frozenset[str]:
    """The words of a name that tell it from others: long ones, and none that many names have."""
    found = re.findall(r"\w+", unicodedata.normalize("NFKC", name).casefold())
    return frozenset(word for word in found if len(word) >= LEAST and word not in COMMON)


def nearness(one: frozenset[str], other: frozenset[str]) -> float:
    """How near two names are by their words, up to 1; 0 where most of either is not in the other."""
    shared = len(one & other)
    if not shared or (shared < min(len(one), len(other)) and 2 * shared < len(one | other)):
        return 0
    return shared / len(one | other)


def slug(text: str, longest: int = 80) -> str:
    """A text as an id: ASCII letters and digits with hyphens between; empty if there are none."""
    folded = unicodedata.normalize("NFKD", text.casefold()).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", folded).strip("-")[:longest].strip("-")
