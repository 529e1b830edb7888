"""A client written from RFC 7089, section 4, negotiates datetimes and gets the pinned answers byte for byte."""

from datetime import timedelta
from email.utils import format_datetime, parsedate_to_datetime

import pytest
from starlette.testclient import TestClient

from api import create_app, timemaps
from events import KINDS
from tests.api.conftest import NOON
from tests.api.memento_client import MementoClient, related
from timeline import FixedClock, Item, Service, Settings, migrate

SECOND = 1_000_000
DAY = 86_400 * SECOND
ORIGINALS = [
    "/v1/exposure?vendor=acme&region=BR-SP",
    "/v1/exposure?vendor=acme&valid_at=2017&policy=latest-disclosed",
    "/v1/vendors/acme",
    "/v1/vendors/acme/history",
    "/v1/regions/BR",
]


def tell(service, clock, make):
    """Four recordings about acme, a day apart, the second of them two within one second; and some of others."""

    def record(**fields):
        return service.record([Item(make(**fields))]).claims[0]

    record(vendor="other", region="KE", occurrence="other-harbour")
    clock.advance(DAY)
    first = record(note="first")
    clock.advance(DAY + SECOND // 4)
    record(note="second")
    clock.advance(SECOND // 2)
    record(note="third", occurrence="acme-another")
    clock.advance(DAY)
    record(vendor="other", region="KE", occurrence="other-harbour", note="again")
    clock.advance(DAY)
    service.record([Item({"act": retraction(first)})])
    clock.advance(DAY)


def example(**fields):
    return {**KINDS["project-awarded"].EXAMPLE, **fields}


@pytest.fixture(scope="module")
def told(module_url):
    """A client of the application over what was told, in which no test records."""
    clock, settings = FixedClock(NOON), Settings(database=module_url)
    migrate(module_url)
    service = Service.open(settings, clock)
    tell(service, clock, example)
    with TestClient(create_app(service, settings)) as http:
        yield MementoClient(http)
    service.close()


@pytest.fixture
def fresh(client, service, clock):
    """The same over a log that a test may add to."""
    tell(service, clock, example)
    return MementoClient(client)


def retraction(target):
    return {"act": "source-retracted", "target": target, "disclosed": "2026-03-01", "reason": "no"}


def http_date(moment):
    return format_datetime(moment, usegmt=True)


@pytest.mark.parametrize("original", ORIGINALS)
def test_the_timegate_answers_each_datetime_of_the_timemap_with_its_memento(told, original):
    mementos = told.mementos(original)

    assert len(mementos) == 3
    for link in mementos:
        negotiated = told.negotiate(original, link.attributes["datetime"])
        direct = told.http.get(link.target)
        assert link.target.endswith(negotiated.headers["content-location"])
        assert negotiated.headers["memento-datetime"] == link.attributes["datetime"]
        assert direct.headers["memento-datetime"] == link.attributes["datetime"]
        assert direct.content == negotiated.content
        assert "immutable" in direct.headers["cache-control"]
        assert "vary" not in direct.headers


def test_mementos_stay_as_they_are_when_more_is_recorded(fresh, client, service, clock):
    before = {
        original: {
            link.target: client.get(link.target).content for link in fresh.mementos(original)
        }
        for original in ORIGINALS
    }
    service.record([Item(example(note="later", valid="2017-02"))])
    clock.advance(DAY)

    for original, bodies in before.items():
        after = [link.target for link in fresh.mementos(original)]
        assert after[:-1] == list(bodies)
        for target, body in bodies.items():
            assert client.get(target).content == body


def test_the_links_of_a_memento_lead_to_those_around_it(told):
    first, second, third = told.mementos(ORIGINALS[0])
    response = told.negotiate(ORIGINALS[0], second.attributes["datetime"])
    around = {
        relation: [link.at for link in related(told.of(response), relation)]
        for relation in ("first", "prev", "next", "last", "memento")
    }

    assert around["first"] == around["prev"] == [first.at]
    assert around["next"] == around["last"] == [third.at]
    assert around["memento"] == [first.at, second.at, third.at]


def test_a_datetime_between_two_mementos_is_answered_as_the_log_held_it_then(told):
    first, second, _ = told.mementos(ORIGINALS[0])
    between = http_date(first.at + (second.at - first.at) / 2)
    response = told.negotiate(ORIGINALS[0], between)
    links = told.of(response)
    moment = parsedate_to_datetime(between).isoformat()

    assert response.headers["memento-datetime"] == between
    asked = told.http.get(ORIGINALS[0], params={"vendor": "acme", "recorded_at": moment})
    assert response.json()["as_of"] == asked.json()["as_of"]
    assert [link.target for link in related(links, "prev")] == [first.target.split("server")[-1]]
    assert related(links, "next")[0].at == second.at


def test_what_was_recorded_within_one_second_is_one_memento(told):
    _, second, _ = told.mementos("/v1/vendors/acme/history")
    response = told.negotiate("/v1/vendors/acme/history", second.attributes["datetime"])

    assert [each["said"]["note"] for each in response.json()["claims"]] == [
        "first",
        "second",
        "third",
    ]


@pytest.mark.parametrize("original", ORIGINALS)
def test_a_datetime_before_the_first_memento_is_answered_with_that(told, original):
    first, *_ = told.mementos(original)
    early = told.negotiate(original, http_date(first.at - timedelta(days=9_000)))

    assert early.headers["memento-datetime"] == first.attributes["datetime"]
    assert first.target.endswith(early.headers["content-location"])


@pytest.mark.parametrize("original", ORIGINALS)
def test_a_datetime_after_the_last_memento_is_answered_with_that(told, original):
    *_, last = told.mementos(original)
    late = told.negotiate(original, http_date(last.at + timedelta(days=9_000)))

    assert late.headers["memento-datetime"] == last.attributes["datetime"]
    assert last.target.endswith(late.headers["content-location"])


def test_a_timegate_without_a_datetime_answers_with_the_most_recent(told):
    *_, last = told.mementos(ORIGINALS[0])
    response = told.http.get(told.timegate(ORIGINALS[0]))

    assert response.headers["memento-datetime"] == last.attributes["datetime"]
    assert response.headers["vary"] == "Accept-Datetime"


def test_a_datetime_that_cannot_be_read_is_refused_by_the_timegate(told):
    headers = {"Accept-Datetime": "last week"}
    response = told.http.get(told.timegate(ORIGINALS[0]), headers=headers)

    assert response.status_code == 400
    assert response.headers["vary"] == "Accept-Datetime"


def test_a_memento_does_not_negotiate_and_names_its_original(told):
    first, *_, last = told.mementos(ORIGINALS[0])
    headers = {"Accept-Datetime": last.attributes["datetime"]}
    response = told.http.get(first.target, headers=headers)
    links = told.of(response)

    assert response.headers["memento-datetime"] == first.attributes["datetime"]
    assert related(links, "original")[0].target == ORIGINALS[0]
    assert related(links, "timegate")[0].target == ORIGINALS[0]
    assert len(related(links, "timemap")) == 1


def test_a_timemap_of_many_mementos_comes_in_parts(told, monkeypatch):
    whole = told.mementos(ORIGINALS[0])
    monkeypatch.setattr(timemaps, "PAGE", 1)
    links = told.timemap(ORIGINALS[0])

    assert [link.target for link in related(links, "memento")] == [link.target for link in whole]
    assert [link.relations for link in related(links, "memento")] == [
        {"first", "memento"},
        {"memento"},
        {"last", "memento"},
    ]
    for link in related(links, "timemap"):
        assert {"from", "until", "type"} <= set(link.attributes)


def test_a_timemap_in_json_lists_the_same(told):
    listed = told.http.get("/v1/exposure/timemap?vendor=acme&region=BR-SP&format=json").json()
    mementos = told.mementos(ORIGINALS[0])

    assert [(each["uri"], each["datetime"]) for each in listed["mementos"]["list"]] == [
        (link.target, link.attributes["datetime"]) for link in mementos
    ]
    assert listed["mementos"]["first"]["uri"] == mementos[0].target
    assert listed["original_uri"].endswith(ORIGINALS[0])


def test_only_what_a_valid_time_lets_in_makes_a_memento(fresh, service):
    original = "/v1/exposure?vendor=acme&valid_at=2017"
    before = len(fresh.mementos(original))
    service.record([Item(example(valid="2020-05", occurrence="acme-late"))])

    assert len(fresh.mementos(original)) == before
    assert len(fresh.mementos("/v1/exposure?vendor=acme")) == before + 1


def test_a_subject_nothing_is_recorded_of_has_a_memento_since_the_log_began(told):
    (only,) = told.mementos("/v1/exposure?vendor=acme&region=KE")

    assert told.http.get(only.target).json()["status"] == "none_recorded"
    assert only.relations == {"first", "last", "memento"}


def test_an_empty_log_has_no_memento(client):
    memento = MementoClient(client)

    assert memento.mementos("/v1/vendors/acme") == []
    response = memento.negotiate("/v1/vendors/acme", "Sun, 01 Mar 2026 12:00:00 GMT")
    assert response.json()["status"] == "before_first_record"


@pytest.mark.parametrize(
    ("query", "status", "field"),
    [
        ("vendor=nobody", 404, "vendor"),
        ("", 422, "vendor"),
        ("vendor=acme&page=2", 422, "page"),
        ("vendor=acme&page=0", 422, "page"),
        ("vendor=acme&format=xml", 422, "format"),
        ("vendor=acme&recorded_at=2026-03-01", 422, "recorded_at"),
    ],
)
def test_a_timemap_that_cannot_be_given_is_refused(told, query, status, field):
    response = told.http.get(f"/v1/exposure/timemap?{query}")

    assert (response.status_code, response.json()["field"]) == (status, field)
