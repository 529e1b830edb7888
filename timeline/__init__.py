"""Every effect: the log, the clocks, the database, the projections kept up, the answers, the commands."""

from .answers import (
    POLICIES,
    TYPES,
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
    to_json,
)
from .answers.snapshot import Snapshot
from .asof import Asked, AsOf
from .clock import Clock, FixedClock, SystemClock
from .errors import (
    AmbiguousName,
    BadClaim,
    BadParameter,
    BodyTooLarge,
    ContradictingParameters,
    DatabaseUnavailable,
    KeyReused,
    SchemaNotReady,
    TimelineError,
    UnknownClaim,
    UnknownParameter,
    UnknownProjection,
    UnknownRegion,
    UnknownSource,
    UnknownVendor,
)
from .idempotency import IdempotencyKeys
from .migrate import migrate
from .recording import Item
from .service import Recorded, Service
from .settings import Settings

__all__ = [
    "POLICIES",
    "TYPES",
    "AmbiguousName",
    "AsOf",
    "Asked",
    "BadClaim",
    "BadParameter",
    "BodyTooLarge",
    "Clock",
    "ContradictingParameters",
    "DatabaseUnavailable",
    "FixedClock",
    "IdempotencyKeys",
    "Item",
    "KeyReused",
    "Question",
    "Recorded",
    "SchemaNotReady",
    "Service",
    "Settings",
    "Snapshot",
    "SystemClock",
    "TimelineError",
    "UnknownClaim",
    "UnknownParameter",
    "UnknownProjection",
    "UnknownRegion",
    "UnknownSource",
    "UnknownVendor",
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
    "to_json",
]
