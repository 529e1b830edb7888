"""WARC files are read record by record, and what is written is read back as the same captures."""

import gzip
from io import BytesIO

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from events import instant_of
from tests.timeline.captures.conftest import NOW, PAGE, sha
from timeline import BadParameter, NotCaptured, Retrieved
from timeline.captures import read_file, write_warc

LIMIT = 1_000_000
PACKED = gzip.compress(PAGE, mtime=0)
URL = "https://exchange.example/filing"
DATE = "2019-10-09T14:00:00Z"


def response(payload, *headers, status="200 OK", url=URL, date=DATE):
    """A response as a crawler keeps it: with the encodings of its transfer."""

    def write(writer):
        http = StatusAndHeaders(status, list(headers), protocol="HTTP/1.1")
        record = writer.create_warc_record(
            url,
            "response",
            payload=BytesIO(payload),
            http_headers=http,
            warc_headers_dict={"WARC-Date": date},
            length=len(payload),
        )
        writer.write_record(record)

    return write


def chunked(body):
    return b"%x\r\n%s\r\n0\r\n\r\n" % (len(body), body)


@pytest.fixture
def warc(tmp_path):
    """Writes a WARC file of some records."""

    def write(*records, name="crawl.warc.gz"):
        path = tmp_path / name
        with path.open("wb") as file:
            writer = WARCWriter(file, gzip=name.endswith(".gz"))
            writer.write_record(writer.create_warcinfo_record(name, {"software": "a test"}))
            for record in records:
                record(writer)
        return path

    return write


@pytest.mark.parametrize("name", ["crawl.warc", "crawl.warc.gz"])
@pytest.mark.parametrize(
    ("payload", "headers"),
    [
        (PAGE, ()),
        (chunked(PAGE), [("Transfer-Encoding", "chunked")]),
        (PACKED, [("Content-Encoding", "gzip")]),
        (
            chunked(PACKED),
            [("Transfer-Encoding", "chunked"), ("Content-Encoding", "gzip")],
        ),
    ],
    ids=["as it is", "in chunks", "packed", "packed, in chunks"],
)
def test_a_response_is_read_without_the_encodings_of_its_transfer(warc, name, payload, headers):
    path = warc(response(payload, ("Content-Type", "text/html"), *headers), name=name)
    [found] = read_file(path, LIMIT)

    assert (found.body, found.url, found.media_type) == (PAGE, URL, "text/html")
    assert found.retrieved_at is not None
    assert found.retrieved_at < NOW


def test_what_is_no_response_or_has_no_payload_is_left_out(warc):
    def asked(writer):
        http = StatusAndHeaders("GET / HTTP/1.1", [("Host", "a.example")], is_http_request=True)
        writer.write_record(writer.create_warc_record(URL, "request", http_headers=http))

    path = warc(asked, response(b"", ("Location", "/there"), status="302 Found"), response(PAGE))

    assert [each.body for each in read_file(path, LIMIT)] == [PAGE]


@pytest.mark.parametrize("name", ["all.warc", "all.warc.gz"])
def test_what_is_written_is_read_back_as_the_same_captures(service, tmp_path, name):
    service.capture(
        [
            Retrieved(PAGE, URL, "text/html; charset=utf-8", NOW - 1_234_567),
            Retrieved(PAGE, URL, "text/html; charset=utf-8", NOW),
            Retrieved(b"\0\r\n\r\nWARC/1.0\r\n" * 9_000, "", "", NOW - 5),
        ]
    )
    before = service.captured()
    assert write_warc(tmp_path / name, before, service.read_capture) == 3
    first = (tmp_path / name).read_bytes()
    captured = service.capture(read_file(tmp_path / name, LIMIT))
    write_warc(tmp_path / name, before, service.read_capture)

    assert (captured.new, service.captured()) == (0, before)
    assert [each.capture for each in captured.taken] == before
    assert (tmp_path / name).read_bytes() == first
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_a_file_of_another_service_brings_its_captures(open_service, tmp_path, take, warc):
    service = open_service()
    service.capture(read_file(warc(response(PAGE)), LIMIT))
    [capture] = service.captured()

    assert (capture.sha256, capture.url) == (sha(PAGE), URL)


def cut(body):
    return body[: len(body) - 40]


@pytest.mark.parametrize("name", ["crawl.warc", "crawl.warc.gz"])
@pytest.mark.parametrize("change", [cut, lambda _: b"", lambda _: b"no archive\r\n\r\n" * 30])
def test_a_file_that_is_cut_or_no_warc_file_is_refused_in_one_line(warc, service, name, change):
    path = warc(response(PAGE), response(bytes(range(256)) * 40), name=name)
    path.write_bytes(change(path.read_bytes()))
    with pytest.raises(NotCaptured) as refused:
        service.capture(read_file(path, LIMIT))

    assert "\n" not in str(refused.value)
    assert name in str(refused.value)
    assert service.captured() == []


@pytest.mark.parametrize(
    ("record", "why"),
    [
        (response(b"x" * 101), "more than 100 bytes"),
        (response(b"x", ("Content-Encoding", "rot13")), "rot13"),
        (response(b"x", date="yesterday"), "WARC-Date"),
        (response(b"x", date="2019-10-09T14:00:00"), "WARC-Date"),
    ],
)
def test_a_record_that_cannot_be_taken_is_refused_by_its_number(warc, record, why):
    with pytest.raises(NotCaptured, match=f"record 3 .*{why}"):
        list(read_file(warc(response(PAGE), record), 100))


def test_nothing_is_said_of_a_warc_file_from_outside(warc):
    with pytest.raises(BadParameter):
        list(read_file(warc(response(PAGE)), LIMIT, url=URL))


def test_a_date_is_that_of_the_record(warc):
    from datetime import UTC, datetime

    [found] = read_file(warc(response(PAGE)), LIMIT)

    assert found.retrieved_at == instant_of(datetime(2019, 10, 9, 14, tzinfo=UTC))
