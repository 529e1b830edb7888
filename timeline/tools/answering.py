"""Answering over two streams: what is no message is told so, and what was asked is answered before the end."""

from collections.abc import AsyncIterable, Awaitable, Callable
from typing import Any, Final

import anyio
import mcp_types as types
from anyio.streams.memory import MemoryObjectReceiveStream, MemoryObjectSendStream
from mcp.server.lowlevel import Server
from mcp.shared.message import SessionMessage
from pydantic import ValidationError

ENDING_SECONDS: Final = 60.0
"""How long an input that has ended is waited upon for what it asked."""
CANCELLED: Final = "notifications/cancelled"
Heard = SessionMessage | Exception
Send = Callable[[SessionMessage], Awaitable[None]]


class Unanswered:
    """The ids of what was asked and has no answer yet."""

    def __init__(self) -> None:
        self._ids = set[str]()
        self._fewer = anyio.Event()

    def heard(self, message: types.JSONRPCMessage) -> None:
        """Keep the id of a request; what is cancelled gets no answer."""
        if isinstance(message, types.JSONRPCRequest):
            self._ids.add(str(message.id))
        elif isinstance(message, types.JSONRPCNotification) and message.method == CANCELLED:
            self._drop((message.params or {}).get("requestId"))

    def told(self, message: types.JSONRPCMessage) -> None:
        """Drop the id of what was answered."""
        if isinstance(message, types.JSONRPCResponse | types.JSONRPCError):
            self._drop(message.id)

    async def settled(self) -> None:
        """Wait until there is none."""
        while self._ids:
            self._fewer = anyio.Event()
            await self._fewer.wait()

    def _drop(self, name: object) -> None:
        self._ids.discard(str(name))
        self._fewer.set()


async def answer_all(server: Server[Any], read: AsyncIterable[Heard], send: Send) -> None:
    """Serve what is read until it ends, and then until all of it is answered.

    The library's own loop answers nothing to what it cannot read, and drops what is under way when its input ends.
    """
    asked = Unanswered()
    inward, taken = anyio.create_memory_object_stream[Heard](0)
    given, outward = anyio.create_memory_object_stream[SessionMessage](0)
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(_pass_in, read, inward, send, asked)
        tasks.start_soon(_pass_out, outward, send, asked)
        await server.run(taken, given, server.create_initialization_options())


async def _pass_in(
    read: AsyncIterable[Heard],
    inward: MemoryObjectSendStream[Heard],
    send: Send,
    asked: Unanswered,
) -> None:
    async with inward:
        async for item in read:
            if isinstance(item, SessionMessage):
                asked.heard(item.message)
                await inward.send(item)
            elif (refusal := _refusal(item)) is not None:
                await send(SessionMessage(refusal))
        with anyio.move_on_after(ENDING_SECONDS):
            await asked.settled()


async def _pass_out(
    outward: MemoryObjectReceiveStream[SessionMessage], send: Send, asked: Unanswered
) -> None:
    async with outward:
        async for item in outward:
            await send(item)
            asked.told(item.message)


def _refusal(error: Exception) -> types.JSONRPCError | None:
    """What is answered to a line that is no message (JSON-RPC 2.0, 5.1); None to an empty one."""
    first = error.errors()[0] if isinstance(error, ValidationError) else None
    if first is None or first["type"] != "json_invalid":
        told = types.ErrorData(code=types.INVALID_REQUEST, message="expected a message of JSON-RPC")
    elif not str(first["input"]).strip():
        return None
    else:
        told = types.ErrorData(code=types.PARSE_ERROR, message="expected a line of JSON")
    return types.JSONRPCError(jsonrpc="2.0", id=None, error=told)
