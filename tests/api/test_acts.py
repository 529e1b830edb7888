"""Acts over HTTP: recorded as claims are, at an address of their own, all of a list or none."""

import pytest

from events import ACTS, KINDS, parse_act, parse_claim

CLAIM = KINDS["project-awarded"].EXAMPLE
ID = parse_claim(CLAIM).id
VOID = {"act": "recording-voided", "target": ID, "reason": "a test"}
ASKED = {"vendor": "acme", "valid_at": "2018-01-01"}


@pytest.fixture
def recorded(client):
    """The client, with the example of a claim recorded."""
    assert client.post("/v1/claims", json=CLAIM).status_code == 201
    return client


def head(client):
    return client.get("/health/ready").json()["position"]


@pytest.mark.parametrize("body", [VOID, {"act": VOID}, [VOID], [{"act": VOID}]])
def test_an_act_is_recorded_alone_or_in_a_list_bare_or_under_its_name(recorded, body):
    response = recorded.post("/v1/acts", json=body)
    said = response.json()

    assert response.status_code == 201
    assert (said["claims"], said["positions"], said["new"]) == ([parse_act(VOID).id], [2], 1)
    assert recorded.get("/v1/exposure", params=ASKED).json()["status"] == "none_recorded"


def test_an_act_recorded_again_keeps_its_position(recorded):
    first = recorded.post("/v1/acts", json=VOID)
    second = recorded.post("/v1/acts", json=VOID)

    assert (first.status_code, second.status_code) == (201, 200)
    assert second.json() == {**first.json(), "new": 0}
    assert recorded.get(first.headers["location"]).json()["act"] == "recording-voided"


def test_a_redaction_recorded_again_is_there_already_though_the_words_are_gone(recorded):
    redaction = {**VOID, "act": "payload-redacted"}
    first = recorded.post("/v1/acts", json=redaction)
    second = recorded.post("/v1/acts", json=redaction)

    assert (first.status_code, second.status_code) == (201, 200)
    assert recorded.post("/v1/claims", json=CLAIM).status_code == 200
    gone = recorded.get(f"/v1/claims/{ID}").json()
    assert (gone["id"], gone["position"], "citation" in gone) == (ID, 1, False)


@pytest.mark.parametrize("wrapped", [False, True])
def test_an_act_among_claims_and_a_claim_among_acts_are_refused(recorded, wrapped):
    act, claim = ({"act": VOID}, {"claim": CLAIM}) if wrapped else (VOID, CLAIM)

    for path, body in (("claims", act), ("claims", [CLAIM, act]), ("acts", claim)):
        response = recorded.post(f"/v1/{path}", json=body)
        assert response.status_code == 422, response.text
        assert head(recorded) == 1


def test_one_bad_act_keeps_the_whole_list_out(recorded):
    bad = {**VOID, "target": "c-0"}
    response = recorded.post("/v1/acts", json=[VOID, bad])
    said = response.json()

    assert response.status_code == 422
    assert (said["type"], said["field"]) == ("/problems/bad-claim", "target")
    assert said["detail"].startswith("item 2: target: expected the id of a recorded act or claim")
    assert head(recorded) == 1
    assert recorded.get(f"/v1/claims/{ID}/status").json()["status"] == "standing"


def test_what_is_wrong_with_the_claim_an_act_brings_is_told_by_its_field(recorded):
    by = {**CLAIM, "region": "ATLANTIS"}
    said = {"act": "source-corrected", "target": ID, "by": by, "reason": "a test"}

    assert recorded.post("/v1/acts", json=said).json()["field"] == "by.region"


def test_a_key_stands_for_one_list_of_acts(recorded):
    key = {"Idempotency-Key": "a-key"}
    first = recorded.post("/v1/acts", json=VOID, headers=key)
    again = recorded.post("/v1/acts", json=VOID, headers=key)
    other = recorded.post("/v1/acts", json={**VOID, "reason": "another"}, headers=key)

    assert (first.status_code, again.status_code, other.status_code) == (201, 200, 422)
    assert other.json()["type"] == "/problems/key-reused"
    assert head(recorded) == 2


@pytest.mark.parametrize("headers", [{"Origin": "https://elsewhere.example"}, {"Origin": "null"}])
def test_the_page_of_another_site_records_no_act(recorded, headers):
    assert recorded.post("/v1/acts", json=VOID, headers=headers).status_code == 403
    assert head(recorded) == 1


@pytest.mark.parametrize("name", ACTS)
def test_the_example_of_every_act_is_refused_as_long_as_its_target_is_not_there(client, name):
    response = client.post("/v1/acts", json=ACTS[name].EXAMPLE)

    assert (response.status_code, response.json()["field"]) == (422, "target")
    assert head(client) == 0


def test_a_pinned_answer_holds_whatever_is_done_to_its_claims_since(recorded):
    pinned = recorded.get("/v1/exposure", params=ASKED).json()["pinned"]
    before = recorded.get(pinned)
    for name in ("source-retracted", "recording-voided"):
        recorded.post("/v1/acts", json={**VOID, "act": name})

    assert recorded.get(pinned).content == before.content
    assert recorded.get("/v1/exposure", params=ASKED).content != before.content
