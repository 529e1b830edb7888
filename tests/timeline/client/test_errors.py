"""Whatever goes wrong for a client is one sort of error, and both clients are one text but for waiting."""

import ast
import asyncio
import re
from pathlib import Path

import httpx2
import pytest

import timeline.client
from timeline.client import (
    AsyncClient,
    Backoff,
    Client,
    ClientError,
    FeedBroken,
    Garbled,
    Refused,
    Unproven,
    Unreachable,
    Witness,
)

HTML = httpx2.Response(200, text="<html>a proxy says hello</html>")
PAGE = {"events": [{"id": "c-1"}], "position": 1, "next": None}
WRONG = {
    "a refusal": (httpx2.Response(404, json={"detail": "vendor: no"}), Refused, "vendor: no"),
    "a refusal in no JSON": (httpx2.Response(502, text="<p>"), Refused, "answered 502"),
    "nobody": (httpx2.ConnectError("refused"), Unreachable, "http://timeline: refused"),
    "silence": (httpx2.ReadTimeout(""), Unreachable, "http://timeline: ReadTimeout"),
    "bytes nobody can decode": (httpx2.DecodingError("zlib"), Unreachable, "zlib"),
    "no JSON": (HTML, Garbled, "expected JSON, got '<html>a proxy"),
    "no object": (httpx2.Response(200, json=[1]), Garbled, "expected an object, got a list"),
    "no page": (httpx2.Response(200, json={"status": "ok"}), Garbled, "expected a page of the log"),
    "no event": (httpx2.Response(200, json=PAGE), FeedBroken, "expected an event of the log"),
}


def answering(answer: httpx2.Response | Exception) -> httpx2.MockTransport:
    def handle(_request: httpx2.Request) -> httpx2.Response:
        if isinstance(answer, Exception):
            raise answer
        return httpx2.Response(answer.status_code, headers=answer.headers, content=answer.content)

    return httpx2.MockTransport(handle)


@pytest.mark.parametrize("wrong", WRONG)
def test_whatever_goes_wrong_is_one_sort_of_error_for_both_clients(wrong):
    answer, kind, words = WRONG[wrong]
    transport = answering(answer)

    async def asked() -> None:
        async with AsyncClient("http://timeline", transport=transport) as client:
            await client.page()

    with (
        Client("http://timeline", transport=transport) as client,
        pytest.raises(kind, match=re.escape(words)) as blocking,
    ):
        client.page()
    with pytest.raises(kind, match=re.escape(words)) as awaited:
        asyncio.run(asked())

    assert isinstance(blocking.value, ClientError)
    assert str(blocking.value) == str(awaited.value)
    assert type(blocking.value.__cause__) is type(awaited.value.__cause__)
    if kind is Unreachable:
        assert isinstance(blocking.value.__cause__, httpx2.RequestError)


@pytest.mark.parametrize("method", ["checkpoint", "page"])
def test_what_the_network_does_is_told_without_credentials(method):
    with (
        Client(
            "http://me:s3cret@timeline:8001", transport=answering(httpx2.ReadError("gone"))
        ) as c,
        pytest.raises(Unreachable) as told,
    ):
        getattr(c, method)()

    assert str(told.value) == "http://timeline:8001: gone"


@pytest.mark.parametrize("address", ["timeline:8000", "ftp://timeline", "http://", "http://a:b:c"])
def test_an_address_that_no_client_can_ask_is_told_at_once(address):
    for kind in (Client, AsyncClient):
        with pytest.raises(Unreachable, match="expected an http or https address"):
            kind(address)


def test_a_message_of_a_stream_that_is_no_event_ends_following():
    for text, kind in (("data: <p>\n\n", Garbled), ("data: {}\n\n", FeedBroken)):
        headers = {"content-type": "text/event-stream"}
        stream = answering(httpx2.Response(200, headers=headers, text=text))
        with Client("http://timeline", transport=stream) as client, pytest.raises(kind):
            next(client.follow(backoff=Backoff(0.001, 0.002)))


def test_a_key_or_a_note_that_is_none_is_an_error_of_a_clients():
    for given in ({"keys": ["nonsense"]}, {"note": "nonsense"}):
        with pytest.raises(Unproven) as told:
            Client("http://timeline", **given)
        assert isinstance(told.value, ClientError)
    with pytest.raises(ClientError, match="checkpoint: "):
        Witness([]).accept("nonsense")
    with (
        Client("http://timeline", transport=answering(httpx2.Response(200, content=b"\xff"))) as c,
        pytest.raises(Unproven, match="checkpoint: "),
    ):
        c.checkpoint()


def test_the_clients_are_one_text_but_for_waiting():
    """The one that blocks is what is left of the other without its words for waiting."""
    folder = Path(timeline.client.__file__).parent
    awaiting = (folder / "asynchronous.py").read_text(encoding="utf-8")
    for word, plain in (
        (r"\b(async|await) ", ""),
        (r"\bAsync(?!hronous)", ""),
        (r"\b(__)a(enter|exit)", r"\1\2"),
        (r"\ba(close|read)\b", r"\1"),
    ):
        awaiting = re.sub(word, plain, awaiting)
    blocking = (folder / "blocking.py").read_text(encoding="utf-8")

    # They wait, and are closed, each in its way.
    apart = {"__init__", "close", "follow"}
    assert bodies(awaiting, apart) == bodies(blocking, apart)


def bodies(text: str, apart: set[str]) -> dict[str, str]:
    (only,) = (each for each in ast.parse(text).body if isinstance(each, ast.ClassDef))
    return {
        each.name: "its own" if each.name in apart else ast.unparse(each)
        for each in only.body
        if isinstance(each, ast.FunctionDef)
    }
