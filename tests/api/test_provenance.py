"""PROV over HTTP and on the command line: the same bytes, cached as the answer they belong to."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from timeline import BadParameter
from timeline.cli import app

FIVE = "dahua-xinjiang-five"
ASKED = {"vendor": "dahua", "region": "CN-XJ", "valid_at": "2018-01-01"}
FORMS = {"prov-json": "application/json", "prov-jsonld": "application/ld+json"}
FORM = pytest.mark.parametrize("form", FORMS)


@FORM
@pytest.mark.parametrize(
    ("path", "params"), [("/v1/exposure/prov", ASKED), (f"/v1/claims/{FIVE}/prov", {})]
)
def test_provenance_has_a_media_type_and_a_profile(reader, path, params, form):
    response = reader.get(path, params={**params, "format": form})

    assert response.status_code == 200, response.text
    media, _, profile = response.headers["content-type"].partition("; ")
    assert media == FORMS[form]
    assert profile.startswith('profile="http')
    assert response.json()


def test_without_a_format_it_is_prov_json(reader):
    plain, named = (
        reader.get("/v1/exposure/prov", params={**ASKED, **more})
        for more in ({}, {"format": "prov-json"})
    )

    assert plain.content == named.content
    assert plain.headers["content-location"].endswith("&format=prov-json")


@FORM
def test_it_is_cached_as_the_answer_is(reader, form):
    params = {**ASKED, "format": form}
    moving = reader.get("/v1/exposure/prov", params=params)
    answer = reader.get("/v1/exposure", params=ASKED).json()
    pinned = moving.headers["content-location"]
    fixed = reader.get(pinned)

    assert moving.headers["cache-control"] == "no-cache"
    assert pinned == answer["pinned"].replace("/exposure?", "/exposure/prov?") + f"&format={form}"
    assert fixed.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert fixed.content == moving.content
    tag = {"If-None-Match": fixed.headers["etag"]}
    assert reader.get(pinned, headers=tag).status_code == 304


@FORM
def test_why_may_change_and_says_so(reader, form):
    response = reader.get(f"/v1/claims/{FIVE}/prov", params={"format": form})

    assert response.headers["cache-control"] == "no-cache"
    assert response.headers["etag"]


def test_it_names_the_very_bytes_of_the_answer(reader):
    answer = reader.get("/v1/exposure", params=ASKED)
    document = reader.get("/v1/exposure/prov", params=ASKED).json()
    [said] = [each for name, each in document["entity"].items() if name.startswith("answer:")]

    assert f'"{said["timeline:sha256"]}"' == answer.headers["etag"]


@pytest.mark.parametrize(
    ("address", "status", "field"),
    [
        ("/v1/exposure/prov?vendor=dahua&format=xml", 422, "format"),
        ("/v1/exposure/prov?vendor=dahua&asof=2018", 422, "asof"),
        ("/v1/exposure/prov?format=prov-json", 422, "vendor"),
        ("/v1/exposure/prov?vendor=dahus", 404, "vendor"),
        (f"/v1/claims/{FIVE}/prov?format=", 422, "format"),
        (f"/v1/claims/{FIVE}/prov?position=3", 422, "position"),
        ("/v1/claims/c-0/prov", 404, "target"),
    ],
)
def test_what_is_wrong_is_refused_by_name(reader, address, status, field):
    response = reader.get(address)

    assert (response.status_code, response.json()["field"]) == (status, field)


@pytest.fixture
def run(casebook, database_url, monkeypatch):
    """Runs a command on the casebook; what it prints."""
    monkeypatch.setenv("TIMELINE_DATABASE", database_url)

    def command(*arguments):
        result = CliRunner().invoke(app, arguments, catch_exceptions=False)
        assert result.exit_code == 0, result.output
        return result.stdout_bytes

    return command


@pytest.mark.parametrize("form", ["json", "jsonld"])
def test_the_command_line_prints_the_same_bytes(client, run, form):
    at = ["--valid-at", "2018-01-01", "--recorded-at", "2026-03-01"]
    exposure = run("exposure", "dahua", "CN-XJ", *at, "--prov", form)
    why = run("why", FIVE, "--prov", form)
    asked = {**ASKED, "recorded_at": "2026-03-01", "format": f"prov-{form}"}

    assert client.get("/v1/exposure/prov", params=asked).content == exposure
    params = {"format": f"prov-{form}"}
    assert client.get(f"/v1/claims/{FIVE}/prov", params=params).content == why


@pytest.mark.parametrize("command", [["exposure", "dahua"], ["why", FIVE]])
@pytest.mark.parametrize("wrong", [["--prov", "xml"], ["--prov", "json", "--json"]])
def test_the_command_line_refuses_another_form_and_two_at_once(run, command, wrong):
    with pytest.raises(BadParameter, match=r"^prov: expected "):
        run(*command, *wrong)


@pytest.mark.slow
@pytest.mark.parametrize("form", ["json", "jsonld"])
def test_another_process_writes_the_same_bytes_and_warns_of_nothing(run, database_url, form):
    program = Path(sys.executable).with_name("timeline")
    command = [sys.executable, "-W", "error", program, "why", FIVE, "--prov", form]
    printed = {
        subprocess.run(
            command,
            env={**os.environ, "TIMELINE_DATABASE": database_url, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }

    assert printed == {run("why", FIVE, "--prov", form)}


def test_commands_that_need_no_prov_do_not_load_it():
    code = (
        "import sys, timeline.cli, api; print([n for n in ('prov', 'rdflib') if n in sys.modules])"
    )
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )

    assert result.stdout.strip() == "[]"
