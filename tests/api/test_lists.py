"""Lists, single things and health: what there is to ask about."""

from starlette.testclient import TestClient

from api import create_app
from timeline import Item, Service, Settings


def test_vendors_regions_and_sources_are_listed_by_id(reader):
    vendors = {each["id"]: each for each in reader.get("/v1/vendors").json()["vendors"]}
    regions = {each["id"]: each for each in reader.get("/v1/regions").json()["regions"]}
    sources = {each["source"]: each for each in reader.get("/v1/sources").json()["sources"]}

    assert "Zhejiang Dahua Technology" in vendors["dahua"]["names"]
    assert "Xinjiang" in regions["CN-XJ"]["name"]
    assert sources["reuters"]["name"] == "Reuters"
    assert reader.get("/v1/sources/reuters").json() == {"position": 183, **sources["reuters"]}


def test_a_list_is_asked_for_again_and_sent_when_it_has_changed(client, casebook, a_claim):
    first = client.get("/v1/vendors")
    headers = {"If-None-Match": first.headers["etag"]}
    assert first.headers["cache-control"] == "no-cache"
    assert client.get("/v1/vendors", headers=headers).status_code == 304

    casebook.record([Item(a_claim())])
    assert client.get("/v1/vendors", headers=headers).status_code == 200


def test_the_history_of_a_vendor_is_in_the_order_of_what_it_speaks_of(reader):
    answer = reader.get("/v1/vendors/dahua/history?region=CN-XJ").json()
    kinds = [claim["kind"] for claim in answer["claims"]]

    assert answer["subject"] == {"vendor": "dahua", "region": "CN-XJ"}
    assert (
        kinds.index("project-awarded")
        < kinds.index("entity-listed")
        < kinds.index("exit-announced")
    )


def test_a_claim_is_shown_with_its_citation_and_its_chain(reader):
    [claim, *_] = reader.get("/v1/claims/dahua-xinjiang-five/why").json()["claims"]
    shown = reader.get(f"/v1/claims/{claim['id']}").json()
    why = reader.get(f"/v1/claims/{claim['id']}/why").json()

    assert shown["citation"]["source"] == "szse-filing"
    around = {"prefix": None, "suffix": None, "capture": None}
    assert why["claims"][0]["chain"][0] == {**shown["citation"], **around}


def test_ready_tells_the_head_and_how_far_the_projections_lag(client, service, a_claim):
    service.log.append([])
    assert client.get("/health/ready").json()["lag"] == 0
    client.post("/v1/claims", json=a_claim())

    said = client.get("/health/ready").json()
    assert (said["status"], said["position"], said["lag"]) == ("ready", 1, 0)
    assert set(said["projections"].values()) == {0}


def test_without_a_service_of_its_own_the_door_opens_one_and_reads_what_others_record(
    database_url, service: Service, a_claim
):
    settings = Settings(database=database_url, poll_seconds="0.01")
    with TestClient(create_app(settings=settings)) as client:
        assert client.get("/v1/vendors").json() == {"position": 0, "vendors": []}
        service.record([Item(a_claim())])
        assert client.get("/v1/vendors").json()["position"] == 1
    with TestClient(create_app(settings=settings)) as client:
        assert client.get("/v1/exposure?vendor=acme").json()["status"] == "exposed"
