"""Over standard input and output every line gets its answer, also when the input ends at once."""

import json
import os
import subprocess
import sys
import threading
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import anyio
import mcp_types as types
import pytest
from mcp.server.lowlevel import Server
from mcp.shared.message import SessionMessage

from timeline import migrate
from timeline.tools.answering import answer_all

COMMAND = Path(sys.executable).with_name("timeline")
HELLO = {
    "protocolVersion": "2025-06-18",
    "capabilities": {},
    "clientInfo": {"name": "a test", "version": "1"},
}
BEGUN = [
    {"jsonrpc": "2.0", "id": "first", "method": "initialize", "params": HELLO},
    {"jsonrpc": "2.0", "method": "notifications/initialized"},
]


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of an empty database for processes that only read it."""
    url = f"sqlite:///{tmp_path_factory.mktemp('answering')}/timeline.db"
    migrate(url)
    return url


def heard(address: str, lines: list[str]) -> list[dict[str, Any]]:
    """What `timeline mcp` answers to lines after which its input ends."""
    process = subprocess.run(
        [COMMAND, "mcp"],
        env={**os.environ, "TIMELINE_DATABASE": address},
        input="".join(f"{line}\n" for line in lines),
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    return [json.loads(each) for each in process.stdout.splitlines()]


def call(number: int) -> dict[str, Any]:
    params = {"name": "sources", "arguments": {}}
    return {"jsonrpc": "2.0", "id": number, "method": "tools/call", "params": params}


def test_what_was_asked_before_the_input_ended_is_answered(address):
    lines = [json.dumps(each) for each in [*BEGUN, *map(call, range(40))]]
    told = {message["id"]: message for message in heard(address, lines)}

    assert told.keys() == {"first", *range(40)}
    assert all("result" in message for message in told.values())


def test_a_line_that_is_no_message_is_answered_as_json_rpc_says(address):
    lines = {
        "no JSON at all": -32700,
        '{"jsonrpc": "2.0", "id": 1, ': -32700,
        "[1, 2": -32700,
        '"words"': -32600,
        "[]": -32600,
        '{"id": 1}': -32600,
        "": None,
        "   ": None,
    }
    ping = json.dumps({"jsonrpc": "2.0", "id": 2, "method": "ping"})
    messages = heard(address, [*lines, json.dumps(BEGUN[0]), ping])

    codes = [each["error"]["code"] for each in messages if each["id"] is None]
    assert codes == [code for code in lines.values() if code is not None]
    assert {each["id"] for each in messages if each["id"] is not None} == {"first", 2}


class Slow:
    """A server of one tool that answers when it is let, and what it was heard to say."""

    def __init__(self) -> None:
        self.let = threading.Event()
        self.called = anyio.Event()
        self.told: list[object] = []
        self.server = Server("slow", on_call_tool=self._call)

    async def _call(self, _context: object, _params: object) -> types.CallToolResult:
        self.called.set()
        await anyio.to_thread.run_sync(self.let.wait, abandon_on_cancel=True)
        return types.CallToolResult(content=[])

    async def _said(self, *lines: dict[str, Any]) -> AsyncIterator[SessionMessage]:
        for line in [*BEGUN, *lines]:
            if line.get("method") == "notifications/cancelled":
                await self.called.wait()
            text = json.dumps(line)
            yield SessionMessage(types.jsonrpc_message_adapter.validate_json(text, by_name=False))
        await self.called.wait()

    async def _keep(self, given: SessionMessage) -> None:
        self.told.append(getattr(given.message, "id", None))

    async def serve(self, *lines: dict[str, Any]) -> None:
        await answer_all(self.server, self._said(*lines), self._keep)


def test_a_call_under_way_when_the_input_ends_is_waited_for():
    async def run() -> list[object]:
        slow = Slow()
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(slow.serve, call(7))
            await slow.called.wait()
            for _ in range(20):
                await anyio.lowlevel.checkpoint()
            assert slow.told == ["first"]
            slow.let.set()
        return slow.told

    assert anyio.run(run) == ["first", 7]


def test_a_call_that_was_cancelled_is_not_waited_for():
    gone = {"jsonrpc": "2.0", "method": "notifications/cancelled", "params": {"requestId": 7}}

    async def run() -> list[object]:
        slow = Slow()
        with anyio.fail_after(20):
            await slow.serve(call(7), gone)
        slow.let.set()
        return slow.told

    assert anyio.run(run)[0] == "first"
