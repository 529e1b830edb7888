"""A log on each database, a clock that is set by hand, and claims to put in."""

from collections.abc import Callable

import pytest
from sqlalchemy import Engine

from events import KINDS, Claim, parse_claim
from timeline.clock import FixedClock
from timeline.log import Log

NOON = 1_800_000_000_000_000


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(NOON)


@pytest.fixture
def log(engine: Engine, clock: FixedClock) -> Log:
    return Log(engine, clock)


@pytest.fixture
def a_claim() -> Callable[..., Claim]:
    """Makes a claim that differs from others by its number."""

    def make(number: int = 1, occurrence: str = "dahua-xinjiang-five") -> Claim:
        example = KINDS["project-awarded"].EXAMPLE
        return parse_claim({**example, "occurrence": occurrence, "note": f"number {number}"})

    return make
