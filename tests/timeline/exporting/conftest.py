"""Stories with a key of their own, and the casebook exported."""

from pathlib import Path

import pytest
from sqlalchemy import Engine

from events import instant_of
from tests.timeline.proving.conftest import record_casebook
from tests.timeline.story import FIRST_DAY, Story
from timeline import FixedClock, Service, Settings


@pytest.fixture
def service(engine: Engine, tmp_path: Path) -> Service:
    """A service over an empty log, with a key of its own."""
    clock = FixedClock(instant_of(FIRST_DAY))
    return Service(engine, clock, Settings(key=str(tmp_path / "timeline.key")))


@pytest.fixture
def story(service: Service) -> Story:
    """A story that can be exported."""
    assert isinstance(service.clock, FixedClock)
    return Story(service, service.clock)


@pytest.fixture
def casebook(service: Service) -> Service:
    """The service with the casebook recorded."""
    record_casebook(service)
    return service
