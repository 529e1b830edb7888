"""Feeds tell people what was recorded of a vendor or a region, in Atom and in JSON Feed."""

import re

import pytest

from api import feeds
from api.feed_items import dated
from tests.api.atom import entries, read_atom, related, text
from timeline import Item

DAY = 86_400_000_000
TAKEN_BACK = "words to be taken back"
FEEDS = ["/v1/vendors/dahua/feed", "/v1/regions/CN-XJ/feed"]


def atom(client, address):
    response = client.get(address)
    assert response.status_code == 200, response.text
    assert response.headers["content-type"] == "application/atom+xml"
    return read_atom(response.content)


def json_feed(client, address):
    response = client.get(address)
    assert response.headers["content-type"] == "application/feed+json"
    feed = response.json()
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["title"]
    for item in feed["items"]:
        assert isinstance(item["id"], str)
        assert item["content_text"]
        assert all(author["name"] for author in item["authors"])
    ids = [item["id"] for item in feed["items"]]
    assert len(set(ids)) == len(ids)
    return feed


@pytest.mark.parametrize("address", FEEDS)
def test_both_forms_tell_the_same(reader, address):
    feed = atom(reader, address)
    told = json_feed(reader, f"{address}?format=json-feed")

    assert text(feed, "title") == told["title"]
    assert [(each["id"], each["title"], each["content"]) for each in entries(feed)] == [
        (item["id"], item["title"], item["content_text"]) for item in told["items"]
    ]
    assert [(each["published"], each["updated"]) for each in entries(feed)] == [
        (item["date_published"], item["date_modified"]) for item in told["items"]
    ]


def test_an_entry_says_in_plain_english_what_was_claimed_and_by_whom(reader):
    told = json_feed(reader, "/v1/regions/CN-XJ/feed?format=json-feed")
    (item,) = [each for each in told["items"] if "Dahua in United States" in each["title"]][-1:]

    assert (
        item["title"]
        == "Entity listed: Dahua in United States and Xinjiang, since 2019-10-09, still so"
    )
    assert item["authors"] == [{"name": "Federal Register"}]
    assert "Disclosed: 2019-10-09" in item["content_text"]
    assert re.fullmatch(r"tag:timeline\.invalid,2026:claim/c-[0-9a-f]{32}", item["id"])
    assert item["date_published"] == "2026-03-01T12:00:00Z"
    assert reader.get(item["url"]).status_code == 200


@pytest.mark.parametrize(
    ("edtf", "words"),
    [
        ("2017", "2017"),
        ("2016~", "about 2016"),
        ("2017/..", "since 2017, still so"),
        ("2017/", "since 2017"),
        ("2016/2017-05", "from 2016 to 2017-05"),
        ("../2017", "until 2017"),
        ("[2016..2017]", "between 2016 and 2017"),
        ("[..2017-01-02]", "2017-01-02 or earlier"),
        ("[2016,2018]", "[2016,2018]"),
    ],
)
def test_a_date_is_said_in_words(edtf, words):
    assert dated(edtf) == words


@pytest.mark.parametrize("address", FEEDS)
@pytest.mark.parametrize("form", ["atom", "json-feed"])
def test_pages_lead_to_every_entry_once(reader, monkeypatch, address, form):
    monkeypatch.setattr(feeds, "PAGE", 1_000)
    whole = [each["id"] for each in json_feed(reader, f"{address}?format=json-feed")["items"]]
    monkeypatch.setattr(feeds, "PAGE", 7)
    following, found = f"{address}?format={form}", []
    while following:
        if form == "atom":
            page = atom(reader, following)
            found += [each["id"] for each in entries(page)]
            following = next((link.get("href") for link in related(page, "next")), None)
        else:
            page = json_feed(reader, following)
            found += [each["id"] for each in page["items"]]
            following = page.get("next_url")

    assert len(found) > 7
    assert found == whole


@pytest.mark.parametrize("form", ["atom", "json-feed"])
def test_a_reader_who_has_the_feed_is_not_sent_it_again(reader, form):
    address = f"/v1/vendors/dahua/feed?format={form}"
    first = reader.get(address)
    again = reader.get(address, headers={"If-None-Match": first.headers["etag"]})

    assert first.headers["cache-control"] == "no-cache"
    assert (again.status_code, again.content) == (304, b"")


def test_acts_are_told_and_a_redacted_claim_keeps_its_name_and_no_word(
    client, service, clock, a_claim
):
    kept = service.record([Item(a_claim(note="kept"))]).claims[0]
    gone = service.record([Item(a_claim(note=TAKEN_BACK))]).claims[0]
    clock.advance(DAY)
    before = entries(atom(client, "/v1/vendors/acme/feed"))
    act = {"act": "payload-redacted", "target": gone, "reason": "ordered by a court"}
    done = service.record([Item({"act": act})]).claims[0]
    feed = atom(client, "/v1/vendors/acme/feed")
    after = entries(feed)

    assert [each["id"].rpartition("/")[2] for each in before] == [gone, kept]
    assert [each["id"].rpartition("/")[2] for each in after] == [done, gone, kept]
    assert after[0]["title"] == "Payload redacted: ordered by a court"
    assert after[1]["title"] == "Project awarded: redacted"
    assert after[1]["published"] == before[0]["published"]
    assert after[1]["updated"] == after[0]["updated"] == text(feed, "updated")
    for form in ("atom", "json-feed"):
        assert TAKEN_BACK not in client.get(f"/v1/vendors/acme/feed?format={form}").text


def test_a_correction_is_told_at_the_head(client, service, clock, a_claim):
    first = service.record([Item(a_claim())]).claims[0]
    clock.advance(DAY)
    better = a_claim(size=4, verbatim="four projects")
    act = {"act": "source-corrected", "target": first, "by": better, "reason": "four, not three"}
    service.record([Item({"act": {**act, "disclosed": "2026-03-01"}})])
    told = entries(atom(client, "/v1/regions/BR/feed"))

    assert [each["title"].partition(":")[0] for each in told] == [
        "Source corrected",
        "Project awarded",
    ]


def test_words_that_are_no_xml_do_no_harm(client, service, a_claim):
    words = "<b>&amp;]]> \ufffe\U0001f600"
    service.record([Item(a_claim(note=words, verbatim="five <i>things</i>"))])
    (entry,) = entries(atom(client, "/v1/vendors/acme/feed"))

    assert "<b>&amp;]]> \ufffd\U0001f600" in entry["content"]
    assert "five <i>things</i>" in entry["title"]


def test_a_vendor_that_a_log_without_events_knows_nothing_of_has_an_empty_feed(client):
    assert entries(atom(client, "/v1/vendors/Someone & Söhne/feed")) == []


@pytest.mark.parametrize(
    ("address", "status", "field"),
    [
        ("/v1/vendors/dahau/feed", 404, "vendor"),
        ("/v1/regions/QQ/feed", 404, "region"),
        ("/v1/vendors/dahua/feed?format=rss", 422, "format"),
        ("/v1/vendors/dahua/feed?before=now", 422, "before"),
        ("/v1/vendors/dahua/feed?valid_at=2018", 422, "valid_at"),
    ],
)
def test_a_feed_that_cannot_be_given_is_refused(reader, address, status, field):
    response = reader.get(address)

    assert (response.status_code, response.json()["field"]) == (status, field)


def test_the_page_of_a_question_names_the_feeds_of_its_vendor_and_region(reader):
    found = re.findall(
        r'<link rel="alternate" type="([^"]+)" title="[^"]+" href="([^"]+)">',
        reader.get("/?vendor=Dahua&region=Xinjiang").text,
    )

    assert {address.partition("?")[0] for _, address in found} == set(FEEDS)
    for media, address in found:
        assert reader.get(address.replace("&amp;", "&")).headers["content-type"] == media
    assert 'rel="alternate"' not in reader.get("/").text
