"""Answers: what the service says to a question, as JSON values in a fixed order."""

from .addresses import query_of
from .changes import answer_changes
from .claims import act_shape, claim_shape, entry_shape
from .diff import answer_diff, read_asked
from .evidence import capture_shapes
from .exposure import answer_exposure, pinned_exposure
from .feed import answer_feed
from .history import answer_history, pinned_history
from .lists import find_vendors, list_regions, list_sources, list_vendors, source_shape
from .mementos import (
    as_of_then,
    memento_seconds,
    question_then,
    recorded_instant,
    second_of,
)
from .policy import POLICIES, STRICT
from .question import TYPES, Question, resolve_question
from .region import answer_region, answer_region_totals, pinned_region, pinned_region_totals
from .rendering import to_json
from .sensitivity import answer_sensitivity
from .status import claim_status
from .vendor import answer_vendor, pinned_vendor
from .why import answer_why

__all__ = [
    "POLICIES",
    "STRICT",
    "TYPES",
    "Question",
    "act_shape",
    "answer_changes",
    "answer_diff",
    "answer_exposure",
    "answer_feed",
    "answer_history",
    "answer_region",
    "answer_region_totals",
    "answer_sensitivity",
    "answer_vendor",
    "answer_why",
    "as_of_then",
    "capture_shapes",
    "claim_shape",
    "claim_status",
    "entry_shape",
    "find_vendors",
    "list_regions",
    "list_sources",
    "list_vendors",
    "memento_seconds",
    "pinned_exposure",
    "pinned_history",
    "pinned_region",
    "pinned_region_totals",
    "pinned_vendor",
    "query_of",
    "question_then",
    "read_asked",
    "recorded_instant",
    "resolve_question",
    "second_of",
    "source_shape",
    "to_json",
]
