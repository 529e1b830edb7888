"""A service on each database, its clock at a fixed time."""

import pytest
from sqlalchemy import Engine

from timeline import FixedClock, Service

NOW = 1_790_000_000_000_000
"""In September 2026."""


@pytest.fixture
def service(engine: Engine) -> Service:
    """A service whose clock stands still."""
    return Service(engine, FixedClock(NOW))
