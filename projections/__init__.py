"""What follows from what was said: the algebra, and one file per projection, all of them pure folds."""

from .algebra import Counts, Position, Profile
from .coverage import Coverage, CoverageRow
from .exposure import Exposure, ExposureRow, fold_rows
from .history import History, HistoryRow
from .names import NameRow, Names, spelling
from .pairs import PairRow, Pairs
from .partition import Partition, PartitionKey, Solved, counts_members, partitions, solve
from .projection import EVER, Projection, Value
from .registry import PROJECTIONS
from .visibility import Visible, is_disclosed, may_be_disclosed, visible

__all__ = [
    "EVER",
    "PROJECTIONS",
    "Counts",
    "Coverage",
    "CoverageRow",
    "Exposure",
    "ExposureRow",
    "History",
    "HistoryRow",
    "NameRow",
    "Names",
    "PairRow",
    "Pairs",
    "Partition",
    "PartitionKey",
    "Position",
    "Profile",
    "Projection",
    "Solved",
    "Value",
    "Visible",
    "counts_members",
    "fold_rows",
    "is_disclosed",
    "may_be_disclosed",
    "partitions",
    "solve",
    "spelling",
    "visible",
]
