"""Likeness: whether two texts are one name spelled in two ways, and which words of a name tell it from others."""

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
FORMS = frozenset(
    "co company corp corporation inc incorporated llc llp ltd limited plc gmbh ag sa spa bv nv "
    "the of and".split()
)
"""What is left out where a name is taken as one word."""


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
    """The words of a name that tell it from others, without accents: long ones, and none of any firm's."""
    return frozenset(word for word in _letters(name) if len(word) >= LEAST and word not in COMMON)


def joined(name: str) -> str:
    """A name as one word, whatever its spaces, hyphens and legal form."""
    return "".join(word for word in _letters(name) if word not in FORMS)


def _letters(name: str) -> list[str]:
    parts = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", name).casefold())
    bare = "".join(char for char in parts if not unicodedata.combining(char))
    return re.findall(r"[^\W_]+", unicodedata.normalize("NFKC", bare))


def slug(text: str, longest: int = 80) -> str:
    """A text as an id: ASCII letters and digits with hyphens between; empty if there are none."""
    folded = unicodedata.normalize("NFKD", text.casefold()).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", folded).strip("-")[:longest].strip("-")
