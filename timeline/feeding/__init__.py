"""Feeding: the log as others follow it, each event in one form and readers woken as it grows."""

from .cloud_events import SOURCE, cloud_event, schema_name
from .waking import Waker

__all__ = ["SOURCE", "Waker", "cloud_event", "schema_name"]
