"""The documents at the root: what they promise is there, and what they show is what happens."""

import os
import re
import shlex
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest
from typer.main import get_command

from tests.house import ROOT
from tests.test_house import PROJECT

DOCUMENTS = ["README.md", "CONTRIBUTING.md", "DECISIONS.md", "CHANGELOG.md"]
DOCUMENT = pytest.mark.parametrize("document", DOCUMENTS)
CHANGES = {"Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"}
SCREEN = 45


def read(document: str) -> str:
    """The text of a document; the layout of the house asks for those that are missing."""
    path = ROOT / document
    if not path.exists():
        pytest.skip(f"{document} is not there yet")
    return path.read_text(encoding="utf-8")


def make_targets() -> set[str]:
    return set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))


def ci_commands() -> list[str]:
    lines = (ROOT / ".ci/run").read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line.startswith("make ")]


def test_ci_runs_the_command_that_the_readme_gives_for_the_tests():
    readme = read("README.md")

    assert ci_commands() == ["make test", "make check"]
    for command in ["make run", *ci_commands()]:
        assert command in readme


@DOCUMENT
def test_a_make_target_that_is_named_is_there(document: str):
    named = re.findall(r"`(?:\$ )?make ([a-z]+)|^\$ make ([a-z]+)", read(document), re.MULTILINE)

    assert {one or other for one, other in named} <= make_targets()


def test_every_make_target_is_said_to_be_there():
    text = read("CONTRIBUTING.md")

    assert [target for target in make_targets() if f"`make {target}`" not in text] == []


@DOCUMENT
def test_a_link_leads_somewhere(document: str):
    links = re.findall(r"\]\((?!https?:)([^)\s]+)\)", read(document))
    broken = []
    for link in links:
        path, _, anchor = link.partition("#")
        target = ROOT / (path or document)
        if not target.exists() or (anchor and anchor not in anchors(target)):
            broken.append(link)

    assert broken == []


def anchors(path: Path) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def test_every_command_is_in_the_readme():
    if not (ROOT / "timeline/cli").exists():
        pytest.skip("timeline/cli is not there yet")
    readme = read("README.md")
    command = get_command(import_module("timeline.cli").app)
    missing = [name for name in command.commands if f"timeline {name}" not in readme]

    assert missing == []


def shown(document: str) -> list[tuple[str, str]]:
    """The `$ timeline` commands of the console blocks, each with the output below it."""
    path = ROOT / document
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    blocks = re.findall(r"^```console\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    steps = [step for block in blocks for step in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]]
    pairs = [(command, output) for command, _, output in (step.partition("\n") for step in steps)]
    return [pair for pair in pairs if re.match(r"timeline (?!serve)", pair[0])]


@pytest.fixture(scope="module")
def casebook(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The environment of a shell whose database holds the casebook."""
    folder = tmp_path_factory.mktemp("readme")
    environment = {
        **os.environ,
        "TIMELINE_DATABASE": f"sqlite:///{folder}/timeline.db",
        "COLUMNS": "100",
        "NO_COLOR": "1",
        "TERM": "dumb",
    }
    for command in ("timeline migrate", "timeline casebook"):
        run(command, environment)
    return environment


def run(command: str, environment: dict[str, str]) -> str:
    name, *arguments = shlex.split(command)
    program = Path(sys.executable).with_name(name)
    result = subprocess.run(
        [program, *arguments],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode in {0, 1}, result.stderr
    return result.stdout + result.stderr


@pytest.mark.parametrize(("command", "output"), [p for d in DOCUMENTS for p in shown(d)])
def test_what_a_document_shows_is_what_happens(command: str, output: str, casebook: dict[str, str]):
    pattern = re.escape(trimmed(output)).replace(r"\.\.\.", ".*")

    assert re.fullmatch(pattern, trimmed(run(command, casebook)), re.DOTALL)


def trimmed(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.strip().splitlines())


def test_decisions_are_numbered_and_fit_a_screen():
    _, *decisions = re.split(r"^## ", read("DECISIONS.md"), flags=re.MULTILINE)
    numbers = [int(decision.partition(".")[0]) for decision in decisions]

    assert numbers == list(range(1, len(decisions) + 1))
    assert [d.partition("\n")[0] for d in decisions if len(d.splitlines()) > SCREEN] == []


def test_every_library_is_in_the_decisions_with_its_licence():
    text = read("DECISIONS.md").lower()
    project = PROJECT["project"]
    lines = [*project["dependencies"], *project["optional-dependencies"]["test"]]
    asked = {re.split(r"[\[<>=]", line)[0] for line in lines}

    assert [name for name in sorted(asked) if f"| {name} |" not in text] == []


def test_the_changelog_has_this_version_and_the_usual_headings():
    text = read("CHANGELOG.md")

    assert f"## [{PROJECT['project']['version']}]" in text
    assert set(re.findall(r"^### (.+)$", text, re.MULTILINE)) <= CHANGES
