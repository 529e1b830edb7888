"""The casebook, recorded, with its answers as PROV documents."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from prov.model import ProvDocument

from timeline import (
    Asked,
    FixedClock,
    Item,
    Service,
    Settings,
    answer_exposure,
    answer_why,
    migrate,
    prov_of_exposure,
    prov_of_why,
    resolve_question,
)
from timeline.casebook import casebook_lines

Answer = dict[str, Any]
Drawn = tuple[Answer, ProvDocument]
NOON = 1_772_366_400_000_000


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(NOON)


@pytest.fixture
def service(database_url: str, clock: FixedClock) -> Iterator[Service]:
    migrate(database_url)
    service = Service.open(Settings(database=database_url), clock)
    service.record([Item(json.loads(line)) for line in casebook_lines()])
    clock.advance(3_600_000_000)
    yield service
    service.close()


@pytest.fixture
def exposure(service: Service) -> Callable[..., Drawn]:
    """Asks for an exposure; the answer, and where it comes from."""

    def asked(vendor: str, region: str | None = None, policy: str = "strict", **at: Any) -> Drawn:
        with service.snapshot() as snapshot:
            question = resolve_question(
                snapshot, Asked(**at), vendor=vendor, region=region, policy=policy
            )
            answer = answer_exposure(question)
            return answer, prov_of_exposure(question, answer)

    return asked


@pytest.fixture
def why(service: Service) -> Callable[[str], Drawn]:
    """Asks why; the answer, and where it comes from."""

    def asked(target: str) -> Drawn:
        with service.snapshot() as snapshot:
            answer = answer_why(snapshot, target)
            return answer, prov_of_why(snapshot, answer)

    return asked
