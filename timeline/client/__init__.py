"""The client of other services: asks, follows the log without losing or doubling, verifies what it is told."""

from .asynchronous import AsyncClient
from .blocking import Client
from .events import FeedEvent, FeedPage
from .refusals import ClientError, FeedBroken, Garbled, Refused, Unproven, Unreachable
from .retrying import Backoff
from .shapes import Answer, AsOf, Changes, Exposure, History, Occurrence, Options, Total
from .witness import Witness

__all__ = [
    "Answer",
    "AsOf",
    "AsyncClient",
    "Backoff",
    "Changes",
    "Client",
    "ClientError",
    "Exposure",
    "FeedBroken",
    "FeedEvent",
    "FeedPage",
    "Garbled",
    "History",
    "Occurrence",
    "Options",
    "Refused",
    "Total",
    "Unproven",
    "Unreachable",
    "Witness",
]
