"""The answers that the README lets a reader predict are the answers given."""

import json
import re
import shlex
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tests.house import ROOT
from timeline import Item, Service, Settings, migrate
from timeline.casebook import casebook_lines
from timeline.cli import app

ROW = re.compile(r"^\| `timeline (exposure [^`]+)` \| ([^|]+) \| [^|]+ \|$", re.MULTILINE)
PREDICTIONS = ROW.findall((ROOT / "README.md").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of a database that holds the casebook."""
    url = f"sqlite:///{Path(tmp_path_factory.mktemp('predictions')) / 'timeline.db'}"
    migrate(url)
    service = Service.open(Settings(database=url))
    service.record([Item(json.loads(line)) for line in casebook_lines()])
    service.close()
    return url


def test_there_are_five_to_predict():
    assert len(PREDICTIONS) == 5


@pytest.mark.parametrize(("command", "counts"), PREDICTIONS)
def test_a_predicted_answer_is_given(
    command: str, counts: str, address: str, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("TIMELINE_DATABASE", address)
    asked = CliRunner().invoke(app, [*shlex.split(command), "--json"], catch_exceptions=False)
    types = {word.split()[0] for word in counts.split(", ")}
    found = [
        f"{row['type']} {row['certain']}/{row['presumed']}/{row['possible']}"
        for row in json.loads(asked.output)["totals"]
        if row["type"] in types
    ]

    assert found == counts.split(", ")
