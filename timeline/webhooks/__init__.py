"""Webhooks: what others asked to be told is sent to them, signed, in order, again until it arrives."""

from .endpoints import Endpoints
from .sender import Sender

__all__ = ["Endpoints", "Sender"]
