"""The log as pages: each event once, chosen, compressed, cached, and without the words that were redacted."""

import asyncio
import gzip
import json
import os
from pathlib import Path
from threading import get_ident

import pytest
from anyio import CapacityLimiter
from jsonschema import Draft202012Validator

from api.schemas import CLOUD_EVENT
from api.streaming import Following, followed
from timeline import EVERYTHING, Item
from timeline.feeding import CHUNK

TOTAL = 183
BATCH = "application/cloudevents-batch+json"
# What CloudEvents 1.0.2 says of its attributes (spec.md 3, formats/json-format.md 3, and the extensions sequence
# and recordedtime), written down here; TIMELINE_CLOUDEVENTS_SCHEMA names the official file to check against too.
SPECIFIED = {
    "type": "object",
    "required": ["id", "source", "specversion", "type"],
    "propertyNames": {"pattern": "^([a-z0-9]+|data_base64)$"},
    "properties": {
        "id": {"type": "string", "minLength": 1},
        "source": {"type": "string", "minLength": 1, "format": "uri-reference"},
        "specversion": {"const": "1.0"},
        "type": {"type": "string", "minLength": 1},
        "datacontenttype": {"type": "string", "pattern": "^[a-z]+/[a-z0-9.+-]+"},
        "dataschema": {"type": "string", "pattern": "^[a-z][a-z0-9+.-]*:."},
        "subject": {"type": "string", "minLength": 1},
        "time": {"type": "string", "format": "date-time"},
        "recordedtime": {"type": "string", "format": "date-time"},
        "sequence": {"type": "string", "minLength": 1},
        "data": {},
        "data_base64": {"type": "string"},
    },
    "additionalProperties": {"type": ["string", "boolean", "integer"]},
    "not": {"required": ["data", "data_base64"]},
}


def told(response) -> list[int]:
    assert response.status_code == 200, response.text
    return [int(event["sequence"]) for event in response.json()["events"]]


def schemas():
    yield SPECIFIED
    yield CLOUD_EVENT
    if official := os.environ.get("TIMELINE_CLOUDEVENTS_SCHEMA"):
        yield json.loads(Path(official).read_text(encoding="utf-8"))


def test_every_event_of_the_casebook_is_a_cloud_event(reader):
    events = reader.get("/v1/events", params={"limit": 1000}).json()["events"]

    assert len(events) == TOTAL
    for schema in schemas():
        validator = Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)
        for event in events:
            validator.validate(event)
    assert len({(event["source"], event["id"]) for event in events}) == TOTAL


@pytest.mark.parametrize("limit", [1, 7, 100, 183, 184, 1000])
def test_the_pages_hold_every_position_once_and_in_order(reader, limit):
    address, found = f"/v1/events?limit={limit}", []
    while address:
        response = reader.get(address)
        found += told(response)
        body = response.json()
        linked = response.headers.get("link")
        address = body["next"]
        assert linked == (f'<{address}>; rel="next"' if address else None)
        assert body["position"] == found[-1]

    assert found == list(range(1, TOTAL + 1))


def test_a_closed_page_holds_and_an_open_one_is_asked_again(reader):
    closed = reader.get("/v1/events?after=100&limit=50")
    full = reader.get("/v1/events?after=133&limit=50")
    still_open = reader.get("/v1/events?after=134&limit=50")

    for page in (closed, full):
        assert page.headers["cache-control"] == "private, max-age=31536000, immutable"
        assert page.json()["next"]
    assert still_open.headers["cache-control"] == "no-cache"
    assert still_open.json()["next"] is None
    for page in (closed, still_open):
        known = {"If-None-Match": page.headers["etag"]}
        again = reader.get(str(page.request.url), headers=known)
        assert (again.status_code, again.headers["etag"]) == (304, page.headers["etag"])
        assert not page.headers["etag"].startswith("W/")


def test_what_is_recorded_later_opens_no_closed_page(client, service, a_claim):
    service.record([Item(a_claim(occurrence=f"project-{n}")) for n in range(4)])
    before = client.get("/v1/events?limit=4")
    assert before.json()["next"] == "/v1/events?after=4&limit=4"
    assert told(client.get(before.json()["next"])) == []

    service.record([Item(a_claim(occurrence="project-5"))])

    after = client.get("/v1/events?limit=4")
    assert (after.content, after.headers["etag"]) == (before.content, before.headers["etag"])
    assert told(client.get(before.json()["next"])) == [5]


def test_a_page_is_compressed_for_who_takes_that_under_a_tag_of_its_own(reader):
    plain = reader.get("/v1/events?limit=50", headers={"Accept-Encoding": "identity"})
    for accepted in ("gzip", "br, gzip;q=0.8", "*;q=0.5, gzip"):
        with reader.stream(
            "GET", "/v1/events?limit=50", headers={"Accept-Encoding": accepted}
        ) as packed:
            raw = b"".join(packed.iter_raw())
        assert packed.headers["content-encoding"] == "gzip"
        assert gzip.decompress(raw) == plain.content
        assert packed.headers["etag"] != plain.headers["etag"]
    for refused in ("gzip;q=0", "br", "identity;q=1, gzip;q=0.5", "gzip;q=x"):
        again = reader.get("/v1/events?limit=50", headers={"Accept-Encoding": refused})
        assert "content-encoding" not in again.headers
    assert plain.headers["vary"] == "Accept, Accept-Encoding"


def test_a_batch_of_cloud_events_is_told_to_who_prefers_it(reader):
    page = reader.get("/v1/events?limit=5").json()

    for accepted in (BATCH, f"application/json;q=0.5, {BATCH}"):
        batch = reader.get("/v1/events?limit=5", headers={"Accept": accepted})
        assert batch.headers["content-type"] == BATCH
        assert batch.json() == page["events"]
        assert batch.headers["link"] == f'<{page["next"]}>; rel="next"'
    for accepted in ("*/*", "application/*", f"application/json, {BATCH};q=0.9", "text/html"):
        kept = reader.get("/v1/events?limit=5", headers={"Accept": accepted})
        assert kept.headers["content-type"] == "application/json"


def test_events_are_chosen_by_vendor_region_and_kind(reader):
    every = reader.get("/v1/events?limit=1000").json()["events"]

    def chosen(**params: str) -> list[dict]:
        return reader.get("/v1/events", params={"limit": 1000, **params}).json()["events"]

    assert chosen(vendor="dahua") == chosen(vendor="Zhejiang Dahua Technology") != []
    assert chosen(region="CN-XJ") == chosen(region="新疆") != []
    claims = [event for event in chosen(vendor="dahua") if "kind" in event["data"]]
    assert claims == [
        event
        for event in every
        if "dahua" in (event["data"].get("vendor"), *event["data"].get("mentions", ()))
    ]
    within = {event["data"].get("region") for event in chosen(region="CN", kind="contract-agreed")}
    assert within
    assert all(region == "CN" or region.startswith("CN-") for region in within)
    both = chosen(kind="member-of,contract-agreed")
    assert both == [
        event
        for event in every
        if event["type"] in ("timeline.member-of", "timeline.contract-agreed")
    ]
    assert chosen(vendor="dahua", region="CN-XJ") == [
        event for event in chosen(vendor="dahua") if event in chosen(region="CN-XJ")
    ]


def test_an_act_is_wanted_wherever_what_it_is_upon_is(client, service, a_claim):
    first, other = a_claim(), a_claim(occurrence="bolt-one", vendor="bolt", region="CN-XJ")
    ids = service.record([Item(first), Item(other)]).claims
    corrected = {
        "act": "source-corrected",
        "target": ids[0],
        "by": {**first, "vendor": "crane"},
        "reason": "another company",
    }
    act = service.record([Item(corrected)]).claims[0]
    service.record(
        [
            Item({"act": "withdrawn", "target": act, "reason": "read wrongly"}),
            Item({"act": "recording-voided", "target": ids[1], "reason": "twice"}),
        ]
    )

    assert told(client.get("/v1/events?vendor=acme")) == [1, 3, 4]
    assert told(client.get("/v1/events?vendor=crane")) == [3, 4]
    assert told(client.get("/v1/events?vendor=bolt")) == [2, 5]
    assert told(client.get("/v1/events?region=CN-XJ")) == [2, 5]


def test_who_follows_a_vendor_follows_those_merged_with_it(client, service, a_claim):
    service.record([Item(a_claim()), Item(a_claim(occurrence="bolt-one", vendor="bolt"))])
    merged = {"act": "vendor-merged", "target": "bolt", "into": "acme", "reason": "one"}
    service.record([Item(merged)])
    service.record([Item(a_claim(occurrence="bolt-two", vendor="bolt"))])

    for name in ("acme", "bolt"):
        response = client.get(f"/v1/events?vendor={name}")
        assert told(response) == [1, 2, 3, 4]
        assert response.headers["cache-control"] == "no-cache"


def test_the_words_of_a_redacted_claim_are_in_no_page_and_its_event_passes_every_choice(
    client, service, a_claim
):
    ids = service.record([Item(a_claim()), Item(a_claim(occurrence="b", vendor="bolt"))]).claims
    before = client.get("/v1/events?limit=2")
    redaction = {"act": "payload-redacted", "target": ids[0], "reason": "ordered by a court"}

    service.record([Item(redaction)])

    after = client.get("/v1/events?limit=2", headers={"If-None-Match": before.headers["etag"]})
    assert after.status_code == 200
    gone, kept = after.json()["events"]
    was = before.json()["events"]
    held = {"specversion", "id", "source", "type", "subject", "time", "recordedtime", "sequence"}
    assert gone == {name: value for name, value in was[0].items() if name in held}
    assert kept == was[1]
    assert told(client.get("/v1/events?vendor=bolt")) == [1, 2, 3]
    assert told(client.get("/v1/events?vendor=bolt&kind=payload-redacted")) == [3]


def test_a_redaction_by_another_process_empties_pages_that_were_kept(client, service, a_claim):
    ids = service.record([Item(a_claim())]).claims
    assert "data" in client.get("/v1/events").json()["events"][0]
    redaction = {"act": "payload-redacted", "target": ids[0], "reason": "ordered by a court"}
    other = type(service)(service.engine, service.clock)

    other.record([Item(redaction)])

    assert "data" not in client.get("/v1/events").json()["events"][0]


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("limit=0", "limit"),
        ("limit=1001", "limit"),
        ("after=-1", "after"),
        ("after=184", "after"),
        ("after=x", "after"),
        ("kind=nothing-like-it", "kind"),
        ("kind=", "kind"),
        ("valid_at=2018", "valid_at"),
    ],
)
def test_what_names_no_page_is_refused(reader, query, field):
    refused = reader.get(f"/v1/events?{query}")

    assert refused.status_code == 422
    assert refused.json()["field"] == field


def test_a_stream_that_cannot_begin_is_refused_and_its_headers_alone_end_it(reader):
    refused = reader.get("/v1/events/stream", headers={"Last-Event-ID": "abc"})
    beyond = reader.get("/v1/events/stream", headers={"Last-Event-ID": "184"})

    assert (refused.status_code, refused.json()["field"]) == (422, "Last-Event-ID")
    assert (beyond.status_code, beyond.json()["field"]) == (422, "after")
    headers = reader.head("/v1/events/stream").headers
    assert headers["content-type"].startswith("text/event-stream")
    assert headers["cache-control"] == "no-cache"


def test_a_reader_who_takes_nothing_has_one_page_read_for_him_in_another_thread(service, a_claim):
    service.record([Item(a_claim(occurrence=f"project-{n}")) for n in range(2 * CHUNK + 1)])
    read, threads = [], set()
    events = service.events

    def counted(after: int, limit: int, wanted=EVERYTHING):
        read.append(after)
        threads.add(get_ident())
        return events(after, limit, wanted)

    service.events = counted

    async def slowly() -> list[int]:
        stream = followed(service, Following(0.01, CapacityLimiter(1)), 0, EVERYTHING)
        sizes = [(await anext(stream)).count(b"data: ")]
        assert read == []
        for _ in range(4):
            sizes.append((await anext(stream)).count(b"data: "))
            await asyncio.sleep(0.05)
            assert len(read) == min(len(sizes) - 1, 3)
        await stream.aclose()
        return sizes

    assert asyncio.run(slowly()) == [0, CHUNK, CHUNK, 1, 0]
    assert threads.isdisjoint({get_ident()})
