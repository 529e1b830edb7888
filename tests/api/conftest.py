"""The application over a migrated database, empty or with the casebook, at a time set by hand."""

import json
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from starlette.testclient import TestClient

from api import create_app
from events import KINDS, instant_of
from timeline import FixedClock, Item, Service, Settings, migrate
from timeline.casebook import casebook_lines

NOON = instant_of(datetime(2026, 3, 1, 12, tzinfo=UTC))
HOUR = 3_600_000_000
POSTGRESQL = pytest.mark.postgresql


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
    record_casebook(service, clock)
    return service


KINDS_OF_DATABASE = ["sqlite", pytest.param("postgres", marks=POSTGRESQL)]


@pytest.fixture(scope="session", params=KINDS_OF_DATABASE)
def shared_url(request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of an empty database of each kind for all tests that only read the casebook."""
    yield from _empty(request)


@pytest.fixture(scope="module", params=KINDS_OF_DATABASE)
def module_url(request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of an empty database of each kind for the tests of one module that only read."""
    yield from _empty(request)


def _empty(request: pytest.FixtureRequest) -> Iterator[str]:
    if request.param == "sqlite":
        with tempfile.TemporaryDirectory(prefix="timeline-sqlite-") as folder:
            yield f"sqlite:///{folder}/timeline.db"
        return
    server = request.getfixturevalue("postgres_server")
    name = f"test_{uuid4().hex}"
    with psycopg.connect(server.get_uri(), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        yield server.get_uri(database=name, driver="psycopg")
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="session")
def reader(shared_url: str) -> Iterator[TestClient]:
    """Asks an application over the casebook, recorded an hour ago, in which no test records."""
    clock, settings = FixedClock(NOON), Settings(database=shared_url, hosts="testserver")
    migrate(shared_url)
    service = Service.open(settings, clock)
    record_casebook(service, clock)
    with TestClient(create_app(service, settings)) as client:
        yield client
    service.close()


def record_casebook(service: Service, clock: FixedClock) -> None:
    service.record([Item(json.loads(line)) for line in casebook_lines()])
    clock.advance(HOUR)


@pytest.fixture
def ask(reader: TestClient) -> Callable[..., dict[str, Any]]:
    """Asks for an exposure with the casebook recorded; the answer."""

    def exposure(**params: str) -> dict[str, Any]:
        response = reader.get("/v1/exposure", params=params)
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
