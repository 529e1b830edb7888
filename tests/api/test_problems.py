"""Everything that is refused comes as a problem document that names what was at fault."""

import json

import pytest
from starlette.testclient import TestClient

from api import create_app
from api.problems import STATUS, slug
from timeline import Service, Settings


def problem(response, status, kind="about:blank", field=None):
    """The document of a refused request, its members as they must be."""
    assert response.headers["content-type"] == "application/problem+json"
    said = response.json()
    assert response.status_code == said["status"] == status, said
    assert said["type"] == kind
    assert "\n" not in said["detail"]
    assert said.get("field") == field, said
    return said


@pytest.mark.parametrize(
    "address",
    [
        "/v1/exposure?vendor=dahus",
        "/v1/vendors/dahus",
        "/v1/vendors/dahus/history",
        "/v1/exposure?vendor=dahus&region=CN-XJ",
    ],
)
def test_an_unknown_vendor_is_answered_with_near_names(reader, address):
    said = problem(reader.get(address), 404, "/problems/unknown-vendor", "vendor")

    assert said["title"] == "Unknown vendor"
    assert "near: dahua" in said["detail"]
    assert said["instance"] == address


@pytest.mark.parametrize("address", ["/v1/exposure?region=Xinjian", "/v1/regions/Xinjian"])
def test_an_unknown_region_is_answered_with_near_names(reader, address):
    said = problem(reader.get(address), 404, "/problems/unknown-region", "region")

    assert "Xinjiang" in said["detail"]


@pytest.mark.parametrize("address", ["/v1/claims/c-0", "/v1/claims/c-0/why"])
def test_an_unknown_claim_is_not_found(reader, address):
    response = reader.get(address)

    assert response.status_code == 404
    assert response.json()["type"] == "/problems/unknown-claim"


def test_an_unknown_source_is_answered_with_near_names(reader):
    said = problem(reader.get("/v1/sources/reuter"), 404, "/problems/unknown-source", "source")

    assert "near: reuters" in said["detail"]


@pytest.mark.parametrize(
    "address",
    [
        "/v1/exposure?vendor=dahua&",
        "/v1/vendors?",
        "/v1/vendors/dahua?",
        "/v1/vendors/dahua/history?",
        "/v1/regions?",
        "/v1/regions/CN-XJ?",
        "/v1/sources?",
        "/v1/sources/reuters?",
        "/v1/claims/c-0?",
        "/v1/claims/c-0/why?",
        "/health/live?",
        "/health/ready?",
    ],
)
def test_a_parameter_that_is_not_known_is_refused_with_those_that_are(reader, address):
    response = reader.get(f"{address}asof=2018")
    said = problem(response, 422, "/problems/unknown-parameter", "asof")

    assert "expected one of" in said["detail"]


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("valid_at=2018&valid_at=2019", "valid_at"),
        ("vendor=hikvision", "vendor"),
        ("known_at=", "known_at"),
        ("known_at=%20", "known_at"),
        ("known_at=2019-10-09T14:00:00", "known_at"),
        ("recorded_at=2026-03-01T12:00:00", "recorded_at"),
        ("valid_at=2019-10-09T14:00:00", "valid_at"),
        ("recorded_at=2031-01-01", "recorded_at"),
        ("known_at=yesterday", "known_at"),
        ("valid_at=2018-13", "valid_at"),
        ("valid_at=2018~", "valid_at"),
        ("position=one", "position"),
        ("position=-1", "position"),
        ("position=1.5", "position"),
        ("position=%D9%A1", "position"),
        ("position=184", "position"),
        (f"position={'9' * 400}", "position"),
        ("all=yes", "all"),
        ("defaulted=now", "defaulted"),
        ("defaulted=known_at,known_at", "defaulted"),
        ("policy=latest", "policy"),
        ("type=castle", "type"),
        ("region=%00", "region"),
        ("region=%FF", "region"),
        (f"region={'x' * 513}", "region"),
    ],
)
def test_a_parameter_that_cannot_be_read_is_refused_by_name(reader, query, field):
    response = reader.get(f"/v1/exposure?vendor=dahua&{query}")

    problem(response, 422, "/problems/bad-parameter", field)


def test_an_exposure_of_nobody_nowhere_is_refused(reader):
    problem(reader.get("/v1/exposure"), 422, "/problems/bad-parameter", "vendor")


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("", "from"),
        ("&to=known_at=2019-10-09", "from"),
        ("&from=known_at=2019-10-08", "to"),
        ("&from=&to=known_at=2019-10-09", "from"),
        ("&from=yesterday&to=known_at=2019-10-09", "from"),
    ],
)
def test_a_difference_without_both_times_is_refused_by_name(reader, query, field):
    response = reader.get(f"/v1/exposure/diff?vendor=dahua{query}")

    problem(response, 422, "/problems/bad-parameter", field)


def test_a_parameter_that_has_to_be_given_is_documented_so(reader):
    paths = reader.get("/openapi.json").json()["paths"]
    required = {
        (path, each["name"])
        for path in ("/v1/exposure/diff", "/v1/exposure/changes")
        for each in paths[path]["get"]["parameters"]
        if each["required"]
    }

    assert required == {
        ("/v1/exposure/diff", "from"),
        ("/v1/exposure/diff", "to"),
        ("/v1/exposure/changes", "along"),
    }


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("[]", "a JSON object in UTF-8, got a list"),
        ("null", "a JSON object in UTF-8, got null"),
        ('{"vendor": null}', "expected a vendor, a region or both"),
        ('{"vendor": true}', "got true"),
        ('{"vendor": {"a": null}}', 'got {"a": null}'),
    ],
)
def test_what_is_refused_of_a_body_is_told_in_words_of_json(client, casebook, body, said):
    response = client.post("/v1/questions", content=body)

    assert response.status_code == 422, response.text
    assert said in response.json()["detail"]


def test_a_position_and_a_recorded_time_that_differ_contradict_each_other(reader):
    response = reader.get("/v1/exposure?vendor=dahua&position=3&recorded_at=2026-03-01")

    problem(response, 400, "/problems/contradicting-parameters", "position")


def test_a_name_of_two_vendors_is_refused_with_both(client, a_claim):
    named = {
        "kind": "vendor-named",
        "name": "Both",
        "citation": {"source": "a-register", "derived_from": None},
    }
    twice = [
        {**named, "occurrence": f"{vendor}-name", "vendor": vendor} for vendor in ("acme", "zenith")
    ]
    assert client.post("/v1/claims", json=twice).status_code == 201
    response = client.get("/v1/vendors/Both")

    said = problem(response, 400, "/problems/ambiguous-name", "vendor")
    assert "acme, zenith" in said["detail"]


@pytest.mark.parametrize("address", ["/nowhere", "/v1/", "/v1/vendors/a/b/c", "/static/none.css"])
def test_an_address_that_is_not_there_is_a_problem_too(client, service, address):
    problem(client.get(address), 404)


def test_a_method_that_is_not_there_is_told_the_one_that_is(client, service):
    response = client.delete("/v1/exposure")

    problem(response, 405)
    assert response.headers["allow"] == "GET"


def test_what_goes_wrong_inside_is_not_told(client, casebook, monkeypatch):
    def fail(*_):
        raise RuntimeError("the secret of the house")

    monkeypatch.setattr(Service, "snapshot", fail)
    response = client.get("/v1/vendors")

    problem(response, 500)
    assert "secret" not in response.text
    assert response.headers["x-content-type-options"] == "nosniff"


def test_without_a_schema_the_door_is_live_but_not_ready(database_url):
    settings = Settings(database=database_url, poll_seconds="0.01")
    with TestClient(create_app(settings=settings)) as client:
        assert client.get("/health/live").json() == {"status": "live"}
        for address in ("/health/ready", "/v1/vendors"):
            said = problem(client.get(address), 503, "/problems/schema-not-ready")
            assert "timeline migrate" in said["detail"]
        assert client.get("/").status_code == 503


@pytest.mark.parametrize(
    "database", ["sqlite:////nowhere/at/all.db", "postgresql+psycopg://u:pw@127.0.0.1:1/none"]
)
def test_a_database_that_cannot_be_reached_is_no_secret_but_its_password_is(database):
    with TestClient(create_app(settings=Settings(database=database))) as client:
        response = client.get("/health/ready")

    problem(response, 503, "/problems/database-unavailable")
    assert "pw" not in response.json()["detail"]


def test_the_type_of_a_problem_can_be_looked_up(client, service):
    for error, status in STATUS.items():
        assert f"status {status}" in client.get(f"/problems/{slug(error)}").text
    problem(client.get("/problems/none"), 404)


def test_a_problem_is_one_json_object_and_is_not_kept(reader):
    response = reader.get("/v1/vendors/%3Cscript%3E")

    assert json.loads(response.content)["instance"] == "/v1/vendors/%3Cscript%3E"
    assert response.headers["cache-control"] == "no-store"
