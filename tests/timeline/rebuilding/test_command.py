"""`timeline projections`: what it prints, when it switches, and what it refuses."""

import json
from collections.abc import Sequence
from functools import partial
from typing import Any

import pytest
from click.testing import Result
from typer.testing import CliRunner

from timeline import Service, TimelineError
from timeline.cli import app
from timeline.projecting import projector, whole
from timeline.projecting.shares import Reader, Share, folded

from .rebuilt import alter, live_slot, slots_of


@pytest.fixture
def run(service: Service, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Runs the command on the database of the service; questions are drawn from a few events."""
    url = service.engine.url.render_as_string(hide_password=False)
    monkeypatch.setenv("TIMELINE_DATABASE", url)
    runner = CliRunner()

    def ran(*arguments: str) -> Result:
        return runner.invoke(app, ["projections", *arguments, "--sample", "6"])

    return ran


def refused(result: Result) -> str:
    assert isinstance(result.exception, TimelineError), result.output
    return str(result.exception)


def test_a_rebuild_without_a_difference_switches_and_drop_empties_what_is_kept(
    run: Any, service: Service
):
    done = json.loads(run("rebuild", "exposure", "--json").stdout)
    (compared,), (shown,) = done["compared"], done["projections"]
    assert compared["same"]
    assert compared["questions"] > 20
    assert (shown["name"], shown["slot"], shown["lag"]) == ("exposure", "b", 0)
    assert [each["state"] for each in shown["slots"]] == ["live", "kept"]

    dropped = json.loads(run("drop", "exposure", "--json").stdout)["projections"][0]["slots"]
    assert [(each["state"], each["rows"]) for each in dropped][1] == ("empty", 0)
    assert "nothing stands beside exposure" in refused(run("switch", "exposure"))
    assert "nothing stands beside exposure" in refused(run("compare", "exposure"))


def test_a_rebuild_with_differences_prints_them_and_switches_when_told_to(
    run: Any, service: Service
):
    service.projector.building.build("exposure")
    alter(service, "UPDATE exposure_b SET possible = coalesce(possible, 0) + 40")
    result = run("rebuild", "exposure")
    assert result.exit_code == 1
    assert "answers differ" in result.stdout
    assert "totals[0].possible: " in result.stdout
    assert "more answers" in result.stdout
    assert "row only before: " in result.stdout
    assert "`timeline projections switch exposure` switches all the same" in result.stdout
    assert live_slot(service) == "a"

    found = json.loads(run("compare", "exposure", "--json").stdout)["compared"][0]
    assert (len(found["differences"]), found["more"]) == (10, found["differing"] - 10)
    assert {*found["differences"][0]["changed"][0]} == {"at", "before", "after"}

    assert run("switch", "exposure").exit_code == 0
    assert live_slot(service) == "b"
    assert run("switch", "exposure").exit_code == 0
    assert live_slot(service) == "a"


def test_switch_and_anew_are_options_of_a_rebuild(run: Any, service: Service):
    service.projector.building.build("pairs")
    alter(service, "DELETE FROM pairs_b")
    assert run("rebuild", "pairs", "--switch").exit_code == 0
    assert slots_of(service, "pairs")[0].rows == 0

    assert run("rebuild", "pairs", "--anew").exit_code == 1
    assert run("rebuild", "pairs", "--switch").exit_code == 0
    assert slots_of(service, "pairs")[0].rows > 0
    for option in (["--switch"], ["--anew"], ["--processes", "2"]):
        said = refused(run("compare", "pairs", *option))
        assert said.startswith("action: expected rebuild with")


def test_a_rebuild_is_folded_by_as_many_processes_as_are_asked_for(
    run: Any, monkeypatch: pytest.MonkeyPatch
):
    asked = []

    def noted(reader: Reader, shares: Sequence[Share], processes: int) -> Any:
        asked.append(processes)
        return folded(reader, shares, processes)

    monkeypatch.setattr(whole, "folded", noted)
    monkeypatch.setattr(projector, "Whole", partial(whole.Whole, share=30, alone=0))
    done = json.loads(run("rebuild", "exposure", "--processes", "2", "--json").stdout)

    assert (asked, done["compared"][0]["same"]) == ([2], True)


def test_what_is_not_said_clearly_is_refused(run: Any):
    assert refused(run("switch")) == "name: expected the projection to switch, got none"
    assert refused(run("vanish")).startswith("action: expected status, rebuild, compare, switch or")
    assert refused(run("drop", "rows")).startswith("projection: expected one of links, exposure")


def test_status_shows_both_slots_of_each_projection(run: Any):
    shown = run("status").stdout
    assert shown.count(" live ") == shown.count(" empty ") == 6
