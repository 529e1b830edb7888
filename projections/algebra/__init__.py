"""The algebra of two growing counters: constraints, exact bounds, profiles over valid time."""

from .contradiction import Position, positions
from .life import SOME_TIME, THROUGHOUT, Life, during, profile
from .reducing import reduced
from .steps import BEFORE_ALL, NOTHING, Counts, Profile, hull

__all__ = [
    "BEFORE_ALL",
    "NOTHING",
    "SOME_TIME",
    "THROUGHOUT",
    "Counts",
    "Life",
    "Position",
    "Profile",
    "during",
    "hull",
    "positions",
    "profile",
    "reduced",
]
