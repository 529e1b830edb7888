"""A slot filled from the whole log has the rows that were kept up, whoever folds and whatever happens meanwhile."""

import signal
import subprocess
import sys
from collections.abc import Callable
from multiprocessing import active_children
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from events import Event, parse_act
from projections import Exposure, occurrence_rows
from tests.house import ROOT
from tests.projections.test_running import streams
from tests.timeline.killed import claims_in
from timeline import Item, Service
from timeline.projecting import OPEN, Group, Projector, Whole
from timeline.projecting.folding import changes_of

from .conftest import BATCHES
from .rebuilt import begun_in, live_slot, rows_of, slots_of


@settings(deadline=None, suppress_health_check=list(HealthCheck))
@given(streams(most=24))
def test_every_row_an_occurrence_ever_had_is_that_of_the_fold_up_to_there(events: list[Event]):
    found = list(changes_of(Exposure(), Group(frozenset(("one",))), events, {}))

    for index, event in enumerate(events, start=1):
        held = [tuple(row) for row, since, until in found if since <= event.position < until]
        assert sorted(held, key=repr) == sorted(
            map(tuple, occurrence_rows("one", events[:index])), key=repr
        )
    assert all(since < until <= OPEN for _, since, until in found)


def test_several_processes_fold_what_one_does_and_end_with_it(service: Service):
    service.projector.building.build("exposure", processes=2)

    assert rows_of(service, "a") == rows_of(service, "b")
    assert active_children() == []


def test_a_short_log_is_folded_by_one_process(service: Service):
    started: list[int] = []
    service.projector = Projector(service.engine, service.log)
    service.projector.building.build(
        "exposure", progress=lambda *_: started.append(len(active_children())), processes=2
    )

    assert started == [0]


def test_processes_that_fold_end_when_who_started_them_is_killed(service: Service):
    url = service.engine.url.render_as_string(hide_password=False)
    command = [sys.executable, "-m", "tests.timeline.rebuilding.cut_off", url, "exposure", "9", "2"]
    done = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True)
    pids = done.stdout.split()
    assert (done.returncode, len(pids)) == (-signal.SIGKILL, 2)
    assert begun_in(service, slots_of(service)[1].slot) >= 9

    ended = monotonic() + 30
    while any(_runs(pid) for pid in pids):
        assert monotonic() < ended
        sleep(0.05)
    service.projector.building.build("exposure")
    assert rows_of(service, "a") == rows_of(service, "b")


def _runs(pid: str) -> bool:
    """Whether there is such a process; one that nobody has waited for does not run any more."""
    stat = Path("/proc", pid, "stat")
    try:
        return stat.read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def once(do: Callable[[], object]) -> Callable[[int, int], None]:
    """As the progress of a build: does a thing after its first step."""
    left = [do]

    def told(_done: int, _total: int) -> None:
        while left:
            left.pop()()

    return told


def test_what_is_recorded_while_a_slot_is_filled_is_read_after_it(service: Service):
    first, last = (claims_in(batch)[0].occurrence for batch in (0, BATCHES - 1))
    link = parse_act(
        {"act": "same-occurrence", "target": first, "other": last, "reason": "shown to be one"}
    )

    def record() -> None:
        service.log.append([*claims_in(BATCHES), link, *claims_in(BATCHES + 1)])
        service.catch_up()

    service.projector.building.build("exposure", progress=once(record))
    assert {each.lag for each in slots_of(service)} == {0}
    assert rows_of(service, "a") == rows_of(service, "b")


@pytest.mark.parametrize("processes", [1, 2])
def test_a_slot_emptied_while_it_is_filled_is_filled_anew(service: Service, processes: int):
    claim = next(each for each in claims_in(0) if each.kind != "vendor-named")
    redaction = {"act": "payload-redacted", "target": claim.id, "reason": "a court order"}
    steps: list[int] = []

    def redact() -> None:
        service.record([Item({"act": redaction})])
        assert begun_in(service, "b") == 0

    told = once(redact)

    def progress(done: int, total: int) -> None:
        steps.append(done)
        told(done, total)

    service.projector.building.build("exposure", progress=progress, processes=processes)
    assert steps[:2] == [3, 3]
    assert rows_of(service, "a") == rows_of(service, "b")


def test_linked_occurrences_are_folded_once_wherever_they_begin(service: Service):
    names = [claims_in(batch)[0].occurrence for batch in (0, 4, BATCHES - 1)]
    said: list[Any] = [
        parse_act({"act": "same-occurrence", "target": names[0], "other": each, "reason": "shown"})
        for each in names[1:]
    ]
    service.log.append(said)
    service.catch_up()
    for share, rows in ((1, 1), (3, 1), (7, 10), (100, 100)):
        whole = Whole(service.engine, service.log, share, rows)
        service.projector = Projector(service.engine, service.log, 3, whole)
        service.projector.rebuild("exposure")
        assert rows_of(service, "a") == rows_of(service, "b")
    assert live_slot(service) == "a"
