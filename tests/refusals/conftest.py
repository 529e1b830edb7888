"""A log that holds the casebook, on each kind of database, for what must not change it."""

import json
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import uuid4

import psycopg
import pytest
from sqlalchemy import text

from timeline import Item, Service, Settings, migrate
from timeline.casebook import casebook_lines


@dataclass(frozen=True)
class Held:
    """A service, the address of its database, and what its log holds."""

    service: Service
    address: str

    def state(self) -> tuple[int, int]:
        """The position of the log's head, and how many events there are."""
        with self.service.engine.connect() as connection:
            count = connection.scalar(text("SELECT count(*) FROM log_events"))
            return self.service.log.head(connection).position, int(count)


@pytest.fixture(scope="session")
def held_sqlite() -> Iterator[Held]:
    with tempfile.TemporaryDirectory(prefix="timeline-refusals-") as folder:
        yield from _held(f"sqlite:///{folder}/timeline.db")


@pytest.fixture(scope="session")
def held_postgres(postgres_server) -> Iterator[Held]:
    name = f"refusals_{uuid4().hex}"
    with psycopg.connect(postgres_server.get_uri(), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        yield from _held(postgres_server.get_uri(database=name, driver="psycopg"))
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgresql)])
def held(request: pytest.FixtureRequest) -> Held:
    """The same log on each of the two kinds in turn; no test may change it."""
    found: Held = request.getfixturevalue(f"held_{request.param}")
    return found


def _held(address: str) -> Iterator[Held]:
    migrate(address)
    service = Service.open(Settings(database=address))
    service.record([Item(json.loads(line)) for line in casebook_lines()])
    yield Held(service, address)
    service.close()
