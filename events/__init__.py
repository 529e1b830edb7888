"""What can be said: claims, kinds of fact, citations and imprecise time, as values only."""

from .act import Act
from .act_parsing import parse_act, read_said
from .acts import ACTS
from .canonical import canonical_json
from .citation import Citation
from .claim import Claim, Inertia, Modality
from .days import (
    DAY_LENGTH,
    FIRST_DAY,
    LAST_DAY,
    Day,
    Days,
    Instant,
    Instants,
    day_of,
    day_text,
    end_of,
    instant_of,
    instant_text,
    start_of,
    unit_around,
)
from .effect import Begins, Effect, Ends, IntendsToBegin, IntendsToEnd, Observed
from .event import ActEvent, Entry, Event, Redacted
from .imprecise import When, read_disclosed, read_when
from .kinds import KINDS
from .parsing import parse_claim, read_claim
from .quantity import Quantity, read_quantity
from .refusal import Refusal, shortened, shown, sort_of
from .strict_json import read_json

__all__ = [
    "ACTS",
    "DAY_LENGTH",
    "FIRST_DAY",
    "KINDS",
    "LAST_DAY",
    "Act",
    "ActEvent",
    "Begins",
    "Citation",
    "Claim",
    "Day",
    "Days",
    "Effect",
    "Ends",
    "Entry",
    "Event",
    "Inertia",
    "Instant",
    "Instants",
    "IntendsToBegin",
    "IntendsToEnd",
    "Modality",
    "Observed",
    "Quantity",
    "Redacted",
    "Refusal",
    "When",
    "canonical_json",
    "day_of",
    "day_text",
    "end_of",
    "instant_of",
    "instant_text",
    "parse_act",
    "parse_claim",
    "read_claim",
    "read_disclosed",
    "read_json",
    "read_quantity",
    "read_said",
    "read_when",
    "shortened",
    "shown",
    "sort_of",
    "start_of",
    "unit_around",
]
