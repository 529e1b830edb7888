"""Clients follow the log of a server that is killed: each ends with every event once, in order."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from random import Random

import pytest

from events import KINDS, parse_claim
from tests.api.served import Server, serving
from timeline import Service, Settings, migrate
from timeline.client import Backoff, Client, FeedEvent
from timeline.database import reading

EVENTS = 400
CLIENTS = 4
Seen = list[tuple[int, str]]


@pytest.fixture
def service(database_url: str) -> Iterator[Service]:
    """A service over an empty log, with the clock of the machine."""
    migrate(database_url)
    service = Service.open(Settings(database=database_url))
    yield service
    service.close()


@pytest.fixture
def server(service: Service, database_url: str, tmp_path: Path) -> Iterator[Server]:
    with serving(database_url, tmp_path, heartbeat_seconds="0.5") as server:
        yield server


def claim(number: int, **fields: object):
    return parse_claim(
        {**KINDS["project-awarded"].EXAMPLE, "occurrence": f"project-{number}", **fields}
    )


def record(service: Service, random: Random, many: int = EVENTS) -> None:
    """Append events in commits of one to nine, with pauses now and then."""
    made = 0
    while made < many:
        batch = min(random.randint(1, 9), many - made)
        service.log.append([claim(made + number) for number in range(batch)])
        made += batch
        if random.random() < 0.2:
            time.sleep(random.random() / 20)


def follow(address: str, random: Random, many: int = EVENTS) -> Seen:
    """Follow until so many events were seen, leaving at random and coming back as another client."""
    seen: Seen = []
    while len(seen) < many:
        with Client(address) as client:
            after = seen[-1][0] if seen else 0
            with closing(client.follow(after, backoff=Backoff(0.05, 0.5))) as events:
                seen += up_to(events, random, many - len(seen))
    return seen


def up_to(events: Iterator[FeedEvent], random: Random, many: int) -> Iterator[tuple[int, str]]:
    for number, event in enumerate(events, 1):
        assert event.genuine
        yield event.position, event.id
        if number == many or random.random() < 0.02:
            return


def logged(service: Service) -> Seen:
    with reading(service.engine) as connection:
        entries = service.log.read(connection, 0, EVENTS + 1)
    return [(entry.position, entry.claim.id) for entry in entries]


def test_every_client_gets_every_event_once_and_in_order_though_the_server_is_killed(
    service, server
):
    random = Random(20)
    with ThreadPoolExecutor(CLIENTS + 1) as pool:
        writing = pool.submit(record, service, random)
        followers = [pool.submit(follow, server.address, Random(seed)) for seed in range(CLIENTS)]
        time.sleep(0.5)
        server.kill()
        time.sleep(0.3)
        server.start()
        writing.result()
        seen = [each.result(timeout=60) for each in followers]

    assert seen == [logged(service)] * CLIENTS


def test_a_stream_ends_promptly_with_the_server(service, server):
    service.log.append([claim(0)])
    with Client(server.address) as client, closing(client.follow()) as events:
        assert next(events).position == 1
        assert server.end() < 5
    assert server.errors == ""


def test_a_stream_tells_a_new_event_at_once_and_gives_signs_of_life_meanwhile(service, server):
    import httpx2

    service.log.append([claim(0)])
    with (
        httpx2.Client(base_url=server.address) as http,
        http.stream("GET", "/v1/events/stream?after=1&vendor=acme") as response,
    ):
        lines = response.iter_lines()
        assert response.headers["content-type"].startswith("text/event-stream")
        assert [next(lines), next(lines)] == ["retry: 1000", ""]
        assert [next(lines), next(lines), next(lines)] == [": nothing new", "id: 1", ""]
        service.log.append([claim(1)])
        found = next(line for line in lines if line.startswith("data: "))
        assert '"sequence":"0000000000000000002"' in found
        assert next(lines) == "id: 2"


def test_what_is_not_wanted_is_passed_over_and_not_read_again(service, server):
    service.log.append([claim(0), claim(1, vendor="bolt"), claim(2)])

    with Client(server.address) as client:
        with closing(client.follow(vendor="bolt")) as events:
            assert next(events).position == 2
        with pytest.raises(Exception, match="vendor: no vendor is known as 'nobody'"):
            next(client.follow(vendor="nobody"))
        with pytest.raises(Exception, match="after: expected a position from 0 to 3, got 4"):
            next(client.follow(4))
