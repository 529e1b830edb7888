"""Bodies that never end, end midway or are no JSON: each is told in one line what was expected."""

import json
import logging
import socket
from functools import partial
from typing import Any

import anyio
import pytest
from starlette.types import Message

from api import body as bodies
from api import create_app
from tests.api.served import serving
from timeline import migrate

PLACES = ["/v1/claims", "/v1/acts", "/v1/questions", "/v1/webhooks", "/mcp"]


async def half_sent(app: Any, path: str, rest: Message | None) -> list[Message]:
    """What is answered to a body that begins and then ends in `rest`, or in nothing at all."""
    heard: list[Message] = [{"type": "http.request", "body": b"{", "more_body": True}]
    heard += [rest] if rest else []
    sent: list[Message] = []

    async def receive() -> Message:
        if heard:
            return heard.pop(0)
        return await anyio.sleep_forever()

    async def send(message: Message) -> None:
        sent.append(message)

    headers = {
        "host": "testserver",
        "content-type": "application/json",
        "accept": "application/json, text/event-stream",
    }
    scope = {
        "type": "http",
        "method": "POST",
        "path": path,
        "raw_path": path.encode(),
        "root_path": "",
        "scheme": "http",
        "query_string": b"",
        "http_version": "1.1",
        "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
        "client": ("127.0.0.1", 1),
        "server": ("testserver", 80),
    }
    with anyio.fail_after(20):
        async with app.router.lifespan_context(app):
            await app(scope, receive, send)
    return sent


@pytest.mark.parametrize("path", PLACES)
def test_a_body_that_never_ends_is_given_up_with_a_problem(service, settings, path, monkeypatch):
    monkeypatch.setattr(bodies, "BODY_SECONDS", 0.05)
    start, body = anyio.run(partial(half_sent, create_app(service, settings), path, None))

    assert start["status"] == 408
    assert (b"connection", b"close") in start["headers"]
    said = json.loads(body["body"])
    assert said["type"] == "/problems/body-too-slow"
    assert said["detail"] == "body: expected all of it within 0.05 seconds, got 1 bytes"


@pytest.mark.parametrize("path", PLACES)
def test_a_client_that_leaves_during_its_body_is_one_line_in_the_log(
    service, settings, path, caplog
):
    left = {"type": "http.disconnect"}
    with caplog.at_level(logging.INFO, "timeline.api"):
        anyio.run(partial(half_sent, create_app(service, settings), path, left))

    told = [record for record in caplog.records if record.levelno >= logging.WARNING]
    assert [record.getMessage() for record in told] == [
        f"POST {path}: the client left before its body had ended"
    ]
    assert not any(record.exc_info for record in caplog.records)


def test_a_server_whose_client_leaves_goes_on_without_a_traceback(sqlite_url, tmp_path):
    migrate(sqlite_url)
    with serving(sqlite_url, tmp_path) as server:
        for path in PLACES:
            with socket.create_connection(("127.0.0.1", server.port)) as client:
                said = f"POST {path} HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n{{"
                client.sendall(said.encode())
        server.end()

    told = [line for line in server.errors.splitlines() if "left" in line]
    assert len(told) == len(PLACES)
    assert "Traceback" not in server.errors


@pytest.mark.parametrize(
    ("path", "what"),
    [
        ("/v1/questions", "a question"),
        ("/v1/webhooks", "a webhook"),
        ("/v1/webhooks/w-1/rotate", "hours"),
        ("/v1/webhooks/w-1/replay", "numbers"),
    ],
)
@pytest.mark.parametrize(
    ("body", "got"),
    [
        (b"{", "broken JSON"),
        (b"\xff", "a body whose byte 0 is not UTF-8"),
        (b"[]", "a list"),
        (b'"words"', "a text"),
        (b"5", "a number"),
        (b"null", "null"),
    ],
)
def test_a_body_that_is_none_is_told_what_it_should_have_been(reader, path, what, body, got):
    response = reader.post(path, content=body)
    said = response.json()

    assert (response.status_code, said["title"]) == (422, "Bad body")
    assert said["detail"].startswith(f"body: expected {what}, a JSON object in UTF-8, got {got}")
    assert said["field"] == "body"
    assert "claim" not in response.text


@pytest.mark.parametrize("path", ["/v1/questions", "/v1/webhooks"])
def test_a_page_of_another_site_is_told_what_was_expected(reader, path):
    for headers, words in (
        (
            {"Origin": "http://a.example", "Host": "a.example"},
            "Host: expected a name that TIMELINE",
        ),
        ({"Origin": "http://evil.example", "Host": "localhost"}, "got 'http://evil.example'"),
        ({"Sec-Fetch-Site": "cross-site", "Host": "localhost"}, "Origin: expected a page of this"),
    ):
        response = reader.post(path, json={}, headers=headers)
        assert response.status_code == 403
        assert words in response.json()["detail"]
        assert "claim" not in response.text
