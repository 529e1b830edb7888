"""What follows from what was said: the algebra, and one file per projection, all of them pure folds."""

from .algebra import SOME_TIME, THROUGHOUT, Counts, Position, Profile, during, hull
from .coverage import Coverage, CoverageRow
from .exposure import Exposure, ExposureRow, fold_rows, occurrence_rows
from .history import History, HistoryRow
from .links import LinkRow, Links
from .names import NameRow, Names, spelling
from .pairs import PairRow, Pairs
from .partition import Partition, PartitionKey, Solved, counts_members, partitions, solve
from .projection import EVER, Projection, Value
from .registry import PROJECTIONS
from .running import Running
from .standing import Holds, Standing, chain_of, disclosed, same_place, standings
from .visibility import Visible, visible

__all__ = [
    "EVER",
    "PROJECTIONS",
    "SOME_TIME",
    "THROUGHOUT",
    "Counts",
    "Coverage",
    "CoverageRow",
    "Exposure",
    "ExposureRow",
    "History",
    "HistoryRow",
    "Holds",
    "LinkRow",
    "Links",
    "NameRow",
    "Names",
    "PairRow",
    "Pairs",
    "Partition",
    "PartitionKey",
    "Position",
    "Profile",
    "Projection",
    "Running",
    "Solved",
    "Standing",
    "Value",
    "Visible",
    "chain_of",
    "counts_members",
    "disclosed",
    "during",
    "fold_rows",
    "hull",
    "occurrence_rows",
    "partitions",
    "same_place",
    "solve",
    "spelling",
    "standings",
    "visible",
]
