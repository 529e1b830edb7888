"""The log: the only room that touches eventsourcing, and the only way to what is recorded."""

from .insertion import CHANNEL, Head
from .log import Appended, Check, Log
from .mapper import ClaimMapper, PlacedClaim
from .recorder import Recorder
from .tables import log_events, log_head, log_tracking
from .tracking import advance, checkpoint

__all__ = [
    "CHANNEL",
    "Appended",
    "Check",
    "ClaimMapper",
    "Head",
    "Log",
    "PlacedClaim",
    "Recorder",
    "advance",
    "checkpoint",
    "log_events",
    "log_head",
    "log_tracking",
]
