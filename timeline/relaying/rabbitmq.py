"""RabbitMQ by AMQP 0.9.1: persistent messages to a durable exchange, each confirmed."""

import asyncio
import logging
from collections.abc import Sequence
from contextlib import suppress
from ssl import SSLContext

import aio_pika
from aio_pika.abc import AbstractChannel, AbstractConnection, AbstractExchange
from aio_pika.exceptions import CONNECTION_EXCEPTIONS, ChannelNotFoundEntity, PublishError

from ..errors import BrokerUnavailable
from .address import Address
from .broker import CONFIRM_SECONDS, CONNECT_SECONDS, CONTENT_TYPE, Message, all_of

# What goes wrong is raised; the client would tell it a second time.
for name in ("aio_pika", "aiormq"):
    logging.getLogger(name).addHandler(logging.NullHandler())


class RabbitMQ:
    """Publishes to an exchange, with the type of the event for a routing key.

    An exchange that is not there is made, a durable one by topic. A durable queue of the same name, or that
    `queue=` names, is made and bound to all of it, because an exchange keeps nothing; an empty `queue=` makes none.
    """

    def __init__(self, address: Address, context: SSLContext | None = None) -> None:
        self.address = address
        self._context = context
        self._connection: AbstractConnection | None = None
        self._exchange: AbstractExchange | None = None

    async def connect(self) -> None:
        """Connect, and find or make the exchange and the queue."""
        address = self.address
        try:
            async with asyncio.timeout(CONNECT_SECONDS):
                self._connection = await aio_pika.connect(
                    host=address.host,
                    port=address.port,
                    login=address.user or "guest",
                    password=address.password or "guest",
                    virtualhost=address.path,
                    ssl=address.secure,
                    ssl_context=self._context,
                    client_properties={"connection_name": "timeline"},
                )
                self._exchange = await self._found(self._connection)
        except (*CONNECTION_EXCEPTIONS, TimeoutError) as error:
            raise self._gone(error) from error

    async def publish(self, messages: Sequence[Message]) -> None:
        """Publish and await every confirmation; a message that no queue takes was not kept either."""
        assert self._exchange is not None
        sending = [
            asyncio.ensure_future(self._exchange.publish(_message(each), each.type, mandatory=True))
            for each in messages
        ]
        try:
            async with asyncio.timeout(CONFIRM_SECONDS):
                await all_of(sending)
        except PublishError as error:
            why = f"no queue takes what is published to {self._exchange.name}, bind one to it"
            raise BrokerUnavailable(address=self.address, why=why) from error
        except (*CONNECTION_EXCEPTIONS, TimeoutError) as error:
            raise self._gone(error) from error
        finally:
            for each in sending:
                each.cancel()
            await asyncio.gather(*sending, return_exceptions=True)

    async def close(self) -> None:
        """Disconnect."""
        connection, self._connection, self._exchange = self._connection, None, None
        if connection is not None:
            with suppress(*CONNECTION_EXCEPTIONS, TimeoutError):
                async with asyncio.timeout(CONNECT_SECONDS):
                    await connection.close()

    async def _found(self, connection: AbstractConnection) -> AbstractExchange:
        name = self.address.options["exchange"]
        try:
            # An exchange that is there is used as it is; asked for amiss it closes the channel.
            channel = await self._channel(connection)
            exchange = await channel.get_exchange(name)
        except ChannelNotFoundEntity:
            channel = await self._channel(connection)
            kind = aio_pika.ExchangeType.TOPIC
            exchange = await channel.declare_exchange(name, kind, durable=True)
        queue = self.address.options.get("queue", name)
        if queue:
            try:
                await channel.get_queue(queue)
            except ChannelNotFoundEntity:
                channel = await self._channel(connection)
                exchange = await channel.get_exchange(name, ensure=False)
                made = await channel.declare_queue(queue, durable=True)
                await made.bind(exchange, "#")
        return exchange

    async def _channel(self, connection: AbstractConnection) -> AbstractChannel:
        return await connection.channel(publisher_confirms=True, on_return_raises=True)

    def _gone(self, error: BaseException) -> BrokerUnavailable:
        return BrokerUnavailable(address=self.address, why=self.address.why(error))


def _message(message: Message) -> aio_pika.Message:
    return aio_pika.Message(
        message.body,
        content_type=CONTENT_TYPE,
        delivery_mode=aio_pika.DeliveryMode.PERSISTENT,
        message_id=message.id,
        type=message.type,
        app_id="timeline",
    )
