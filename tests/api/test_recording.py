"""Recording over HTTP: all or nothing, once, and named by what the body says."""

import json

import pytest

from events import KINDS
from timeline.casebook import casebook_lines


def head(client):
    return client.get("/health/ready").json()["position"]


def test_a_claim_that_is_new_is_told_its_position_and_where_it_is(client, a_claim):
    response = client.post("/v1/claims", json=a_claim())
    said = response.json()

    assert response.status_code == 201
    assert (said["positions"], said["new"], said["position"]) == ([1], 1, 1)
    assert response.headers["location"] == f"/v1/claims/{said['claims'][0]}"
    assert client.get(response.headers["location"]).json()["position"] == 1


def test_a_claim_recorded_again_keeps_its_position(client, a_claim):
    first = client.post("/v1/claims", json=a_claim())
    second = client.post("/v1/claims", json={"claim": a_claim()})

    assert second.status_code == 200
    assert second.json() == {**first.json(), "new": 0}
    assert head(client) == 1


def test_of_a_list_only_what_is_new_is_appended(client, a_claim):
    client.post("/v1/claims", json=a_claim(note="one"))
    response = client.post(
        "/v1/claims",
        json=[a_claim(note="two"), {"claim": a_claim(note="one")}, a_claim(note="two")],
    )

    assert response.status_code == 201
    assert response.json()["positions"] == [2, 1, 2]
    assert response.json()["new"] == 1
    assert "location" not in response.headers


def test_the_casebook_can_be_recorded_over_http(service, settings):
    from starlette.testclient import TestClient

    from api import create_app
    from timeline import Settings

    lines = [json.loads(line) for line in casebook_lines()]
    with TestClient(create_app(service, Settings(database=settings.database))) as client:
        for address, what in (("/v1/claims", "claim"), ("/v1/acts", "act")):
            said = [line for line in lines if what in line]
            assert client.post(address, json=said).json()["new"] == len(said)
            assert client.post(address, json=said).status_code == 200


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"kind": "project-imagined"}, "kind"),
        ({"valid": "2018-13"}, "valid"),
        ({"region": "ATLANTIS"}, "region"),
        ({"disclosed": "2031-01-01"}, "disclosed"),
        ({"disclosed": "2021-03-04T10:00:00"}, "disclosed"),
        ({"colour": "blue"}, "colour"),
        ({"citation": {}}, "citation.source"),
        ({"citation": {"source": "x", "url": "javascript:alert(1)"}}, "citation.url"),
        ({"size": 1.5}, "size"),
        ({"vendor": None}, "vendor"),
    ],
)
def test_one_claim_that_is_refused_keeps_the_whole_list_out(client, a_claim, change, field):
    response = client.post("/v1/claims", json=[a_claim(note="fine"), a_claim(**change)])
    said = response.json()

    assert response.status_code == 422
    assert (said["type"], said["field"]) == ("/problems/bad-claim", field)
    assert said["detail"].startswith(f"item 2: {field}: expected ")
    assert "\n" not in said["detail"]
    assert head(client) == 0


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"null",
        b"17",
        b'"claim"',
        b"[]",
        b"[[]]",
        b"[null]",
        b"{}",
        b"\xff\xfe\x00",
        '{"kind": "é"}'.encode("latin-1"),
        '{"kind": "vendor-named"}'.encode("utf-16"),
        b"[" * 19_000,
        b'{"claim":' * 1_900 + b"1" + b"}" * 1_900,
        b'[{"kind": ' + b"[" * 400 + b"]" * 400 + b"}]",
        b'{"kind": NaN}',
        b'{"size": ' + b"9" * 5_000 + b"}",
        b'{"kind": "vendor-named", "kind": "vendor-named"}',
        b'{"kind": "\\ud800"}',
        b'{"act": {"act": "recording-voided", "target": "c-0"}}',
    ],
)
def test_a_body_that_is_no_claim_is_refused_in_one_line(client, body):
    response = client.post("/v1/claims", content=body)

    assert response.status_code == 422, response.text
    assert response.headers["content-type"] == "application/problem+json"
    assert len(response.json()["detail"].splitlines()) == 1
    assert head(client) == 0


@pytest.mark.parametrize("field", ["note", "verbatim", "occurrence", "vendor"])
@pytest.mark.parametrize("letter", ["\ud800", "\x00"])
def test_text_that_no_database_can_keep_is_answered_without_failing(client, a_claim, field, letter):
    body = json.dumps(a_claim(**{field: f"a{letter}b"}))
    response = client.post("/v1/claims", content=body)

    assert response.status_code in (201, 422), response.text
    assert client.get("/v1/vendors").status_code == 200


def test_a_citation_nested_without_end_is_refused(client, a_claim):
    citation = {"source": "x"}
    for _ in range(300):
        citation = {"source": "x", "derived_from": citation}
    response = client.post("/v1/claims", json=a_claim(citation=citation))

    assert response.status_code == 422
    assert len(response.json()["detail"].splitlines()) == 1


def test_a_body_beyond_the_limit_is_not_read(client, a_claim):
    def in_parts():
        for _ in range(30):
            yield b" " * 1_000

    declared = client.post("/v1/claims", content=b" " * 20_001)
    streamed = client.post("/v1/claims", content=in_parts())

    for response in (declared, streamed):
        assert response.status_code == 413
        assert response.json()["type"] == "/problems/body-too-large"
        assert "20000" in response.json()["detail"]


def test_a_key_stands_for_one_body(client, a_claim):
    key = {"Idempotency-Key": "a-key"}
    first = client.post("/v1/claims", json=a_claim(), headers=key)
    again = client.post("/v1/claims", json=a_claim(), headers=key)
    other = client.post("/v1/claims", json=a_claim(note="other"), headers=key)

    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json()["positions"] == again.json()["positions"]
    assert other.status_code == 422
    assert other.json()["type"] == "/problems/key-reused"
    assert other.json()["field"] == "Idempotency-Key"
    assert head(client) == 1


def test_a_key_whose_body_was_refused_may_be_used_again(client, a_claim):
    key = {"Idempotency-Key": "a-key"}
    refused = client.post("/v1/claims", json=a_claim(valid="never"), headers=key)
    mended = client.post("/v1/claims", json=a_claim(), headers=key)

    assert (refused.status_code, mended.status_code) == (422, 201)


@pytest.mark.parametrize(
    "headers",
    [{"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://elsewhere.example"}, {"Origin": "null"}],
)
def test_the_page_of_another_site_records_nothing(client, a_claim, headers):
    response = client.post("/v1/claims", json=a_claim(), headers=headers)

    assert response.status_code == 403
    assert response.headers["content-type"] == "application/problem+json"
    assert head(client) == 0


@pytest.mark.parametrize("host", ["localhost:8000", "127.0.0.1:8000", "[::1]:8000"])
def test_a_page_of_this_site_may_record(client, a_claim, host):
    headers = {"Host": host, "Origin": f"http://{host}"}

    assert client.post("/v1/claims", json=a_claim(), headers=headers).status_code == 201


def test_a_page_whose_own_name_leads_here_records_nothing(client, a_claim):
    headers = {"Host": "evil.example", "Origin": "http://evil.example"}

    response = client.post("/v1/claims", json=a_claim(), headers=headers)

    assert (response.status_code, head(client)) == (403, 0)
    assert "TIMELINE_HOSTS" in response.json()["detail"]


@pytest.mark.parametrize("kind", KINDS)
def test_the_example_of_every_kind_can_be_recorded(client, kind):
    assert client.post("/v1/claims", json=KINDS[kind].EXAMPLE).status_code == 201
