"""The application over a migrated database, empty or with the casebook, at a time set by hand."""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from starlette.testclient import TestClient

from api import create_app
from events import KINDS, instant_of
from timeline import FixedClock, Item, Service, Settings, migrate
from timeline.casebook import casebook_lines

NOON = instant_of(datetime(2026, 3, 1, 12, tzinfo=UTC))
HOUR = 3_600_000_000


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(NOON)


@pytest.fixture
def service(database_url: str, clock: FixedClock) -> Iterator[Service]:
    """A service over an empty log."""
    migrate(database_url)
    service = Service.open(Settings(database=database_url), clock)
    yield service
    service.close()


@pytest.fixture
def settings(database_url: str) -> Settings:
    return Settings(database=database_url, body_bytes="20000")


@pytest.fixture
def client(service: Service, settings: Settings) -> Iterator[TestClient]:
    """Asks the application over that service, over whose log nothing stands yet."""
    with TestClient(create_app(service, settings), raise_server_exceptions=False) as client:
        yield client


@pytest.fixture
def casebook(service: Service, clock: FixedClock) -> Service:
    """The service with the casebook recorded, an hour ago."""
    service.record([Item(json.loads(line)) for line in casebook_lines()])
    clock.advance(HOUR)
    return service


@pytest.fixture
def ask(casebook: Service, client: TestClient) -> Callable[..., dict[str, Any]]:
    """Asks for an exposure with the casebook recorded; the answer."""

    def exposure(**params: str) -> dict[str, Any]:
        response = client.get("/v1/exposure", params=params)
        assert response.status_code == 200, response.text
        answer: dict[str, Any] = response.json()
        return answer

    return exposure


@pytest.fixture
def a_claim() -> Callable[..., dict[str, Any]]:
    """Makes a claim about acme that differs from others by what is given."""

    def make(**fields: object) -> dict[str, Any]:
        return {**KINDS["project-awarded"].EXAMPLE, **fields}

    return make
