"""A projection is built beside the one that answers, switched to and back, dropped, cut off and gone on with."""

import signal
import subprocess
import sys
from collections.abc import Callable
from threading import Thread

import pytest

from projections import PROJECTIONS, Exposure
from tests.house import ROOT
from tests.timeline.killed import claims_in
from timeline import NothingBeside, OtherVersion, RebuildUnderWay, Service
from timeline.alone import alone

from .conftest import BATCHES
from .rebuilt import alter, answering_version, begun_in, live_slot, rows_of, slots_of

HEAD = sum(len(claims_in(batch)) for batch in range(BATCHES))
VERSION = Exposure.version


def record_more(service: Service, batch: int = BATCHES) -> None:
    service.log.append(claims_in(batch))
    service.catch_up()


def test_what_was_built_waits_beside_what_answers_with_equal_rows(service: Service):
    for name in (projection.name for projection in PROJECTIONS):
        service.projector.building.build(name)
        live, built = slots_of(service, name)
        assert (live.slot, live.state, built.slot, built.state) == ("a", "live", "b", "built")
        assert (built.checkpoint, built.lag, built.version) == (HEAD, 0, live.version)
        assert rows_of(service, "a", name) == rows_of(service, "b", name)


def test_a_switch_keeps_what_answered_and_another_goes_back(service: Service):
    building = service.projector.building
    building.build("exposure")
    building.switch("exposure")
    assert [(each.slot, each.state) for each in slots_of(service)] == [("b", "live"), ("a", "kept")]

    building.switch("exposure")
    assert [(each.slot, each.state) for each in slots_of(service)] == [("a", "live"), ("b", "kept")]


def test_what_waits_reads_on_before_it_is_switched_to(service: Service):
    service.projector.building.build("exposure")
    for batch in range(BATCHES, BATCHES + 4):
        record_more(service, batch)
    live, built = slots_of(service)
    assert built.checkpoint == HEAD < live.checkpoint

    service.projector.building.switch("exposure")
    now, kept = slots_of(service)
    assert (now.slot, now.checkpoint) == ("b", live.checkpoint)
    assert rows_of(service, now.slot) == rows_of(service, kept.slot)


def test_what_was_dropped_cannot_be_switched_to(service: Service):
    building = service.projector.building
    building.build("exposure")
    building.drop("exposure")
    building.drop("exposure")
    _, empty = slots_of(service)

    assert (empty.state, empty.version, empty.rows, empty.checkpoint) == ("empty", None, 0, 0)
    with pytest.raises(NothingBeside, match="nothing stands beside exposure, run "):
        building.switch("exposure")


def starts_at(build: Callable[..., object]) -> int:
    """Where the first step of a build came to."""
    steps: list[int] = []
    build(progress=lambda done, _total: steps.append(done))
    return steps[0] if steps else HEAD


def test_a_rebuild_killed_goes_on_where_its_rows_stand(service: Service):
    url = service.engine.url.render_as_string(hide_password=False)
    command = [sys.executable, "-m", "tests.timeline.rebuilding.cut_off", url, "exposure"]
    for position in (9, 21):
        done = subprocess.run([*command, str(position)], cwd=ROOT, check=False)
        assert done.returncode == -signal.SIGKILL
        live, built = slots_of(service)
        assert (live.slot, live.checkpoint) == ("a", HEAD)
        assert (built.checkpoint, built.state) == (0, "built")
        assert built.rows > 0
        assert position <= begun_in(service, built.slot) < position + 3

    building = service.projector.building
    assert starts_at(lambda **words: building.build("exposure", **words)) > 21
    assert rows_of(service, "a") == rows_of(service, "b")
    assert starts_at(lambda **words: building.build("exposure", anew=True, **words)) == 3
    assert rows_of(service, "a") == rows_of(service, "b")


def test_what_was_kept_is_not_gone_on_with_but_built_anew(service: Service):
    building = service.projector.building
    service.projector.rebuild("exposure")
    alter(service, "DELETE FROM exposure_a")

    assert starts_at(lambda **words: building.build("exposure", **words)) == 3
    assert rows_of(service, "a") == rows_of(service, "b")


def test_a_second_rebuild_is_refused_while_the_first_is_at_it(service: Service):
    building = service.projector.building

    def again(_done: int, _total: int) -> None:
        for refused in (building.build, building.switch, building.drop):
            with pytest.raises(RebuildUnderWay, match="exposure is being rebuilt"):
                refused("exposure")
        building.build("names")

    building.build("exposure", progress=again)
    building.switch("exposure")
    assert live_slot(service) == "b"


def test_rows_of_another_version_answer_until_they_are_switched_from(service: Service):
    building = service.projector.building
    answering_version(service, 7)
    building.build("exposure")
    live, built = slots_of(service)
    assert (live.slot, live.version, built.version) == ("a", 7, VERSION)

    building.switch("exposure")
    live, kept = slots_of(service)
    assert (live.slot, live.version, kept.slot, kept.version) == ("b", VERSION, "a", 7)
    with pytest.raises(OtherVersion, match="beside exposure is of version 7"):
        building.switch("exposure")


def test_code_of_another_version_builds_and_switches_before_it_reads_on(service: Service):
    answering_version(service, 7)
    record_more(service)
    live, kept = slots_of(service)

    assert (live.slot, live.version, live.lag) == ("b", VERSION, 0)
    assert (kept.state, kept.version, kept.checkpoint) == ("kept", 7, HEAD)


def test_code_of_a_version_that_was_kept_goes_back_to_it(service: Service):
    service.projector.rebuild("exposure")
    answering_version(service, 7)
    alter(service, "UPDATE exposure_a SET size_lo = 77")
    service.log.append(claims_in(BATCHES))
    service.catch_up()

    live, kept = slots_of(service)
    assert (live.slot, live.version, live.lag, kept.version) == ("a", VERSION, 0, 7)
    assert 77 in {row.size_lo for row in rows_of(service, "a")}


def test_code_of_another_version_waits_for_a_rebuild_under_way(service: Service):
    answering_version(service, 7)
    renewed = Thread(target=lambda: service.projector.building.renew(PROJECTIONS[1]))
    with alone(service.engine, "exposure-rebuild", RebuildUnderWay(name="exposure")):
        renewed.start()
        renewed.join(0.3)
        assert renewed.is_alive()
        assert live_slot(service) == "a"
    renewed.join(30)
    assert live_slot(service) == "b"


def test_a_rebuild_leaves_nothing_beside_the_database(service: Service, tmp_path):
    url = service.engine.url
    service.projector.rebuild("exposure")
    if url.get_backend_name() == "sqlite":
        folder = type(tmp_path)(str(url.database)).parent
        assert {path.name for path in folder.iterdir()} <= {
            "timeline.db",
            "timeline.db-wal",
            "timeline.db-shm",
        }
