"""A service over a log of some forty events, in small batches so that a rebuild takes many steps."""

import pytest
from sqlalchemy import Engine

from tests.timeline.killed import claims_in
from timeline import Service, SystemClock
from timeline.projecting import Projector, Whole

BATCHES = 12


@pytest.fixture
def service(engine: Engine) -> Service:
    """Its log is filled, and all projections have read it."""
    found = Service(engine, SystemClock())
    found.projector = Projector(engine, found.log, 3, Whole(engine, found.log, 3, 1, 0))
    found.log.append([claim for batch in range(BATCHES) for claim in claims_in(batch)])
    found.catch_up()
    return found
