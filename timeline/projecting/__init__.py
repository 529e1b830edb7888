"""Keeping projections up to date: their tables, their checkpoints, their rebuilding."""

from .linking import Group, groups_of
from .projector import Projector, Status
from .replacing import fold_group
from .slots import Live, live_tables
from .tables import OPEN, SLOTS, projection_live, table_of

__all__ = [
    "OPEN",
    "SLOTS",
    "Group",
    "Live",
    "Projector",
    "Status",
    "fold_group",
    "groups_of",
    "live_tables",
    "projection_live",
    "table_of",
]
