"""Answers: what the service says to a question, as JSON values in a fixed order."""

from .claims import claim_shape
from .exposure import answer_exposure
from .history import answer_history
from .lists import list_regions, list_sources, list_vendors, source_shape
from .question import POLICIES, TYPES, Question, resolve_question
from .region import answer_region
from .rendering import to_json
from .vendor import answer_vendor
from .why import answer_why

__all__ = [
    "POLICIES",
    "TYPES",
    "Question",
    "answer_exposure",
    "answer_history",
    "answer_region",
    "answer_vendor",
    "answer_why",
    "claim_shape",
    "list_regions",
    "list_sources",
    "list_vendors",
    "resolve_question",
    "source_shape",
    "to_json",
]
