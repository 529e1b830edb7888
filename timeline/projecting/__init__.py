"""Keeping projections up to date: their tables, their checkpoints, their rebuilding."""

from .beside import Beside, all_beside
from .building import Building, projection_named
from .folding import fold_group
from .linking import Group, groups_of
from .projector import Projector, Status
from .slot_status import SlotStatus, slot_statuses
from .slots import Live, live_slots, live_tables, read_to
from .tables import OPEN, SLOTS, projection_live, table_of
from .whole import Progress, Whole

__all__ = [
    "OPEN",
    "SLOTS",
    "Beside",
    "Building",
    "Group",
    "Live",
    "Progress",
    "Projector",
    "SlotStatus",
    "Status",
    "Whole",
    "all_beside",
    "fold_group",
    "groups_of",
    "live_slots",
    "live_tables",
    "projection_live",
    "projection_named",
    "read_to",
    "slot_statuses",
    "table_of",
]
