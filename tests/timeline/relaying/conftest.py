"""Brokers for the tests of relays: each server started once, each test with a place of its own."""

import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import pytest

from .secure_servers import SECURE
from .servers import SERVERS, Kept, Server

Starts = Callable[[str], Server]


@dataclass(frozen=True)
class Place:
    """Somewhere to publish to on a server."""

    server: Server
    name: str

    @property
    def url(self) -> str:
        return self.server.url(self.name)

    def kept(self) -> list[Kept]:
        return self.server.kept(self.name)


@pytest.fixture(scope="session")
def servers() -> Iterator[Starts]:
    """Starts a server when it is first asked for."""
    started: dict[str, Server] = {}
    with tempfile.TemporaryDirectory(prefix="timeline-brokers-") as folder:

        def start(name: str) -> Server:
            sort = {**SERVERS, **SECURE}[name]
            if sort.missing:
                pytest.skip(sort.missing)
            if name not in started:
                own = Path(folder) / name
                own.mkdir()
                started[name] = sort(own)
                started[name].start()
            return started[name]

        yield start
        for server in started.values():
            server.close()


@pytest.fixture(params=list(SERVERS))
def place(request: pytest.FixtureRequest, servers: Starts) -> Place:
    """A place of the test's own on each kind of broker in turn."""
    return Place(servers(request.param), f"place-{uuid4().hex}")


@pytest.fixture(params=[name for name in SERVERS if name != "kafka"])
def stoppable(request: pytest.FixtureRequest, servers: Starts) -> Place:
    """As `place`, on a server that the test may stop and kill, and starts again."""
    return Place(servers(request.param), f"place-{uuid4().hex}")
