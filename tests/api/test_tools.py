"""The tools of the Model Context Protocol are served over HTTP beside the questions."""

from functools import partial

import anyio
import httpx2
import pytest
from mcp import Client
from mcp.client.streamable_http import streamable_http_client

from api import create_app
from timeline import Item

BASE = "http://timeline.test"
PING = {"jsonrpc": "2.0", "id": 1, "method": "ping"}
SPOKEN = {"Accept": "application/json, text/event-stream"}


async def asked(app, given):
    """What a client of the protocol's own library is answered over HTTP."""
    transport = httpx2.ASGITransport(app)
    async with (
        app.router.lifespan_context(app),
        httpx2.AsyncClient(transport=transport, base_url=BASE) as http,
        Client(streamable_http_client(f"{BASE}/mcp", http_client=http)) as client,
    ):
        await client.list_tools()
        answer = await client.call_tool("exposure", given)
        return answer, await http.get("/v1/exposure", params=given)


def test_a_tool_answers_what_the_question_does(service, settings, a_claim):
    service.record([Item(a_claim())])
    app = create_app(service, settings)
    answer, question = anyio.run(partial(asked, app, {"vendor": "acme", "valid_at": "2018"}))

    assert answer.structured_content == question.json()
    assert answer.structured_content["occurrences"][0]["claims"][0]["citation"]["source"]


@pytest.mark.parametrize(
    ("origin", "status"),
    [(None, 200), ("http://testserver", 200), ("http://elsewhere.example", 403), ("null", 403)],
)
def test_pages_of_other_sites_are_not_answered(reader, origin, status):
    headers = {**SPOKEN, **({"Origin": origin} if origin else {})}

    assert reader.post("/mcp", json=PING, headers=headers).status_code == status


def test_a_page_whose_own_name_is_made_to_mean_this_service_is_not_answered(reader):
    headers = {**SPOKEN, "Host": "evil.example", "Origin": "http://evil.example"}
    response = reader.post("/mcp", json=PING, headers=headers)

    assert (response.status_code, response.headers["Content-Type"]) == (
        403,
        "application/problem+json",
    )
    assert "TIMELINE_HOSTS" in response.json()["detail"]


def test_what_is_no_message_is_refused(reader):
    headers = {**SPOKEN, "Content-Type": "application/json"}

    assert reader.post("/mcp", content=b"{", headers=headers).status_code == 400
