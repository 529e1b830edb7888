"""Every effect: the log, the clocks, the database, the projections kept up, the answers, the commands."""

from .answers import (
    Question,
    answer_exposure,
    answer_history,
    answer_region,
    answer_vendor,
    answer_why,
    claim_shape,
    list_regions,
    list_sources,
    list_vendors,
    resolve_question,
    source_shape,
)
from .answers.snapshot import Snapshot
from .asof import AsOf, Asked
from .clock import Clock, FixedClock, SystemClock
from .migrate import migrate
from .recording import Item
from .service import Recorded, Service
from .settings import Settings

__all__ = [
    "AsOf",
    "Asked",
    "Clock",
    "FixedClock",
    "Item",
    "Question",
    "Recorded",
    "Service",
    "Settings",
    "Snapshot",
    "SystemClock",
    "answer_exposure",
    "answer_history",
    "answer_region",
    "answer_vendor",
    "answer_why",
    "claim_shape",
    "list_regions",
    "list_sources",
    "list_vendors",
    "migrate",
    "resolve_question",
    "source_shape",
]
