"""Captures over HTTP: their bytes to save, a list of them, and what was found of quotes."""

import hashlib

import pytest

from timeline import Retrieved

PAGE = b"<p>awarded <b>five</b> projects"
NAME = hashlib.sha256(PAGE).hexdigest()


@pytest.fixture
def captured(service):
    service.capture([Retrieved(PAGE, "https://a.example/", "text/html; charset=utf-8")])


@pytest.fixture
def quoting(a_claim):
    """Makes a claim that quotes the page."""

    def make(quote, **more):
        cited = {"source": "exchange", "sha256": NAME, "quote": quote, "derived_from": None}
        return a_claim(citation=cited, **more)

    return make


def test_the_bytes_are_given_to_be_saved_and_not_shown(client, captured):
    response = client.get(f"/v1/captures/{NAME}")

    assert (response.status_code, response.content) == (200, PAGE)
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    assert response.headers["content-disposition"].startswith("attachment")
    assert response.headers["x-content-type-options"] == "nosniff"
    assert "immutable" in response.headers["cache-control"]
    assert response.headers["etag"] == f'"{NAME}"'


def test_who_has_the_bytes_is_told_so(client, captured):
    response = client.get(f"/v1/captures/{NAME}", headers={"If-None-Match": f'"{NAME}"'})

    assert (response.status_code, response.content) == (304, b"")
    head = client.head(f"/v1/captures/{NAME}")
    assert (head.headers["content-length"], head.content) == (str(len(PAGE)), b"")


def test_captures_are_listed(client, captured):
    assert client.get("/v1/captures").json() == {
        "captures": [
            {
                "sha256": NAME,
                "size": len(PAGE),
                "media_type": "text/html; charset=utf-8",
                "url": "https://a.example/",
                "retrieved_at": "2026-03-01T12:00:00Z",
            }
        ]
    }


@pytest.mark.parametrize("name", ["0" * 64, NAME.upper(), "nothing", NAME[:12]])
def test_what_is_not_captured_is_not_found(client, captured, name):
    response = client.get(f"/v1/captures/{name}")

    assert response.status_code == 404
    assert response.json()["type"] == "/problems/unknown-capture"


def test_nothing_can_be_captured_over_http(client, captured):
    assert client.post("/v1/captures", content=PAGE).status_code == 405
    assert client.put(f"/v1/captures/{NAME}", content=PAGE).status_code == 405


def test_bytes_that_changed_are_not_given_out(client, captured, monkeypatch):
    from timeline.captures import InDatabase

    monkeypatch.setattr(InDatabase, "get", lambda *_: b"changed")
    response = client.get(f"/v1/captures/{NAME}")

    assert response.status_code == 500
    assert response.json()["type"] == "/problems/damaged-capture"


def test_what_was_found_of_quotes_is_told_when_they_are_recorded(client, captured, quoting):
    said = [quoting("five projects"), quoting("six projects")]
    first = client.post("/v1/claims", json=said).json()
    outcomes = ["found", "not-found"]

    assert first["quotes"] == [
        {"claim": claim, "sha256": NAME, "outcome": outcome}
        for claim, outcome in zip(first["claims"], outcomes, strict=True)
    ]
    assert client.post("/v1/claims", json=said).json()["quotes"] == first["quotes"]


def test_a_claim_without_a_hash_tells_of_no_quote(client, a_claim):
    assert client.post("/v1/claims", json=a_claim()).json()["quotes"] == []


def test_the_claim_under_an_act_is_looked_into_too(client, captured, a_claim, quoting):
    target = client.post("/v1/claims", json=a_claim()).json()["claims"][0]
    correction = {
        "act": "source-corrected",
        "target": target,
        "disclosed": "2021-05-01",
        "reason": "as told in a test",
        "by": quoting("six projects", size=5, disclosed="2021-05-01"),
    }
    response = client.post("/v1/acts", json=correction)

    assert response.status_code == 201, response.text
    assert [each["outcome"] for each in response.json()["quotes"]] == ["not-found"]


def test_why_shows_the_capture_of_each_citation(client, captured, quoting):
    claim = client.post("/v1/claims", json=quoting("five projects")).json()["claims"][0]
    [link] = client.get(f"/v1/claims/{claim}/why").json()["claims"][0]["chain"]

    assert link["capture"] == {
        "sha256": NAME,
        "outcome": "found",
        "media_type": "text/html; charset=utf-8",
        "size": len(PAGE),
        "retrieved_at": "2026-03-01T12:00:00Z",
    }
