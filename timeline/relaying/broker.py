"""What a relay asks of a broker, and what it publishes."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from .address import Address

T = TypeVar("T")

CONTENT_TYPE = "application/cloudevents+json; charset=UTF-8"
"""Of every message: a CloudEvent in structured mode, which all three protocol bindings have."""
CONNECT_SECONDS = 10
CONFIRM_SECONDS = 30
"""How long a batch may take to be confirmed before the broker counts as gone."""


@dataclass(frozen=True, slots=True)
class Message:
    """One event. Its position is the message's id, by which whoever receives it twice knows it."""

    position: int
    occurrence: str
    type: str
    body: bytes

    @property
    def id(self) -> str:
        """The position, as it stands in headers."""
        return str(self.position)


class Broker(Protocol):
    """A client of one broker. What it raises, and nothing else, says that it was not confirmed.

    BrokerUnavailable may pass, after `close` and `connect`; BrokerRefused will not.
    """

    address: Address

    async def connect(self) -> None:
        """Connect, and see that there is something durable to publish to."""
        ...

    async def publish(self, messages: Sequence[Message]) -> None:
        """Publish in order, and return when the broker has confirmed that it keeps every one of them.

        When it raises, any of them may have been kept; published again they have the same ids.
        """
        ...

    async def close(self) -> None:
        """Disconnect; also when the broker is gone, and more than once."""
        ...


async def all_of(sent: "Sequence[asyncio.Future[T]]") -> list[T]:
    """What confirms each message, or the first failure, once all of them have come to something.

    A client that loses its connection may cancel what was waiting; that is no cancelling of who awaits it here.
    """
    found: list[T] = []
    for each in await asyncio.gather(*sent, return_exceptions=True):
        if isinstance(each, asyncio.CancelledError):
            raise ConnectionError("the connection was lost")
        if isinstance(each, BaseException):
            raise each
        found.append(each)
    return found
