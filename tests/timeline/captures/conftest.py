"""A service whose captures are in the database or in a directory, and claims that cite them."""

import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from events import instant_of
from tests.timeline.story import FIRST_DAY, awarded
from timeline import FixedClock, Retrieved, Service, Settings, migrate

NOW = instant_of(FIRST_DAY)
PAGE = b"<p>The firm was awarded <b>five</b>\n projects \xe2\x80\x94 in \xe2\x80\x9cthe harbour\xe2\x80\x9d.</p>"


def sha(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()


def citing(body: bytes | str, quote: str | None = None, **more: Any) -> dict[str, Any]:
    """A citation of some bytes, or of the bytes of a hash."""
    named = body if isinstance(body, str) else sha(body)
    quoted = {} if quote is None else {"quote": quote}
    return {"source": "exchange", "sha256": named, "derived_from": None, **quoted, **more}


def claim(*cited: Any, **more: Any) -> dict[str, Any]:
    return awarded(citation=citing(*cited), **more)


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(NOW)


@pytest.fixture(params=["in the database", "in a directory"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The setting TIMELINE_CAPTURES."""
    return "" if request.param == "in the database" else str(tmp_path / "bodies")


@pytest.fixture
def open_service(database_url: str, clock: FixedClock) -> Iterator[Callable[..., Service]]:
    """Opens services over one database, the captures wherever is said."""
    migrate(database_url)
    opened = []

    def opening(captures: str = "") -> Service:
        service = Service.open(Settings(database=database_url, captures=captures), clock)
        opened.append(service)
        return service

    yield opening
    for service in opened:
        service.close()


@pytest.fixture
def service(open_service: Callable[..., Service]) -> Service:
    return open_service()


@pytest.fixture
def take() -> Callable[..., str]:
    """Captures bytes; the hash they go by."""

    def taking(service: Service, body: bytes, media_type: str = "", **more: Any) -> str:
        captured = service.capture([Retrieved(body, media_type=media_type, **more)])
        return captured.taken[0].capture.sha256

    return taking
