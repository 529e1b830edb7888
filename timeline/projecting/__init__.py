"""Keeping projections up to date: their tables, their checkpoints, their rebuilding."""

from .projector import Projector, Status
from .slots import Live, live_tables
from .tables import OPEN, SLOTS, projection_live, table_of

__all__ = [
    "OPEN",
    "SLOTS",
    "Live",
    "Projector",
    "Status",
    "live_tables",
    "projection_live",
    "table_of",
]
