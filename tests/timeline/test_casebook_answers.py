"""The casebook's answers on the command line: counts are certain, presumed, possible."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from typer.testing import CliRunner

from timeline import Item, Service, Settings, migrate
from timeline.casebook import casebook_lines
from timeline.cli import app

Answer = dict[str, Any]


@pytest.fixture
def ask(database_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Asks a question of a database that holds the casebook, as a shell would."""
    migrate(database_url)
    service = Service.open(Settings(database=database_url))
    service.record([Item(json.loads(line)) for line in casebook_lines()])
    service.close()
    monkeypatch.setenv("TIMELINE_DATABASE", database_url)
    runner = CliRunner()

    def asked(*arguments: str) -> Answer:
        result = runner.invoke(app, [*arguments, "--json"], catch_exceptions=False)
        assert result.exit_code == 0, result.output
        answer: Answer = json.loads(result.output)
        return answer

    return asked


def total(answer: Answer, type_: str, unit: str | None = None) -> tuple[int, int, int] | None:
    rows = [
        (row["certain"], row["presumed"], row["possible"])
        for row in answer["totals"]
        if row["type"] == type_ and unit in (None, row["unit"])
    ]
    assert len(rows) <= 1
    return rows[0] if rows else None


def test_c1_to_c5_what_was_in_force_in_xinjiang_year_by_year(ask: Any):
    expected = {
        "2015-12-31": (0, 0, 0),
        "2016-06-30": (0, 0, 5),
        "2018-01-01": (1, 1, 5),
        "2024-12-23": (1, 1, 4),
        "2025-06-01": (0, 0, 4),
    }
    answers = {day: ask("exposure", "dahua", "CN-XJ", "--valid-at", day) for day in expected}

    assert {day: total(answer, "project") for day, answer in answers.items()} == expected
    assert {answer["status"] for answer in answers.values()} == {"exposed"}


def test_c3_hindsight_tells_how_long_it_took_to_come_out(ask: Any):
    answer = ask("exposure", "dahua", "Xinjiang", "--valid-at", "2018-01-01")

    assert answer["hindsight"]["not_yet_public"] == 1
    assert answer["hindsight"]["first_public"] == "2024-12-23"
    assert answer["hindsight"]["lag_days"] == [2549, 3279]
    assert answer["defaults_applied"] == ["known_at", "recorded_at"]


def test_c4_what_was_in_force_is_labelled_and_cited(ask: Any):
    answer = ask("exposure", "dahua", "CN-XJ", "--valid-at", "2024-12-23")
    found = {each["id"]: each for each in answer["occurrences"]}

    five = found["dahua-xinjiang-five"]
    assert five["label"] == "certain"
    assert five["size"] == {"lo": 5, "hi": 5, "verbatim": "five projects"}
    sources = {claim["citation"]["source"] for claim in five["claims"]}
    assert sources == {"szse-filing", "reuters", "biometric-update"}


def test_c6_nothing_was_public_yet_in_2017(ask: Any):
    answer = ask("exposure", "dahua", "新疆", "--known-at", "2017-12-31")

    assert answer["status"] == "none_recorded"
    assert answer["totals"] == answer["occurrences"] == []
    assert {each["source"] for each in answer["coverage"]} >= {"szse-filing", "reuters"}


def test_c7_a_listing_announced_is_not_yet_in_force(ask: Any):
    before = ask("exposure", "dahua", "CN-XJ", "--known-at", "2019-10-08")
    after = ask("exposure", "dahua", "CN-XJ", "--known-at", "2019-10-09")

    assert total(before, "listing") == (0, 0, 0)
    assert "listing-announced" in {claim["kind"] for claim in before["notes"]}
    assert total(after, "listing") == (1, 1, 1)
    (listing,) = after["occurrences"]
    (dispute,) = listing["disputed_by"]
    assert (dispute["by"], dispute["self"]) == ("dahua", True)


def test_c8_before_the_first_event_the_log_says_so(ask: Any):
    answer = ask("exposure", "dahua", "CN-XJ", "--recorded-at", "2020-01-01")

    assert answer["status"] == "before_first_record"
    assert answer["as_of"]["position"] == 0


def test_c10_the_contracts_of_hikvision_ended_together(ask: Any):
    during = ask("exposure", "hikvision", "CN-XJ", "--valid-at", "2020-01-01")
    after = ask("exposure", "hikvision", "CN-XJ", "--valid-at", "2024-12-14")
    unknown = ask("exposure", "hikvision", "CN-XJ", "--known-at", "2024-12-12")
    alone = ask("exposure", "hikvision", "CN-XJ", "--known-at", "2024-12-12", "--type", "contract")

    assert total(during, "contract") == (5, 5, 5)
    assert total(after, "contract") == (0, 0, 0)
    assert total(unknown, "contract") is None
    assert alone["status"] == "none_recorded"


def test_c11_megvii_left_the_list_in_the_world_before_it_was_known(ask: Any):
    def on_list(*clocks: str) -> tuple[int, int, int] | None:
        return total(ask("exposure", "megvii", "US", *clocks), "listing", "us-1260h")

    assert on_list("--valid-at", "2024-06-01") == (1, 1, 1)
    assert on_list("--valid-at", "2025-02-01") == (0, 0, 0)
    assert on_list("--valid-at", "2025-02-01", "--known-at", "2024-12-31") == (1, 1, 1)


def test_c12_latin_america_holds_what_lies_within_it_and_what_was_said_of_it(ask: Any):
    answer = ask("region", "419")

    assert {each["id"] for each in answer["occurrences"]} == {
        "corsight-sao-paulo-military-police",
        "dahua-cameras-sao-paulo-military-police",
    }
    assert {total(answer, "deployment"), total(answer, "supply")} == {(0, 1, 1)}
    assert {claim["occurrence"] for claim in answer["notes"]} == {
        "chinese-companies-latin-america",
        "latin-america-market-inference",
    }
    assert {claim["occurrence"] for claim in answer["measurements"]} == {
        "latin-america-murder-rates"
    }


def test_c14_a_statement_quoted_three_times_has_one_root(ask: Any):
    answer = ask("why", "china-celac-security")

    assert (answer["roots"]["lo"], answer["roots"]["hi"]) == (1, 1)
    assert answer["roots"]["sources"] == ["cn-white-paper"]
    assert [link["source"] for link in answer["chain"]] == [
        "biometric-update",
        "dialogo-americas",
        "ceeep",
        "cn-white-paper",
    ]


def test_the_casebook_loaded_again_appends_nothing(ask: Any):
    again = ask("casebook")

    assert again["new"] == 0
    assert again["already_there"] == len(casebook_lines())


def test_a_vendor_is_found_by_any_of_its_names(ask: Any):
    names = ("dahua", "Dahua", "浙江大华技术股份有限公司", "zhejiang dahua technology")
    answers = [ask("exposure", name, "--valid-at", "2018-01-01") for name in names]

    assert {json.dumps(answer) for answer in answers} == {json.dumps(answers[0])}
