"""Feeding: the log as others follow it, each event in one form and readers woken as it grows."""

from .cloud_events import SOURCE, cloud_event, schema_name
from .pages import CHUNK, Page, Pages, Told
from .waking import Waker
from .wanted import EVERYTHING, Wanted

__all__ = [
    "CHUNK",
    "EVERYTHING",
    "SOURCE",
    "Page",
    "Pages",
    "Told",
    "Waker",
    "Wanted",
    "cloud_event",
    "schema_name",
]
