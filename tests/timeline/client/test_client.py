"""The client asks, pages, follows through failures, and believes no checkpoint that does not hold."""

import asyncio
import json
from collections.abc import Callable, Iterator
from contextlib import aclosing, closing
from itertools import islice
from pathlib import Path

import httpx2
import pytest
from starlette.testclient import TestClient

from api import create_app
from events import KINDS
from timeline import Item, Service, Settings, migrate
from timeline.casebook import casebook_lines
from timeline.client import (
    AsyncClient,
    Backoff,
    Client,
    FeedBroken,
    FeedEvent,
    Refused,
    Unproven,
    Witness,
)

TOTAL = 183
Answers = Callable[[httpx2.Request], httpx2.Response]


class Through(httpx2.BaseTransport):
    """Sends what a client asks to an application in this process."""

    def __init__(self, asked: TestClient) -> None:
        self._asked = asked

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        answer = self._asked.get(str(request.url), headers=dict(request.headers))
        headers = {name: answer.headers[name] for name in ("content-type",)}
        return httpx2.Response(answer.status_code, headers=headers, content=answer.content)


@pytest.fixture
def service(sqlite_url: str, tmp_path: Path) -> Iterator[Service]:
    migrate(sqlite_url)
    service = Service.open(Settings(database=sqlite_url, key=str(tmp_path / "timeline.key")))
    service.record([Item(json.loads(line)) for line in casebook_lines()])
    yield service
    service.close()


@pytest.fixture
def door(service: Service) -> Iterator[Through]:
    with TestClient(create_app(service, service.settings)) as asked:
        yield Through(asked)


@pytest.fixture
def client(service: Service, door: Through) -> Iterator[Client]:
    keys = [verifier.text for verifier in service.keys.verifiers]
    with Client("http://timeline", keys=keys, transport=door) as client:
        yield client


def scripted(
    *answers: httpx2.Response | Exception,
) -> tuple[httpx2.MockTransport, list[str | None]]:
    """A service that gives these answers one after the other, and the ids it was asked to resume after."""
    left, resumed = iter(answers), list[str | None]()

    def handle(request: httpx2.Request) -> httpx2.Response:
        resumed.append(request.headers.get("Last-Event-ID"))
        answer = next(left)
        if isinstance(answer, Exception):
            raise answer
        return answer

    return httpx2.MockTransport(handle), resumed


def message(position: int) -> str:
    told = {
        "specversion": "1.0",
        "id": f"c-{position}",
        "source": "tag:timeline.invalid,2026:log",
        "type": "timeline.project-awarded",
        "subject": "acme-harbour-projects",
        "recordedtime": "2026-03-01T12:00:00Z",
        "sequence": f"{position:019d}",
        "data": {},
    }
    return f"data: {json.dumps(told)}\nid: {position}\n\n"


def streamed(*positions: int, rest: str = "") -> httpx2.Response:
    text = "retry: 1000\n\n" + "".join(message(each) for each in positions) + rest
    return httpx2.Response(200, headers={"content-type": "text/event-stream"}, text=text)


def quick() -> Backoff:
    return Backoff(0.001, 0.002)


def test_every_question_is_asked_with_its_clocks(client):
    exposure = client.exposure("dahua", "CN-XJ", valid_at="2018-01-01", all=True)
    project = next(total for total in exposure["totals"] if total["type"] == "project")

    assert (project["certain"], project["presumed"], project["possible"]) == (1, 1, 5)
    assert exposure["as_of"]["valid_at"] == "2018-01-01"
    assert client.vendor("dahua")["vendor"]
    assert client.region("新疆", known_at="2019-10-09")["region"]
    assert client.history("dahua", "CN-XJ", position=100)["claims"]
    assert client.changes("dahua", "CN-XJ", along="valid")["changes"]
    assert client.diff("dahua", None, "known_at=2019-10-08", "known_at=2019-10-09")
    first = next(client.events())
    assert client.claim(first.id)["id"] == first.id
    assert client.why(first.id)


def test_a_refusal_is_told_with_its_problem(client):
    with pytest.raises(Refused, match="vendor: no vendor is known as 'nobody'") as refusal:
        client.vendor("nobody")

    assert refusal.value.status == 404
    assert refusal.value.problem["type"] == "/problems/unknown-vendor"


@pytest.mark.parametrize("limit", [1, 50, 183, 1000])
def test_paging_yields_each_event_once_and_each_proves_its_words(client, limit):
    events = list(client.events(limit=limit))

    assert [event.position for event in events] == list(range(1, TOTAL + 1))
    assert all(event.genuine for event in events)
    assert [event.position for event in client.events(181)] == [182, 183]
    changed = {**events[0].envelope, "data": {**events[0].said, "note": "added"}}
    assert not FeedEvent.read(changed).genuine


def test_following_goes_on_after_failures_from_the_last_event_it_had():
    transport, resumed = scripted(
        httpx2.ConnectError("nobody listens"),
        httpx2.Response(503, json={"detail": "starting"}),
        streamed(1, 2, rest=message(3)[:-5]),
        httpx2.ReadError("the connection broke"),
        streamed(2, 3, 4),
        streamed(),
        streamed(5),
    )
    with Client("http://timeline", transport=transport) as client:
        found = list(islice(client.follow(backoff=quick()), 5))

    assert [event.position for event in found] == [1, 2, 3, 4, 5]
    assert resumed == ["0", "0", "0", "2", "2", "4", "4"]


def test_an_id_without_an_event_moves_where_a_choice_goes_on():
    passed = ": nothing new\nid: 70\n\n"
    transport, resumed = scripted(streamed(4, rest=passed), streamed(90))
    with Client("http://timeline", transport=transport) as client:
        found = list(islice(client.follow(vendor="acme", backoff=quick()), 2))

    assert [event.position for event in found] == [4, 90]
    assert resumed == ["0", "70"]


def test_a_gap_in_a_whole_feed_ends_following():
    transport, _ = scripted(streamed(1, 3))
    with Client("http://timeline", transport=transport) as client:
        events = client.follow(backoff=quick())
        assert next(events).position == 1
        with pytest.raises(FeedBroken, match="expected position 2, got 3"):
            next(events)


def test_a_refusal_ends_following():
    transport, _ = scripted(httpx2.Response(422, json={"detail": "after: expected less"}))
    with (
        Client("http://timeline", transport=transport) as client,
        pytest.raises(Refused, match="after: expected less"),
    ):
        next(client.follow(9, backoff=quick()))


def test_the_client_for_coroutines_pages_and_follows_alike():
    page = {"events": [], "position": 3, "next": None}
    transport, resumed = scripted(
        httpx2.Response(200, json=page),
        httpx2.ReadTimeout("silence"),
        streamed(4, 5),
        streamed(5, 6),
    )

    async def asked() -> list[int]:
        async with AsyncClient("http://timeline", transport=transport) as client:
            assert [event async for event in client.events(3)] == []
            found = []
            async with aclosing(client.follow(3, backoff=quick())) as events:
                async for event in events:
                    found.append(event.position)
                    if event.position == 6:
                        return found
        return found

    assert asyncio.run(asked()) == [4, 5, 6]
    assert resumed == [None, "3", "3", "5"]


def test_delays_double_up_to_the_most_and_begin_again():
    backoff = Backoff(1, 8)

    for most in (1, 2, 4, 8, 8):
        assert most / 2 <= backoff.failed() <= most
    backoff.worked()
    assert backoff.failed() <= 1


def test_checkpoints_are_verified_and_must_continue_one_another(client, service):
    first = client.checkpoint()
    assert first.size == TOTAL
    assert client.checkpoint() == first

    service.record([Item(KINDS["project-awarded"].EXAMPLE)])

    assert client.checkpoint().size == TOTAL + 1
    assert client.witness.note.startswith(first.origin)


def test_a_witness_goes_on_from_the_note_it_kept(client, service, door):
    first = client.checkpoint()
    keys = [verifier.text for verifier in service.keys.verifiers]
    service.record([Item(KINDS["project-awarded"].EXAMPLE)])
    with Client("http://timeline", keys=keys, note=client.witness.note, transport=door) as later:
        assert later.witness.checkpoint == first
        assert later.checkpoint().size == TOTAL + 1


def test_a_checkpoint_that_nobody_known_signed_is_not_believed(service, door, client):
    with (
        Client("http://timeline", transport=door) as stranger,
        pytest.raises(Unproven, match="no key that is known has signed it"),
    ):
        stranger.checkpoint()
    client.checkpoint()
    keys = [verifier.text for verifier in service.keys.verifiers]
    with pytest.raises(Unproven, match="the signature of"):
        Witness(keys).accept(client.witness.note.replace("\n183\n", "\n182\n"))


def test_a_log_that_was_rewritten_or_has_shrunk_is_found_out(client, service, sqlite_url, tmp_path):
    client.checkpoint()
    keys = [verifier.text for verifier in service.keys.verifiers]
    other = f"sqlite:///{tmp_path}/other.db"
    migrate(other)
    forged = Service.open(Settings(database=other, key=service.settings.key))
    lines = [Item(json.loads(line)) for line in casebook_lines()]
    forged.record(lines[:10])
    with TestClient(create_app(forged, forged.settings)) as asked:

        def judged(note: str | None) -> None:
            with Client("http://timeline", keys=keys, note=note, transport=Through(asked)) as again:
                again.checkpoint()

        with pytest.raises(Unproven, match=f"the log has shrunk from {TOTAL} to 10"):
            judged(client.witness.note)
        forged.record(lines[10:])
        with pytest.raises(
            Unproven, match=f"two states of the log were signed for the size {TOTAL}"
        ):
            judged(client.witness.note)
        forged.record([Item(KINDS["project-awarded"].EXAMPLE)])
        with pytest.raises(Unproven, match=f"the log of {TOTAL} events is not the start of"):
            judged(client.witness.note)
    forged.close()


def test_both_clients_offer_the_same():
    def offered(kind: type) -> set[str]:
        return {name for name in vars(kind) if not name.startswith("_")}

    assert offered(Client) == offered(AsyncClient)


def test_closing_a_client_ends_what_it_follows():
    transport, _ = scripted(streamed(1, 2))
    client = Client("http://timeline", transport=transport)
    with closing(client.follow(backoff=quick())) as events:
        assert next(events).position == 1
        client.close()
        assert [event.position for event in events] in ([], [2])


def test_a_pinned_answer_is_asked_for_again_by_its_address(client, service):
    answer = client.exposure("dahua", "新疆")
    service.record([Item(KINDS["project-awarded"].EXAMPLE)])

    assert client.pinned(answer["pinned"]) == answer
