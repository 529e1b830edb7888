"""The log: the only room that touches eventsourcing, and the only way to what is recorded."""

from .insertion import CHANNEL, Head, read_head
from .leaves import Sealed, sealed_after, sealed_at
from .log import Appended, Check, Log
from .mapper import Placed, SaidMapper
from .recorder import Recorder
from .selection import by_stream, redactions, streams_between
from .tables import log_events, log_head, log_subtrees, log_tracking
from .tracking import advance, checkpoint

__all__ = [
    "CHANNEL",
    "Appended",
    "Check",
    "Head",
    "Log",
    "Placed",
    "Recorder",
    "SaidMapper",
    "Sealed",
    "advance",
    "by_stream",
    "checkpoint",
    "log_events",
    "log_head",
    "log_subtrees",
    "log_tracking",
    "read_head",
    "redactions",
    "sealed_after",
    "sealed_at",
    "streams_between",
]
