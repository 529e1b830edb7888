"""Subjects: what an event is about, so that all events about it can be told and none left out."""

from collections.abc import Sequence
from functools import lru_cache
from hashlib import sha256

from events import Act, Claim

IDENTITY = "identity"
"""Every act that links occurrences or vendors, and every act upon an act."""
PLACES = "places"
"""Every claim that names a region, and so may make one part of another."""
SOURCES = "sources"
"""Every claim that describes or rates a source."""

GLOBAL = {"region-named": PLACES, "source-described": SOURCES, "source-rated": SOURCES}
KEY_BYTES = 16


def subjects_of(said: Claim | Act) -> tuple[str, ...]:
    """The names of the subjects of a claim or an act, its stream aside, which every event has."""
    if isinstance(said, Claim):
        return _of_claim(said)
    brought = said.brought
    found = () if brought is None else _of_claim(brought)
    linking = said.does == "links" or ("act" in said.targets and said.target.startswith("a-"))
    return (*found, IDENTITY) if linking else found


def _of_claim(claim: Claim) -> tuple[str, ...]:
    vendors = tuple([f"vendor:{vendor}" for vendor in claim.vendors])
    wide = GLOBAL.get(claim.kind)
    return vendors if wide is None else (*vendors, wide)


def stream_subject(stream: str) -> str:
    """The name of the subject that a stream is: all events of one occurrence."""
    return f"stream:{stream}"


@lru_cache(maxsize=65_536)
def subject_key(name: str) -> bytes:
    """The first 16 bytes of the SHA-256 of a subject's name; an envelope that stays tells no name."""
    return sha256(name.encode()).digest()[:KEY_BYTES]


def subject_keys(names: Sequence[str]) -> tuple[bytes, ...]:
    """The keys of some subjects as an envelope has them: each once, in order."""
    if len(names) == 1:
        return (subject_key(names[0]),)
    return tuple(sorted({subject_key(name) for name in names}))
