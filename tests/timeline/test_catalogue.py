"""The catalogue of kinds on the command line: a row for each, as its class says it."""

import json

import pytest
from typer.testing import CliRunner

from events import KINDS
from timeline.cli import app


def printed(*arguments: str) -> str:
    result = CliRunner().invoke(app, ["kinds", *arguments], catch_exceptions=False)
    assert result.exit_code == 0
    return result.output


@pytest.mark.parametrize("name", KINDS)
def test_a_kind_is_listed_with_what_it_says_and_how_it_counts(name):
    kind = KINDS[name]
    says, valid = (line.strip() for line in (kind.__doc__ or "").strip().splitlines())
    (row,) = [row for row in json.loads(printed("--json"))["kinds"] if row["kind"] == name]

    assert row == {
        "kind": name,
        "what_it_says": says,
        "valid": valid.removeprefix("Valid: "),
        "type": kind.type,
        "inertia": kind.inertia,
        "effect": kind.says,
    }


def test_the_catalogue_needs_no_database(monkeypatch):
    monkeypatch.setenv("TIMELINE_DATABASE", "sqlite:////nowhere/at/all.db")

    assert [row["kind"] for row in json.loads(printed("--json"))["kinds"]] == sorted(KINDS)


def test_the_catalogue_is_read_by_people_too():
    text = printed()

    assert "contract-agreed (type contract, inertia observed, effect begins)" in text
    assert "  Valid: when it was agreed or began; an interval also says when it ended." in text
    assert "contract-terminated (type any, inertia observed, effect ends)" in text
