"""Kafka: the occurrence is the key, so that a partition holds its events in order."""

import asyncio
import logging
from collections.abc import Sequence
from contextlib import suppress
from ssl import SSLContext

from aiokafka import AIOKafkaProducer  # type: ignore[import-untyped] # it has no types
from aiokafka.errors import (  # type: ignore[import-untyped] # it has no types
    KafkaError,
    MessageSizeTooLargeError,
)

from ..errors import BrokerRefused, BrokerUnavailable
from .address import Address
from .broker import CONFIRM_SECONDS, CONNECT_SECONDS, CONTENT_TYPE, Message, all_of

# What goes wrong is raised; the client would tell it a second time.
logging.getLogger("aiokafka").addHandler(logging.NullHandler())


class Kafka:
    """Publishes to a topic by an idempotent producer: what it sends again is kept once, and in order.

    A topic that is not there is made by the broker, where it makes topics. With credentials it is SASL PLAIN.
    """

    def __init__(self, address: Address, context: SSLContext | None = None) -> None:
        self.address = address
        self._context = context
        self._producer: AIOKafkaProducer | None = None

    async def connect(self) -> None:
        """Connect, and see that the topic is there."""
        address = self.address
        host = f"[{address.host}]" if ":" in address.host else address.host
        named = address.user is not None
        producer = AIOKafkaProducer(
            bootstrap_servers=f"{host}:{address.port}",
            client_id="timeline",
            acks="all",
            enable_idempotence=True,
            request_timeout_ms=CONNECT_SECONDS * 1_000,
            security_protocol=("SASL_" if named else "")
            + ("SSL" if address.secure else "PLAINTEXT"),
            ssl_context=self._context,
            sasl_plain_username=address.user,
            sasl_plain_password=address.password,
        )
        self._producer = producer
        try:
            async with asyncio.timeout(CONNECT_SECONDS):
                await producer.start()
                await producer.partitions_for(address.path)
        except (KafkaError, OSError, TimeoutError) as error:
            await self.close()
            raise self._gone(error) from error

    async def publish(self, messages: Sequence[Message]) -> None:
        """Publish and await until all replicas in sync have every message."""
        assert self._producer is not None
        sent = []
        try:
            async with asyncio.timeout(CONFIRM_SECONDS):
                for each in messages:
                    # One at a time, so that what was sent is known when sending the next one fails.
                    sent.append(await self._send(self._producer, each))  # noqa: PERF401
                await all_of(sent)
        except (KafkaError, OSError, TimeoutError) as error:
            raise self._gone(error) from error
        finally:
            for one in sent:
                one.cancel()
            await asyncio.gather(*sent, return_exceptions=True)

    async def close(self) -> None:
        """Disconnect; what was not confirmed is given up."""
        producer, self._producer = self._producer, None
        if producer is not None:
            with suppress(KafkaError, OSError, TimeoutError):
                async with asyncio.timeout(CONNECT_SECONDS):
                    await producer.stop()

    async def _send(self, producer: AIOKafkaProducer, message: Message) -> "asyncio.Future[object]":
        headers = [("content-type", CONTENT_TYPE.encode()), ("message-id", message.id.encode())]
        key = message.occurrence.encode()
        try:
            sent: asyncio.Future[object] = await producer.send(
                self.address.path, message.body, key, headers=headers
            )
        except MessageSizeTooLargeError as error:
            what, why = f" position {message.position}", self.address.why(error)
            raise BrokerRefused(address=self.address, what=what, why=why) from None
        return sent

    def _gone(self, error: BaseException) -> BrokerUnavailable:
        return BrokerUnavailable(address=self.address, why=self.address.why(error))
