"""NATS JetStream: the position is the Nats-Msg-Id, by which a stream drops what it holds already."""

import asyncio
import json
import logging
from collections.abc import Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from nats.aio.client import Client
from nats.errors import Error, MaxPayloadError, NoServersError
from nats.js.api import PubAck, StreamInfo
from nats.js.errors import NotFoundError

from ..errors import BrokerRefused, BrokerUnavailable
from .address import Address
from .broker import CONFIRM_SECONDS, CONNECT_SECONDS, CONTENT_TYPE, Message, all_of
from .trust import Watched, guarded

if TYPE_CHECKING:
    from nats.js import JetStreamContext

CLOSE_SECONDS = 0.5
"""How long the close of what was never connected is waited for."""
# What goes wrong is raised; the client would tell it a second time.
logging.getLogger("nats").addHandler(logging.NullHandler())


class JetStream:
    """Publishes to a subject that a stream keeps; where none does, a stream is made for it."""

    def __init__(self, address: Address, context: Watched | None = None) -> None:
        self.address = address
        self._context = context
        self._subject = address.path
        self._alone = False
        self._fresh = True
        self._last = ""
        self._client: Client | None = None
        self._lost = asyncio.Event()
        self._error: Exception | None = None

    async def connect(self) -> None:
        """Connect and find or make the stream; BrokerRefused where a stream of that name takes other subjects."""
        self._fresh, self._lost = True, asyncio.Event()
        try:
            async with asyncio.timeout(CONNECT_SECONDS):
                # Kept before it is connected, so that one that fails midway is closed too.
                self._client = Client()
                await self._open(self._client)
                self._under_tls()
                await self._find(self._client.jetstream())
        except NoServersError as error:
            raise self._gone(self._error or error) from error
        except (Error, OSError, TimeoutError) as error:
            raise self._gone(error) from error

    async def publish(self, messages: Sequence[Message]) -> None:
        """Publish and await every acknowledgement.

        The first message after a connection is acknowledged before another is sent, and in a stream that takes
        nothing else each names the one before it (Nats-Expected-Last-Msg-Id), so that none is kept before it.
        """
        assert self._client is not None
        stream = self._client.jetstream()
        try:
            async with asyncio.timeout(CONFIRM_SECONDS):
                await self._publish(stream, messages)
        except MaxPayloadError:
            largest = max(messages, key=lambda each: len(each.body))
            why = f"it takes at most {self._client.max_payload:,} bytes, got {len(largest.body):,}"
            raise self._refused(largest.position, why) from None
        except (Error, OSError, TimeoutError) as error:
            raise self._gone(error) from error

    async def close(self) -> None:
        """Disconnect."""
        client, self._client = self._client, None
        if client is not None and not client.is_closed:
            # It waits without end for the close of a connection whose certificate was refused.
            with suppress(TimeoutError):
                async with asyncio.timeout(
                    CONNECT_SECONDS if client.is_connected else CLOSE_SECONDS
                ):
                    await client.close()

    async def _open(self, client: Client) -> None:
        address = self.address
        host = f"[{address.host}]" if ":" in address.host else address.host
        alone = address.user is not None and address.password is None
        if self._context is not None:
            self._context.used = False
        await client.connect(
            f"{address.scheme}://{host}:{address.port}",
            name="timeline",
            tls=self._context,
            token=guarded(address.user if alone else None, self._under_tls),
            user=guarded(None if alone else address.user, self._under_tls),
            password=guarded(address.password, self._under_tls),
            allow_reconnect=False,
            max_reconnect_attempts=1,
            reconnect_time_wait=0,
            connect_timeout=CONNECT_SECONDS,
            error_cb=self._failed,
            disconnected_cb=self._disconnected,
            closed_cb=self._disconnected,
        )

    def _under_tls(self) -> None:
        """The client goes on without TLS where the server offers none, whatever its address says."""
        if self.address.secure and not (self._context and self._context.used):
            raise ConnectionError("it offers no TLS")

    async def _failed(self, error: Exception) -> None:
        # Where no server is left to try, this is the only word of what went wrong.
        self._error = error

    async def _disconnected(self) -> None:
        self._lost.set()

    async def _find(self, stream: "JetStreamContext") -> None:
        """Learn which stream keeps the subject; the path may also name a stream that takes one subject."""
        wanted = self.address.path
        try:
            name = await stream.find_stream_name_by_subject(wanted)
            found = await stream.stream_info(name)
        except NotFoundError:
            found = await self._named(stream, wanted)
        subjects = list(found.config.subjects or [])
        if self._subject not in subjects and found.config.name == wanted:
            if len(subjects) != 1 or set(subjects[0]) & set("*>"):
                why = f"stream {wanted} takes {', '.join(subjects)}: name a subject of it"
                raise self._refused(None, why)
            self._subject = subjects[0]
        self._alone = subjects == [self._subject]

    async def _named(self, stream: "JetStreamContext", wanted: str) -> StreamInfo:
        name = wanted.replace(".", "-")
        try:
            return await stream.stream_info(name)
        except NotFoundError:
            return await stream.add_stream(name=name, subjects=[wanted])

    async def _publish(self, stream: "JetStreamContext", messages: Sequence[Message]) -> None:
        if self._fresh:
            first, *messages = messages
            # Of no other message is it known which one is before it in the stream.
            headers = _headers(first, None)
            ack = await stream.publish(self._subject, first.body, CONFIRM_SECONDS, headers=headers)
            await self._check(stream, first, ack)
            self._fresh, self._last = False, first.id
        sent = []
        for message in messages:
            headers = _headers(message, self._last if self._alone else None)
            sent.append(await stream.publish_async(self._subject, message.body, headers=headers))
            self._last = message.id
        for message, ack in zip(messages, await self._acknowledged(sent), strict=True):
            if ack.duplicate:
                await self._check(stream, message, ack)
                break

    async def _acknowledged(self, sent: "Sequence[asyncio.Future[PubAck]]") -> list[PubAck]:
        """Every acknowledgement; a connection that is lost answers none of them any more."""
        whole = asyncio.create_task(all_of(sent))
        lost = asyncio.create_task(self._lost.wait())
        try:
            either: set[asyncio.Future[Any]] = {whole, lost}
            await asyncio.wait(either, return_when=asyncio.FIRST_COMPLETED)
            if not whole.done():
                raise ConnectionError("the connection was lost")
        finally:
            lost.cancel()
            whole.cancel()
        return whole.result()

    async def _check(self, stream: "JetStreamContext", message: Message, ack: PubAck) -> None:
        """Of a duplicate: that the stream holds this event by its id, and not one of another log."""
        if not ack.duplicate or not ack.seq:
            return
        try:
            kept = json.loads((await stream.get_msg(ack.stream, ack.seq)).data or b"{}")
        except (NotFoundError, ValueError):
            return  # no longer kept, or never a CloudEvent in this form
        said = json.loads(message.body)
        if not isinstance(kept, dict) or any(
            kept.get(name) != said[name] for name in ("id", "time")
        ):
            why = f"stream {ack.stream} holds another log's event by the id {message.id}"
            raise self._refused(message.position, why)

    def _gone(self, error: Exception) -> BrokerUnavailable:
        return BrokerUnavailable(address=self.address, why=self.address.why(error))

    def _refused(self, position: int | None, why: str) -> BrokerRefused:
        what = "" if position is None else f" position {position}"
        return BrokerRefused(address=self.address, what=what, why=why)


def _headers(message: Message, after: str | None) -> dict[str, str]:
    headers = {"Nats-Msg-Id": message.id, "Content-Type": CONTENT_TYPE}
    if after is not None:
        headers["Nats-Expected-Last-Msg-Id"] = after
    return headers
