"""Adding a kind of fact is one new file: everything that lists kinds follows from it."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from shutil import copy, copytree, ignore_patterns
from typing import Any

import pytest

from tests.events.goldens import COMMAND
from tests.house import ROOMS, ROOT

KIND = '''"""A patent was granted to a vendor."""

from typing import Any, ClassVar

from ..citation import Words
from ..claim import Claim, Inertia
from ..reading import Says


class PatentGranted(Claim):
    """The vendor holds a patent from the day of its grant.
    Valid: when it was granted.
    """

    kind: ClassVar[str] = "patent-granted"
    type: ClassVar[str | None] = "patent"
    fallback: ClassVar[str] = "patent"
    inertia: ClassVar[Inertia] = "until-changed"
    says: ClassVar[Says] = "begins"

    number: Words

    EXAMPLE: ClassVar[dict[str, Any]] = {
        "kind": "patent-granted",
        "occurrence": "acme-patent-7",
        "vendor": "acme",
        "region": "BR-SP",
        "number": "BR 7",
        "valid": "2016-05-17",
        "disclosed": "2016-05-24",
        "citation": {"source": "patent-office", "derived_from": None},
    }
'''
MAIN = "from timeline.cli import main; main()"

pytestmark = pytest.mark.slow

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Runs Python in a copy of the project that has one file more."""
    folder = copied(tmp_path_factory.mktemp("copy"))
    (folder / "events/kinds/patent_granted.py").write_text(KIND, encoding="utf-8")
    return running(folder)


def copied(folder: Path) -> Path:
    for name in (*ROOMS, "migrations", "tests/events"):
        copytree(ROOT / name, folder / name, ignore=ignore_patterns("__pycache__"))
    copy(ROOT / "pyproject.toml", folder)
    return folder


def running(folder: Path) -> Run:
    environment = {
        **os.environ,
        "PYTHONPATH": str(folder),
        "TIMELINE_DATABASE": f"sqlite:///{folder}/timeline.db",
    }

    def ran(*arguments: str, standard_input: str = "") -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, *arguments],
            cwd=folder,
            env=environment,
            input=standard_input,
            capture_output=True,
            text=True,
            check=False,
        )

    return ran


def printed(run: Run, *arguments: str, standard_input: str = "") -> Any:
    """The JSON a run printed; it had nothing to complain of."""
    result = run(*arguments, standard_input=standard_input)
    assert result.returncode == 0, result.stderr
    return json.loads(result.stdout)


def test_the_registry_holds_it(run):
    code = "import events, json; print(json.dumps([events.__file__, [*events.KINDS]]))"
    file, kinds = printed(run, "-c", code)

    assert not Path(file).is_relative_to(ROOT)
    assert "patent-granted" in kinds


def test_the_catalogue_lists_it(run):
    rows = printed(run, "-c", MAIN, "kinds", "--json")["kinds"]

    assert [row for row in rows if row["kind"] == "patent-granted"] == [
        {
            "kind": "patent-granted",
            "what_it_says": "The vendor holds a patent from the day of its grant.",
            "valid": "when it was granted.",
            "type": "patent",
            "inertia": "until-changed",
            "effect": "begins",
        }
    ]
    assert "patent-granted (type patent" in run("-c", MAIN, "kinds").stdout


def test_it_is_held_to_the_contract_once_its_golden_shape_is_written(run):
    pytest_ = ("-m", "pytest", "-q", "-W", "error", "-p", "no:cacheprovider", "-k", "patent")

    before = run(*pytest_, "tests/events/test_kinds.py")
    assert before.returncode == 1, before.stdout + before.stderr
    assert COMMAND in before.stdout

    assert run(*COMMAND.split()[1:]).returncode == 0
    after = run(*pytest_, "tests/events/test_kinds.py")
    assert after.returncode == 0, after.stdout + after.stderr
    assert int(re.findall(r"(\d+) passed", after.stdout)[0]) > 10


def test_the_interface_shows_its_example_and_its_schema(run):
    code = "import json; from api import create_app; print(json.dumps(create_app().openapi()))"
    document = printed(run, "-c", code)
    body = document["paths"]["/v1/claims"]["post"]["requestBody"]["content"]["application/json"]
    schema = document["components"]["schemas"]["patent-granted"]

    assert body["examples"]["patent-granted"]["value"]["number"] == "BR 7"
    assert schema["properties"]["kind"]["const"] == "patent-granted"
    assert "number" in schema["required"]


def test_it_is_recorded_and_answered_from(run):
    assert run("-c", MAIN, "migrate").returncode == 0
    code = (
        "import json; from events import KINDS; print(json.dumps(KINDS['patent-granted'].EXAMPLE))"
    )
    line = json.dumps(printed(run, "-c", code))

    recorded = printed(run, "-c", MAIN, "record", "-", "--json", standard_input=line)
    question = ("exposure", "acme", "BR", "--type", "patent", "--valid-at", "2018", "--json")
    answer = printed(run, "-c", MAIN, *question)

    assert recorded["new"] == 1
    assert answer["status"] == "exposed"
    assert answer["totals"] == [
        {
            "type": "patent",
            "unit": "patent",
            "certain": 1,
            "presumed": 1,
            "possible": 1,
            "unlinked": False,
        }
    ]
    assert [each["id"] for each in answer["occurrences"]] == ["acme-patent-7"]


@pytest.mark.parametrize(
    ("file", "said"),
    [
        ("patent_granted.py", KIND.replace("class PatentGranted", "class Granted")),
        ("patent_granted.py", KIND.replace('str] = "patent-granted"', 'str] = "patent-given"')),
        ("grant_made.py", KIND),
    ],
)
def test_a_file_whose_three_names_disagree_stops_the_import(tmp_path, file, said):
    folder = copied(tmp_path)
    (folder / "events/kinds" / file).write_text(said, encoding="utf-8")

    result = running(folder)("-c", "import events")

    assert result.returncode == 1
    assert f"ImportError: events/kinds/{file}: expected a class " in result.stderr
