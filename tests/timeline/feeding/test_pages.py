"""Pages of the feed hold what the log holds, whichever way they were read, and little of it at a time."""

import json
from collections.abc import Iterator

import pytest
from sqlalchemy import Engine

from events import KINDS
from timeline import Item, Service, SystemClock
from timeline.casebook import casebook_lines
from timeline.feeding import CHUNK, EVERYTHING, Wanted, cloud_event
from timeline.feeding import pages as paging
from timeline.feeding.marking import marks_of


@pytest.fixture
def service(engine: Engine) -> Iterator[Service]:
    service = Service(engine, SystemClock())
    yield service
    service.waker.close()


def claims(first: int, last: int) -> list[Item]:
    example = KINDS["project-awarded"].EXAMPLE
    return [Item({**example, "occurrence": f"project-{n}"}) for n in range(first, last)]


def positions(service: Service, after: int, limit: int, wanted: Wanted = EVERYTHING) -> list[int]:
    return [told.position for told in service.events(after, limit, wanted).events]


def test_what_is_told_from_the_stored_words_is_what_the_event_itself_says(service):
    service.record([Item(kind.EXAMPLE) for kind in KINDS.values() if kind.kind != "region-named"])
    service.record([Item(json.loads(line)) for line in casebook_lines()])

    told = service.events(0, 1_000).events

    with service.snapshot() as snapshot:
        entries = snapshot.log.read(snapshot.connection, 0, 1_000)
        assert len(told) == len(entries) > 200
        for each, entry in zip(told, entries, strict=True):
            assert json.loads(each.body) == cloud_event(entry)
            assert each.marks == marks_of(snapshot.connection, snapshot.log, entry)


def test_a_page_goes_over_the_chunks_it_is_made_of(service):
    many = 2 * CHUNK + 7
    service.record(claims(0, many))

    for after, limit in ((0, many + 5), (CHUNK - 3, 6), (CHUNK, CHUNK), (2 * CHUNK + 3, 100)):
        last = min(after + limit, many)
        assert positions(service, after, limit) == list(range(after + 1, last + 1))
    assert positions(service, many, 10) == []


def test_a_chunk_that_is_not_full_is_read_on(service):
    for first in range(0, 12, 3):
        service.record(claims(first, first + 3))
        assert positions(service, 0, 100) == list(range(1, first + 4))
        assert positions(service, first + 1, 100) == [first + 2, first + 3]


def test_a_page_of_what_is_seldom_ends_after_so_many_events_and_says_how_far_it_came(
    service, monkeypatch
):
    monkeypatch.setattr(paging, "SCANNED", 10)
    service.record(claims(0, 25))
    service.record([Item({**KINDS["project-awarded"].EXAMPLE, "vendor": "bolt"})])
    bolt = Wanted(vendors=frozenset({"bolt"}))

    pages = [service.events(after, 5, bolt) for after in (0, 10, 20)]

    assert [(page.position, page.closed, len(page.events)) for page in pages] == [
        (10, True, 0),
        (20, True, 0),
        (26, False, 1),
    ]


def test_what_is_kept_for_other_readers_has_a_limit(service, monkeypatch):
    monkeypatch.setattr(paging, "KEPT_BYTES", 1)
    service.record(claims(0, 3 * CHUNK))

    assert positions(service, 0, 3 * CHUNK) == list(range(1, 3 * CHUNK + 1))
    assert len(service.pages._chunks) == 1
    service.pages.forget()
    assert not service.pages._chunks
