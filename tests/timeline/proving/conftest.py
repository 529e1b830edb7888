"""Services with a key of their own, one of them with the casebook, and the bundles of their answers."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from timeline import FixedClock, Item, Service, Settings
from timeline.casebook import casebook_lines

NOON = 1_800_000_000_000_000
Opened = Callable[..., Service]


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(NOON)


@pytest.fixture
def key(tmp_path: Path) -> Path:
    return tmp_path / "timeline.key"


@pytest.fixture
def service(engine: Engine, clock: FixedClock, key: Path) -> Service:
    """A service over an empty log."""
    return Service(engine, clock, Settings(key=str(key)))


@pytest.fixture
def casebook(service: Service) -> Service:
    """The service, with the casebook recorded in batches of a second each."""
    record_casebook(service)
    return service


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """A service with the casebook on SQLite, which no test adds to."""
    from timeline import migrate

    folder = tmp_path_factory.mktemp("casebook")
    database = f"sqlite:///{folder}/timeline.db"
    migrate(database)
    settings = Settings(database=database, key=str(folder / "timeline.key"))
    service = Service.open(settings, FixedClock(NOON))
    record_casebook(service)
    yield service
    service.close()


def record_casebook(service: Service) -> None:
    """Record the casebook, 40 lines a second."""
    assert isinstance(service.clock, FixedClock)
    lines = [Item(json.loads(line)) for line in casebook_lines()]
    for start in range(0, len(lines), 40):
        service.record(lines[start : start + 40])
        service.clock.set(service.clock.now() + 1_000_000)
