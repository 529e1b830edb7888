"""A header may ask for the answer as the log held it at a time (RFC 7089)."""

import pytest

AT_NOON = "Sun, 01 Mar 2026 12:00:00 GMT"
BEFORE = "Sat, 28 Feb 2026 12:00:00 GMT"
LATER = "Fri, 01 Mar 2030 12:00:00 GMT"


def asked(client, wanted, query="vendor=dahua"):
    return client.get(f"/v1/exposure?{query}", headers={"Accept-Datetime": wanted})


def test_the_header_asks_for_a_recorded_time(reader):
    by_header = asked(reader, AT_NOON)
    by_parameter = reader.get("/v1/exposure?vendor=dahua&recorded_at=2026-03-01T12:00:00Z")

    assert by_header.content == by_parameter.content
    assert by_header.headers["memento-datetime"] == AT_NOON
    assert by_header.headers["vary"] == "Accept-Datetime"


def test_a_time_before_the_first_event_is_answered_as_of_that(reader):
    response = asked(reader, BEFORE)

    assert response.json()["status"] == "exposed"
    assert response.headers["memento-datetime"] == AT_NOON


def test_a_time_that_has_not_come_asks_for_what_there_is(reader):
    assert asked(reader, LATER).json()["as_of"]["position"] == 183


@pytest.mark.parametrize("query", ["recorded_at=2026-03-01", "position=183"])
def test_a_parameter_goes_before_the_header(reader, query):
    response = asked(reader, BEFORE, f"vendor=dahua&{query}")

    assert response.json()["as_of"]["position"] == 183


@pytest.mark.parametrize("wanted", ["yesterday", "2026-03-01", "Sun, 01 Mar 2026 12:00:00 +0100"])
def test_a_time_that_cannot_be_read_is_a_bad_request(reader, wanted):
    response = asked(reader, wanted)

    assert response.status_code == 400
    assert response.headers["content-type"] == "application/problem+json"
    assert "Accept-Datetime" in response.json()["detail"]


@pytest.mark.parametrize(
    "path", ["/v1/vendors/dahua", "/v1/vendors/dahua/history", "/v1/regions/BR"]
)
def test_every_question_hears_the_header(reader, path):
    response = reader.get(path, headers={"Accept-Datetime": BEFORE})

    assert response.headers["memento-datetime"] == AT_NOON
    assert response.json()["as_of"]["recorded_at"] == "2026-03-01T12:00:00Z"


def test_the_pinned_answer_names_when_it_was_held_and_where_other_times_are_answered(reader):
    pinned = asked(reader, AT_NOON, "vendor=dahua&valid_at=2018").headers["content-location"]
    response = reader.get(pinned, headers={"Accept-Datetime": BEFORE})

    assert response.headers["memento-datetime"] == AT_NOON
    assert "vary" not in response.headers
    assert response.links["original timegate"]["url"] == "/v1/exposure?vendor=dahua&valid_at=2018"
