"""An answer is sent again for as long as nothing is recorded, by whomever, and no longer."""

import pytest

from api.keeping import ROOM, Asked, Kept, Made
from timeline import Item, Service, Settings

DAY = 86_400_000_000
ADDRESSES = [
    "/v1/exposure?vendor=acme&valid_at=2018-06",
    "/v1/exposure/changes?vendor=acme&along=valid",
    "/v1/exposure/sensitivity?vendor=acme",
    "/v1/vendors/acme",
    "/v1/vendors/acme/history",
    "/v1/regions/BR",
    "/v1/regions/BR/totals",
]


@pytest.fixture
def unasked(service, monkeypatch):
    """Lets no snapshot be opened any more."""

    def forbid():
        def refused():
            raise AssertionError("a snapshot was opened")

        monkeypatch.setattr(service, "snapshot", refused)

    return forbid


@pytest.fixture
def elsewhere(service, database_url, clock):
    """The service of another process, over the same database."""
    other = Service.open(Settings(database=database_url), clock)
    yield other
    other.close()


@pytest.mark.parametrize("address", ADDRESSES)
def test_what_was_asked_before_is_answered_by_the_same_bytes(
    client, service, a_claim, unasked, address
):
    service.record([Item(a_claim())])
    first = client.get(address)
    unasked()
    again = client.get(address)

    assert first.status_code == 200
    assert (again.content, again.headers) == (first.content, first.headers)


def test_a_caller_that_has_a_kept_answer_is_sent_no_bytes(client, service, a_claim, unasked):
    service.record([Item(a_claim())])
    etag = client.get(ADDRESSES[0]).headers["ETag"]
    unasked()
    again = client.get(ADDRESSES[0], headers={"If-None-Match": etag})

    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize("address", ADDRESSES)
def test_what_another_process_records_is_answered_at_once(client, elsewhere, a_claim, address):
    elsewhere.record([Item(a_claim())])
    first = client.get(address).json()
    elsewhere.record([Item(a_claim(occurrence="acme-another", note="more"))])
    then = client.get(address).json()

    assert [each["as_of"]["position"] for each in (first, then)] == [1, 2]


def test_words_that_another_process_redacts_are_sent_no_more(client, elsewhere, a_claim):
    address = f"{ADDRESSES[0]}&position=1"
    claim = elsewhere.record([Item(a_claim(note="the secret words"))]).claims[0]
    before = client.get(address).text
    act = {"act": "payload-redacted", "target": claim, "reason": "asked to"}
    elsewhere.record([Item(act)])

    assert "the secret words" in before
    assert "the secret words" not in client.get(address).text


def test_an_answer_about_today_is_made_anew_tomorrow(client, service, clock, a_claim):
    service.record([Item(a_claim())])
    today = client.get("/v1/exposure?vendor=acme").json()["as_of"]["valid_at"]
    clock.advance(DAY)

    assert client.get("/v1/exposure?vendor=acme").json()["as_of"]["valid_at"] > today


def test_an_empty_log_tells_the_moment_each_time(client, clock):
    first = client.get("/v1/exposure?region=BR").json()
    clock.advance(1_000_000)

    assert client.get("/v1/exposure?region=BR").json() != first


def test_a_time_asked_for_in_a_header_has_an_answer_of_its_own(client, service, clock, a_claim):
    service.record([Item(a_claim())])
    clock.advance(DAY)
    service.record([Item(a_claim(occurrence="acme-another"))])
    last = client.get(ADDRESSES[0])
    then = {"Accept-Datetime": "Sun, 01 Mar 2026 12:00:00 GMT"}

    assert client.get(ADDRESSES[0], headers=then).json()["as_of"]["position"] == 1
    assert client.get(ADDRESSES[0]).content == last.content


def test_what_is_refused_is_refused_again(client, service, a_claim):
    service.record([Item(a_claim())])
    asked = [client.get("/v1/exposure?vendor=nobody") for _ in range(2)]

    assert [each.status_code for each in asked] == [404, 404]


def asked(name: str) -> Asked:
    return name, b"", None, 1


def test_the_oldest_answers_give_way():
    kept = Kept(3 * (ROOM + 10))
    made = [Made(bytes([n]) * 10, {}, "text/plain") for n in range(4)]
    for n, each in enumerate(made):
        kept.put(asked(str(n)), each)

    assert [kept.get(asked(str(n))) for n in range(4)] == [None, *made[1:]]


def test_an_answer_that_is_too_large_is_not_kept():
    kept = Kept(ROOM + 10)
    kept.put(asked("one"), Made(b"x" * 11, {}, "text/plain"))

    assert kept.get(asked("one")) is None
