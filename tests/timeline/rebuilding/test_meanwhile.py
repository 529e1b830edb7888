"""While a projection is rebuilt and switched others record and ask: answers never go back and are never empty."""

from collections.abc import Callable
from threading import Event, Thread

import pytest
from sqlalchemy import func, select

from tests.timeline.killed import claims_in, said_in
from timeline import Asked, Item, Service, SystemClock, answer_exposure, resolve_question
from timeline.database import open_engine, reading
from timeline.projecting import live_tables

from .conftest import BATCHES
from .rebuilt import rows_of, slots_of

LAST = 60
"""The batch up to which claims only add occurrences to the answer; it is recorded again and again."""
NAMES = ("exposure", "history", "links")


def told(service: Service) -> tuple[int, ...]:
    """The position of what answers as it is, and how much answers."""
    with reading(service.engine) as connection:
        live = live_tables(connection)
        counts = [
            connection.scalar(select(func.count()).select_from(live.tables[name])) or 0
            for name in ("exposure", "history")
        ]
    return (live.position, *counts)


def answered(service: Service) -> tuple[int, ...]:
    """The position of an answer, and how many occurrences it tells of."""
    asked = Asked(valid_at="2019-06-01")
    with service.snapshot() as snapshot:
        answer = answer_exposure(
            resolve_question(snapshot, asked, vendor="acme", include_excluded=True)
        )
    assert answer["status"] == "exposed"
    return snapshot.live.position, len(answer["occurrences"])  # type: ignore[arg-type]


class Others:
    """Threads of their own that do a thing again and again until they are stopped."""

    def __init__(self, service: Service) -> None:
        self.url = service.engine.url
        self.failed: list[BaseException] = []
        self.times: dict[str, int] = {}
        self._ended = Event()
        self._threads: list[Thread] = []

    def start(self, name: str, do: Callable[[Service, int], None]) -> None:
        thread = Thread(target=self._work, args=(name, do))
        self._threads.append(thread)
        thread.start()

    def stop(self) -> None:
        self._ended.set()
        for thread in self._threads:
            thread.join(60)

    def _work(self, name: str, do: Callable[[Service, int], None]) -> None:
        service = Service(open_engine(self.url), SystemClock())
        try:
            while not self._ended.is_set():
                do(service, self.times.get(name, 0))
                self.times[name] = self.times.get(name, 0) + 1
        except BaseException as error:  # noqa: BLE001 - told in the test
            self.failed.append(error)
        finally:
            service.close()


def growing(ask: Callable[[Service], tuple[int, ...]]) -> Callable[[Service, int], None]:
    """Asks, and sees that nothing in the answer became less."""
    before: list[tuple[int, ...]] = [(1, 1)]

    def grow(service: Service, _time: int) -> None:
        now = ask(service)
        assert all(one <= other for one, other in zip(before[0], now, strict=False)), (before, now)
        before[0] = now

    return grow


def record(service: Service, time: int) -> None:
    service.record([Item(said) for said in said_in(min(BATCHES + time, LAST))])


def test_answers_never_go_back_while_a_rebuild_switches(service: Service):
    others = Others(service)
    others.start("record", record)
    others.start("tell", growing(told))
    others.start("answer", growing(answered))
    try:
        for _ in range(2):
            for name in NAMES:
                service.projector.rebuild(name)
                service.projector.building.switch(name)
    finally:
        others.stop()
    assert others.failed == []
    assert min(others.times.values()) > 2
    assert {*others.times} == {"record", "tell", "answer"}
    service.catch_up()
    for name in NAMES:
        live, kept = slots_of(service, name)
        assert (live.slot, live.lag, kept.state) == ("a", 0, "kept")
        service.projector.building.switch(name)
        assert rows_of(service, "a", name) == rows_of(service, "b", name)


@pytest.mark.parametrize("name", ["exposure", "names"])
def test_what_was_redacted_is_kept_in_no_slot(service: Service, name: str):
    service.projector.rebuild(name)
    claim = next(c for c in claims_in(3) if c.kind != "vendor-named")
    redaction = {"act": "payload-redacted", "target": claim.id, "reason": "a court order"}
    service.record([Item({"act": redaction})])
    live, other = slots_of(service, name)

    assert (live.state, other.state, other.rows, other.checkpoint) == ("live", "empty", 0, 0)
