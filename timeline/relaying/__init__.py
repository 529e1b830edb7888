"""Relaying: the log published to a broker in order, each event at least once."""

from .address import SCHEMES, Address, read_address
from .broker import Broker, Message
from .brokers import open_broker
from .choosing import Choice
from .holding import holding
from .relay import Relay, Told

__all__ = [
    "SCHEMES",
    "Address",
    "Broker",
    "Choice",
    "Message",
    "Relay",
    "Told",
    "holding",
    "open_broker",
    "read_address",
]
