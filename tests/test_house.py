"""The rules of the house: sizes, names, clocks, imports, layout."""

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from importlib import import_module
from importlib.metadata import packages_distributions
from inspect import getdoc
from itertools import pairwise
from pathlib import Path

import pytest

from tests.house import ROOMS, ROOT, functions, ignored, in_rooms, names, python_files, walk, words

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))

LAYOUT = {
    *ROOMS,
    *("migrations", "tests", "requirements", ".ci"),
    *("README.md", "CONTRIBUTING.md", "DECISIONS.md", "CHANGELOG.md", "LICENSE"),
    *("Makefile", "pyproject.toml", ".editorconfig", ".gitattributes", ".gitignore"),
}
FORBIDDEN = {"data", "info", "manager", "helper", "processor", "entity"}
FORBIDDEN |= {f"{word}s" for word in FORBIDDEN} | {"entities", "utils", "util"}
# The Entity List is the proper name of a list.
PROPER = {("entity", "list"), ("entity", "listed"), ("entity", "delisted")}

CLOCKS = re.compile(
    r"^(datetime\.)?(datetime|date|dt|func)\.(now|utcnow|today|current_timestamp)$"
    r"|^time\.(time|time_ns|localtime|gmtime)$"
)
# Put together here, so that this file names no host.
HOSTS = re.compile(
    "|".join([r"pypi\.o" + "rg", "python" + "hosted", "npm" + r"js\.", "/simple" + "/"])
)
MACHINE_PATHS = re.compile(r"(?<![\w.~/<-])/(work|root|home|opt|Users|tmp/\w)[/\w]")

PURE = {"events", "projections"}
EFFECTS = {"open", "print", "input", "exec", "eval", "__import__", "breakpoint"}

PYTHON = pytest.mark.parametrize("path", python_files())


@PYTHON
def test_a_file_is_shorter_than_300_lines(path: str):
    assert len((ROOT / path).read_text(encoding="utf-8").splitlines()) < 300


@PYTHON
def test_a_function_is_shorter_than_50_lines(path: str):
    lengths = {
        f"{path}:{function.lineno} {function.name}": (function.end_lineno or 0) - function.lineno
        for function in functions(python_files()[path])
    }

    assert [place for place, length in lengths.items() if length + 1 >= 50] == []


@PYTHON
def test_a_module_opens_with_one_sentence(path: str):
    docstring = ast.get_docstring(python_files()[path]) or ""
    first = docstring.partition("\n")[0]

    assert first.endswith("."), f"{path}:1 {first!r}"
    assert not re.search(r"[.!?] [A-Z]", first.removesuffix(".")), f"{path}:1 {first!r}"


@pytest.mark.parametrize("path", [path for path in python_files() if not path.startswith("tests/")])
def test_a_name_has_no_forbidden_word(path: str):
    stems = [(part.removesuffix(".py"), 1) for part in path.split("/")]
    found = [
        f"{path}:{line} {name}"
        for name, line in [*stems, *names(python_files()[path])]
        if FORBIDDEN & set(without_proper_names(words(name)))
    ]

    assert found == []


def without_proper_names(parts: list[str]) -> Iterator[str]:
    for word, following in pairwise([*parts, ""]):
        if (word, following) not in PROPER:
            yield word


@PYTHON
def test_no_clock_is_read_outside_the_clock(path: str):
    if path == "timeline/clock.py":
        return
    found = [
        f"{path}:{node.lineno} {ast.unparse(node)}"
        for node in ast.walk(python_files()[path])
        if (isinstance(node, ast.Attribute) and CLOCKS.match(ast.unparse(node)))
        or (
            isinstance(node, ast.ImportFrom)
            and node.module == "time"
            and {"time", "time_ns"} & {alias.name for alias in node.names}
        )
    ]

    assert found == []


@pytest.mark.parametrize("path", in_rooms())
def test_imports_are_relative_inside_a_room_and_through_the_front_door_between_rooms(path: str):
    own = path.partition("/")[0]
    modules = [
        (module, node.lineno)
        for node in ast.walk(in_rooms()[path])
        for module in imported(node)
        if module.split(".")[0] in ROOMS
    ]

    assert [
        f"{path}:{line} {module}" for module, line in modules if module.split(".")[0] == own
    ] == []
    assert [f"{path}:{line} {module}" for module, line in modules if "." in module] == []


def imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom) and node.level == 0:
        return [node.module or ""]
    return []


@pytest.mark.parametrize("path", [path for path in in_rooms() if path.split("/")[0] in PURE])
def test_what_is_pure_calls_nothing_that_reaches_outside(path: str):
    found = [
        f"{path}:{node.lineno} {ast.unparse(node)}"
        for node in ast.walk(in_rooms()[path])
        if isinstance(node, ast.Call) and ast.unparse(node.func) in EFFECTS
    ]

    assert found == []


@pytest.mark.parametrize("room", ROOMS)
def test_the_front_door_of_a_room_holds_names_only(room: str):
    tree = python_files()[f"{room}/__init__.py"]
    logic = [
        ast.unparse(node)
        for node in tree.body[1:]
        if not isinstance(node, ast.Import | ast.ImportFrom)
        and not (isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__")
    ]

    assert logic == []


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_comes_from_this_distribution_alone(room: str):
    assert set(packages_distributions().get(room, ())) == {PROJECT["project"]["name"]}


def test_the_import_contracts_hold():
    command = Path(sys.executable).with_name("lint-imports")
    result = subprocess.run(
        [command, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert result.returncode == 0, result.stdout + result.stderr


def test_the_top_level_is_the_one_agreed():
    assert {path.name for path in ROOT.iterdir() if not ignored(path)} == LAYOUT


@pytest.mark.parametrize("path", list(walk(ROOT)), ids=lambda path: str(path.relative_to(ROOT)))
def test_no_file_names_a_registry_or_a_place_on_one_machine(path: Path):
    text = path.read_text(encoding="utf-8")
    found = [
        f"{path.relative_to(ROOT)}:{number} {line.strip()}"
        for number, line in enumerate(text.splitlines(), 1)
        if HOSTS.search(line) or MACHINE_PATHS.search(line)
    ]

    assert found == []


def test_every_error_has_one_status_and_its_docstring_for_a_message():
    if not {"timeline/errors.py", "api/problems.py"} <= python_files().keys():
        pytest.skip("timeline/errors.py and api/problems.py are not there yet")
    base, status = import_module("timeline.errors"), import_module("api.problems").STATUS

    errors = set(below(base.TimelineError))
    assert set(status) == errors
    assert all(400 <= code < 600 for code in status.values())
    assert [error.__name__ for error in errors if not error.__dict__.get("__doc__")] == []
    assert [error.__name__ for error in errors if "\n\n" in (getdoc(error) or "")] == []


def below(kind: type) -> Iterator[type]:
    for child in kind.__subclasses__():
        yield child
        yield from below(child)


@pytest.mark.parametrize("lock", ["run", "test"])
def test_a_lock_pins_every_dependency_with_hashes(lock: str):
    extra = PROJECT["project"]["optional-dependencies"]["test"] if lock == "test" else []
    asked = {distribution(line) for line in [*PROJECT["project"]["dependencies"], *extra]}

    assert asked - pins(lock).keys() == set()
    assert [line for line, hashes in pins(lock).values() if not hashes] == []


def test_what_runs_is_what_is_tested():
    run, test = pins("run"), pins("test")

    assert {name: line for name, (line, _) in run.items()}.items() <= {
        name: line for name, (line, _) in test.items()
    }.items()


def pins(lock: str) -> dict[str, tuple[str, int]]:
    text = (ROOT / f"requirements/{lock}.txt").read_text(encoding="utf-8")
    blocks = re.split(r"\n(?=\S)", text.strip())
    return {
        distribution(block): (block.split(" \\\n")[0], block.count("--hash=sha256:"))
        for block in blocks
    }


def distribution(requirement: str) -> str:
    name = re.match(r"[\w.-]+", requirement)
    assert name, requirement
    return re.sub(r"[-_.]+", "-", name[0]).lower()
