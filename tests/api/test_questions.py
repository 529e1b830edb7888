"""Saved questions and webhooks over HTTP, and a server that delivers what it is told."""

import json
from typing import Any

import pytest
from starlette.testclient import TestClient

from api import create_app
from events import parse_claim
from tests.timeline.webhooks.receiver import receiving
from timeline import Sender, Service, Settings
from timeline.casebook import casebook_lines
from timeline.webhooks.egress import Egress

ASKED = {"vendor": "Dahua", "region": "Xinjiang", "valid_at": "2018-01-01"}


def correction() -> dict[str, Any]:
    """The filing says six, not five, since 2025-02-01."""
    claims = [json.loads(line).get("claim", {}) for line in casebook_lines()]
    five = next(
        claim
        for claim in claims
        if claim.get("occurrence") == "dahua-xinjiang-five"
        and claim["kind"] == "project-awarded"
        and claim["citation"]["source"] == "szse-filing"
    )
    return {
        "act": "source-corrected",
        "target": parse_claim(five).id,
        "by": {**five, "size": 6, "verbatim": "six projects", "disclosed": "2025-02-01"},
        "disclosed": "2025-02-01",
        "reason": "six, not five",
    }


@pytest.fixture
def hooked(casebook: Service, database_url: str) -> TestClient:
    """The application over the casebook, which may send to this machine."""
    settings = Settings(database=database_url, webhook_hosts="127.0.0.1")
    casebook.settings = settings
    return TestClient(create_app(casebook, settings), raise_server_exceptions=False)


def test_a_late_correction_reaches_a_webhook_as_a_change_of_what_was_in_2018(hooked, casebook):
    saved = hooked.post("/v1/questions", json=ASKED)
    assert saved.status_code == 201
    name = saved.json()["id"]
    with receiving() as receiver:
        made = hooked.post("/v1/webhooks", json={"url": receiver.url, "changes": [name]})
        assert made.status_code == 201
        assert made.headers["cache-control"] == "no-store"
        assert hooked.post("/v1/acts", json=correction()).status_code == 201
        Sender(casebook, Egress("127.0.0.1")).run_once()

    (received,) = receiver.received
    change = received.said["data"]
    totals = [
        (row["certain"], row["presumed"], row["possible"])
        for side in ("before", "after")
        for row in change[side]["totals"]
        if row["type"] == "project"
    ]
    assert totals == [(1, 1, 5), (1, 1, 6)]
    assert change["retroactive"] is True
    assert [cause["kind"] for cause in change["causes"]] == ["source-corrected"]
    for side in ("before", "after"):
        answer = hooked.get(change[side]["pinned"]).json()
        assert answer["totals"] == change[side]["totals"]
    listed = hooked.get(f"/v1/questions/{name}/changes").json()
    assert listed["changes"] == [change]
    assert hooked.get(listed["next"]).json()["changes"] == []
    assert hooked.get("/v1/questions/changes").json()["changes"] == [change]


def test_a_question_is_saved_listed_and_removed(hooked):
    first = hooked.post("/v1/questions", json=ASKED)
    again = hooked.post("/v1/questions", json={**ASKED, "vendor": "dahua"})
    assert (first.status_code, again.status_code) == (201, 200)
    address = first.headers["location"]
    assert hooked.get(address).json() == first.json() == again.json()
    assert [each["id"] for each in hooked.get("/v1/questions").json()["questions"]] == [
        first.json()["id"]
    ]

    assert hooked.delete(address).status_code == 204
    for response in (hooked.get(address), hooked.delete(address), hooked.get(f"{address}/changes")):
        assert response.status_code == 404
        assert response.json()["type"] == "/problems/unknown-question"


@pytest.mark.parametrize(
    ("body", "status", "field"),
    [
        ("{", 422, "body"),
        ("[]", 422, "body"),
        ('{"vendor": "dahua", "recorded_at": "2026-01-01"}', 422, "recorded_at"),
        ('{"vendor": "dahua", "valid": "2018"}', 422, "valid"),
        ('{"vendor": "dahau"}', 404, "vendor"),
        ('{"region": "CN-XY"}', 404, "region"),
        ('{"vendor": "dahua", "valid_at": "yesterday"}', 422, "valid_at"),
    ],
)
def test_a_question_that_cannot_be_asked_is_refused(hooked, body, status, field):
    response = hooked.post("/v1/questions", content=body)

    assert (response.status_code, response.json()["field"]) == (status, field)


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "url"),
        ({"url": 7}, "url"),
        ({"url": "https://hooks.example/in"}, "url"),
        ({"url": "http://127.0.0.1/in", "to": "all"}, "to"),
        ({"url": "http://127.0.0.1/in", "changes": ["q-0"]}, "changes"),
        ({"url": "http://127.0.0.1/in", "changes": "some"}, "changes"),
        ({"url": "http://127.0.0.1/in", "changes": ["q\x00"]}, "changes"),
        ({"url": "http://127.0.0.1/in", "changes": [7]}, "changes"),
        ({"url": "http://127.0.0.1/in", "events": {"vendor": "a\ud800"}}, "events.vendor"),
        ({"url": "http://127.0.0.1/\ud800"}, "url"),
        ({"url": "http://127.0.0.1/in", "events": {"vendor": ["dahua"]}}, "events.vendor"),
        ({"url": "http://127.0.0.1/in", "events": {"kind": "nothing"}}, "kind"),
        ({"url": "http://127.0.0.1/in", "events": {"source": "reuters"}}, "events.source"),
    ],
)
def test_a_webhook_that_cannot_be_is_refused(hooked, body, field):
    response = hooked.post("/v1/webhooks", content=json.dumps(body))

    assert (response.status_code, response.json()["field"]) == (422, field)
    assert hooked.get("/v1/webhooks").json() == {"webhooks": []}


def test_a_webhook_is_moved_rotated_and_removed(hooked):
    made = hooked.post("/v1/webhooks", json={"url": "http://127.0.0.1/in"}).json()
    address = f"/v1/webhooks/{made['id']}"
    assert made["secret"].startswith("whsec_")
    assert made["changes"] == "all"

    moved = hooked.patch(address, json={"url": "http://127.0.0.1/other"})
    rotated = hooked.post(f"{address}/rotate", json={"hours": 2})
    assert moved.json()["url"] == "http://127.0.0.1/other"
    assert rotated.json()["secret"] not in (made["secret"], None)
    assert "secret" not in hooked.get(address).json()
    assert hooked.post(f"{address}/rotate", json={"hours": -1}).json()["field"] == "hours"
    assert hooked.post(f"{address}/rotate").status_code == 200
    assert hooked.post(f"{address}/replay", json={"numbers": ["1"]}).json()["field"] == "numbers"
    assert hooked.post(f"{address}/replay", json={"numbers": [10**30]}).status_code == 422
    assert hooked.post(f"{address}/replay").json() == {"replayed": 0}
    assert hooked.get(f"{address}/dead").json() == {"dead": [], "next": None}

    assert hooked.delete(address).status_code == 204
    refused = [hooked.get(address), hooked.delete(address), hooked.get(f"{address}/dead")]
    assert {response.status_code for response in refused} == {404}


def test_pages_of_other_sites_make_no_webhook(hooked):
    headers = {"Sec-Fetch-Site": "cross-site"}
    for address, body in (("questions", ASKED), ("webhooks", {"url": "http://127.0.0.1/"})):
        response = hooked.post(f"/v1/{address}", json=body, headers=headers)
        assert response.status_code == 403


@pytest.mark.parametrize("given", ["after=x", "limit=0", "limit=1001", "since=4", "after=-1"])
def test_a_page_that_cannot_be_is_refused(hooked, given):
    assert hooked.get(f"/v1/questions/changes?{given}").status_code == 422
