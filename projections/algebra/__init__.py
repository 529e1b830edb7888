"""The algebra of two growing counters: constraints, exact bounds, profiles over valid time."""

from .contradiction import Position, positions
from .life import Life, profile
from .profile import BEFORE_ALL, NOTHING, Counts, Profile, hull
from .reducing import reduced

__all__ = [
    "BEFORE_ALL",
    "NOTHING",
    "Counts",
    "Life",
    "Position",
    "Profile",
    "hull",
    "positions",
    "profile",
    "reduced",
]
