"""A broker in memory that loses its connection at random, as often as a test asks."""

from collections.abc import Sequence
from random import Random

from timeline.errors import BrokerUnavailable
from timeline.relaying import Message, read_address


class Memory:
    """Keeps what is published in order; a fault falls before, amid or after what it keeps, or on connecting."""

    def __init__(self, seed: int = 0, faults: float = 0.0) -> None:
        self.address = read_address("nats://memory/memory")
        self.kept: list[Message] = []
        self.confirmed: set[int] = set()
        self.lost = 0
        self._connected = False
        self._random = Random(seed)
        self._faults = faults

    async def connect(self) -> None:
        """The first connection holds."""
        if self.lost:
            self._fail()
        self._connected = True

    async def publish(self, messages: Sequence[Message]) -> None:
        """Keep a part of them, or all and say nothing of it, or all."""
        assert self._connected
        reached = self._random.randint(0, len(messages))
        try:
            self._fail()
        except BrokerUnavailable:
            self.kept += messages[:reached]
            raise
        self.kept += messages
        self.confirmed |= {each.position for each in messages}

    async def close(self) -> None:
        """May be called again."""
        self._connected = False

    def _fail(self) -> None:
        if self._random.random() < self._faults:
            self.lost += 1
            self._connected = False
            raise BrokerUnavailable(address=self.address, why="it was to be lost")
