"""The casebook's answers that rest on acts (C9, C13, C15, C16), on the command line and over HTTP."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from starlette.testclient import TestClient
from typer.testing import CliRunner

from api import create_app
from timeline import Item, Service, Settings, migrate
from timeline.casebook import casebook_lines
from timeline.cli import app

Answer = dict[str, Any]
Ask = Callable[..., Answer]

CLAIMS = [line["claim"] for line in map(json.loads, casebook_lines()) if "claim" in line]
FIVE = "dahua-xinjiang-five"
HIKVISION = "hikvision-xinjiang-five"
DAHUA = {"vendor": "dahua", "region": "CN-XJ", "valid_at": "2018-01-01"}


class Doors:
    """The casebook, recorded, behind the command line and behind HTTP."""

    def __init__(self, client: TestClient, runner: CliRunner) -> None:
        self.client = client
        self.runner = runner

    def run(self, *arguments: str, said: str | None = None) -> Answer:
        """The answer of a command, as JSON."""
        result = self.runner.invoke(app, [*arguments, "--json"], input=said, catch_exceptions=False)
        assert result.exit_code == 0, result.output
        answer: Answer = json.loads(result.stdout)
        return answer

    def get(self, path: str, **params: str) -> Answer:
        """The answer at an address."""
        response = self.client.get(path, params=params)
        assert response.status_code == 200, response.text
        answer: Answer = response.json()
        return answer

    def exposure(self, **asked: str) -> Answer:
        """The same question at both doors, which give the same answer."""
        options = [f"--{name.replace('_', '-')}={value}" for name, value in asked.items()]
        subject = [options.pop(0).partition("=")[2] for _ in ("vendor", "region")]
        options = ["--with-subsidiaries" if "with-sub" in each else each for each in options]
        told = self.run("exposure", *subject, *options)
        answer = self.get("/v1/exposure", **asked)
        assert {**told, "as_of": None, "interpretation": None, "pinned": None} == {
            **answer,
            "as_of": None,
            "interpretation": None,
            "pinned": None,
        }
        return answer

    def act(self, said: Answer, door: str) -> Answer:
        """An act recorded through a door."""
        if door == "cli":
            return self.run("record", "-", said=json.dumps({"act": said}))
        response = self.client.post("/v1/acts", json=said)
        assert response.status_code == 201, response.text
        answer: Answer = response.json()
        return answer


@pytest.fixture
def doors(database_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Doors]:
    migrate(database_url)
    settings = Settings(database=database_url)
    service = Service.open(settings)
    service.record([Item(json.loads(line)) for line in casebook_lines()])
    monkeypatch.setenv("TIMELINE_DATABASE", database_url)
    with TestClient(create_app(service, settings)) as client:
        yield Doors(client, CliRunner())
    service.close()


def a1(source: str = "szse-filing") -> tuple[str, Answer]:
    """The claim A1 of a source and its id."""
    from events import parse_claim

    (found,) = [
        claim
        for claim in CLAIMS
        if claim["occurrence"] == FIVE
        and claim["kind"] == "project-awarded"
        and claim["citation"]["source"] == source
    ]
    return parse_claim(found).id, found


def total(answer: Answer, type_: str = "project") -> tuple[int, int, int] | None:
    rows = [row for row in answer["totals"] if row["type"] == type_]
    assert len(rows) <= 1, rows
    return (rows[0]["certain"], rows[0]["presumed"], rows[0]["possible"]) if rows else None


def occurrence(answer: Answer, name: str) -> Answer:
    (found,) = [each for each in answer["occurrences"] if each["id"] == name]
    return dict(found)


@pytest.mark.parametrize("policy", ["exclude-source:BU", "exclude-source:BU,exclude-source:RTR-D"])
def test_c9_without_the_sources_that_only_repeat_it_the_answer_is_unchanged(
    doors: Doors, policy: str
):
    answer = doors.exposure(**DAHUA, policy=policy)

    assert total(answer) == (1, 1, 5)
    sources = {claim["citation"]["source"] for claim in occurrence(answer, FIVE)["claims"]}
    assert "szse-filing" in sources
    assert "biometric-update" not in sources
    assert ("reuters" in sources) is ("RTR-D" not in policy)
    assert policy in answer["pinned"]


def test_c9_without_the_root_nothing_is_left_of_it(doors: Doors):
    answer = doors.exposure(**DAHUA, policy="exclude-source:SZSE-D")

    assert total(answer) is None
    assert answer["status"] == "none_recorded" or not any(
        each["id"] == FIVE for each in answer["occurrences"]
    )


def test_c13_with_its_subsidiaries_the_contracts_are_counted_once(doors: Doors):
    asked = {"vendor": "hikvision", "region": "CN-XJ", "valid_at": "2023-06-01"}
    answer = doors.exposure(**asked, with_subsidiaries="true")
    alone = doors.exposure(**asked)

    assert total(answer, "contract") == (5, 5, 5)
    assert total(alone, "contract") == (5, 5, 5)
    members = [each for each in answer["occurrences"] if each["member_of"] == HIKVISION]
    assert len(members) == len({each["vendor"] for each in members}) == 5
    listings = [each for each in answer["occurrences"] if each["type"] == "listing"]
    of_subsidiaries = [each for each in listings if each["vendor"] != "hikvision"]
    assert len(of_subsidiaries) == 5
    assert {each["unit"] for each in of_subsidiaries} == {"us-entity-list"}
    own = [each for each in listings if each["vendor"] == "hikvision"]
    assert [each["unit"] for each in own] == ["us-entity-list"]


@pytest.mark.parametrize("door", ["cli", "http"])
def test_c15_six_not_five_counts_from_the_day_the_source_said_so(doors: Doors, door: str):
    name, claim = a1()
    by = {**claim, "size": 6, "verbatim": "six, not five", "disclosed": "2025-02-01"}
    doors.act(
        {
            "act": "source-corrected",
            "target": name,
            "by": by,
            "disclosed": "2025-02-01",
            "reason": "the filing was corrected",
        },
        door,
    )

    before = doors.exposure(**DAHUA, known_at="2025-01-15")
    after = doors.exposure(**DAHUA, known_at="2025-02-01")
    assert total(before) == (1, 1, 5)
    assert total(after) == (1, 1, 6)
    assert occurrence(before, FIVE)["size"]["hi"] == 5
    assert occurrence(after, FIVE)["size"] == {"lo": 6, "hi": 6, "verbatim": "six, not five"}
    assert occurrence(after, FIVE)["contested"] is False

    asked = {"vendor": "hikvision", "region": "CN-XJ", "valid_at": "2020-01-01"}
    a5 = occurrence(doors.exposure(**asked, known_at="2025-02-01"), HIKVISION)
    assert name in {stale["relied_on"] for stale in a5["stale_dependency"]}
    assert len({(stale["claim"], stale["act"]) for stale in a5["stale_dependency"]}) == 1
    assert (a5["size"]["lo"], a5["in_force"]["certain"]) == (5, 5)
    fresh = occurrence(doors.exposure(**asked, known_at="2025-01-15"), HIKVISION)
    assert fresh["stale_dependency"] == []


@pytest.mark.parametrize("door", ["cli", "http"])
def test_c16_a_slip_in_copying_is_mended_at_every_known_time_and_at_no_older_position(
    doors: Doors, door: str
):
    then = doors.client.get("/v1/exposure", params=DAHUA)
    pinned = then.json()["pinned"]
    position = str(then.json()["as_of"]["position"])
    at_pin = doors.client.get(pinned)
    told = doors.run(
        "exposure", "dahua", "CN-XJ", "--valid-at=2018-01-01", f"--position={position}"
    )

    name, claim = a1()
    by = {**claim, "size": 6, "verbatim": "six projects"}
    doors.act(
        {"act": "transcription-corrected", "target": name, "by": by, "reason": "misread"}, door
    )

    for known in ("2024-12-23", "2025-01-15", "2025-02-01"):
        assert total(doors.exposure(**DAHUA, known_at=known)) == (1, 1, 6)
    assert total(doors.exposure(**DAHUA)) == (1, 1, 6)
    assert total(doors.exposure(**DAHUA, position=position)) == (1, 1, 5)
    assert at_pin.content == then.content
    again = doors.client.get(pinned)
    assert again.content == then.content
    assert again.headers["etag"] == then.headers["etag"]
    assert (
        doors.run("exposure", "dahua", "CN-XJ", "--valid-at=2018-01-01", f"--position={position}")
        == told
    )
    assert total(doors.exposure(**DAHUA, known_at="2024-12-22")) is None


def test_c16_what_was_set_aside_is_told_with_the_act(doors: Doors):
    name, claim = a1()
    said = {"act": "transcription-corrected", "target": name, "reason": "misread"}
    doors.act({**said, "by": {**claim, "size": 6}}, "http")

    aside = occurrence(doors.exposure(**DAHUA), FIVE)["set_aside"]
    assert {each["by"]["act"] for each in aside} == {"transcription-corrected"}
    assert {each["claim"]["citation"]["source"] for each in aside} == {
        "szse-filing",
        "reuters",
        "biometric-update",
    }
    status = doors.run("status", name)
    assert status == doors.get(f"/v1/claims/{name}/status")
    assert status["status"] == "transcription-corrected"
