"""What answers mean, as cases an analyst can read: a log in a few lines, questions, answers.

A case opens with `# its title`. A line `NAME DISCLOSED SOURCE KIND key=value ...` records a claim of vendor acme
in BR-SP about the occurrence `it` (`of=` names another, `vendor=` and `region=` others; `_` stands for a space).
A line `[NAME] act DISCLOSED ACT TARGET key=value ...` records an act upon a name before it or an occurrence;
`-` as its date is none, and a correction or refinement says what is other than in its target.
Each line is recorded on its own, so that `position=2` is the log after two lines.
`ask` gives the clocks and expects `type certain/presumed/possible` of each total, or a status.
"""

import re
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from sqlalchemy import Engine

from events import ACTS, parse_claim
from timeline import (
    Asked,
    FixedClock,
    Item,
    Service,
    answer_exposure,
    migrate,
    resolve_question,
)
from timeline.database import open_engine

FOLDER = Path(__file__).parent
NOW = 1_767_225_600_000_000
"""2026-01-01, when the first line is recorded."""
CLOCKS = {"valid": "valid_at", "known": "known_at", "during": "during"}
POSTGRES = "acts.txt"


class Case(NamedTuple):
    """A title, the lines of the log, and the questions with their answers."""

    title: str
    log: list[str]
    questions: list[tuple[str, str]]


def cases(path: Path) -> list[Case]:
    found: list[Case] = []
    for block in re.split(r"\n\s*\n", path.read_text(encoding="utf-8").strip()):
        lines = block.splitlines()
        title = [line for line in lines if line.startswith("#")][-1].removeprefix("# ")
        asked = [line for line in lines if line.startswith("ask")]
        log = [line for line in lines if not line.startswith(("#", "ask"))]
        pairs = [tuple(line.removeprefix("ask ").split(" -> ")) for line in asked]
        found.append(Case(title, log, [(question, answer) for question, answer in pairs]))
    return found


EVERY = [(path.name, case) for path in sorted(FOLDER.glob("*.txt")) for case in cases(path)]


def fields(words: list[str]) -> dict[str, Any]:
    pairs = (word.split("=", 1) for word in words)
    found: dict[str, Any] = {key: value.replace("_", " ") for key, value in pairs}
    for key in ("size", "count", "in_force", "ended"):
        if found.get(key, "").isdigit():
            found[key] = int(found[key])
    return found


def a_claim(line: str) -> tuple[str, dict[str, Any]]:
    name, disclosed, source, kind, *words = line.split()
    said = {"vendor": "acme", "region": "BR-SP", "occurrence": "it", **fields(words)}
    said["occurrence"] = said.pop("of", said["occurrence"])
    cited = {"source": source, "derived_from": None}
    return name, {"kind": kind, "disclosed": disclosed, **said, "citation": cited}


def an_act(line: str, said: dict[str, dict[str, Any]], ids: dict[str, str]) -> dict[str, Any]:
    disclosed, act, target, *words = line.split()
    more = fields(words)
    if "by" in ACTS[act].model_fields:
        other = {"disclosed": disclosed} if ACTS[act].clock == "source" else {}
        more = {"by": {**said[target], **other, **more}}
    date = {} if disclosed == "-" else {"disclosed": disclosed}
    return {"act": act, "target": ids.get(target, target), "reason": "a case", **date, **more}


def record(service: Service, log: list[str]) -> None:
    """Record the lines, each at a time of its own."""
    said: dict[str, dict[str, Any]] = {}
    ids: dict[str, str] = {}
    for line in log:
        act = re.match(r"(?:(\w+) )?act (.*)", line)
        if act is None:
            name, claim = a_claim(line)
            said[name], ids[name] = claim, parse_claim(claim).id
            service.record([Item({"claim": claim})])
        else:
            recorded = service.record([Item({"act": an_act(act[2], said, ids)})])
            ids[act[1] or ""] = recorded.claims[0]


def answer(service: Service, question: str) -> str:
    asked = dict(word.split("=", 1) for word in question.split())
    region = asked.get("region", "BR-SP")
    clocks = {CLOCKS[key]: value for key, value in asked.items() if key in CLOCKS}
    if "during" in clocks and "/" not in clocks["during"]:
        clocks["during"] = f"{clocks['during']}/{clocks['during']}"
    position = int(asked["position"]) if "position" in asked else None
    with service.snapshot() as snapshot:
        said: dict[str, Any] = answer_exposure(
            resolve_question(
                snapshot,
                Asked(**clocks, position=position),
                vendor=asked.get("vendor", "acme"),
                region=None if region == "-" else region,
                policy=asked.get("policy", "strict"),
                with_subsidiaries=asked.get("with") == "subsidiaries",
            )
        )
    return ", ".join(shown(row) for row in said["totals"]) or str(said["status"])


def shown(row: dict[str, Any]) -> str:
    if "during" not in row:
        return f"{row['type']} {counts(row)}"
    windows = row["during"]
    return (
        f"{row['type']} some {counts(windows['some_time'])}"
        f" throughout {counts(windows['throughout'])}"
    )


def counts(row: dict[str, Any]) -> str:
    named = (row[name] for name in ("certain", "presumed", "possible"))
    return "/".join("unbounded" if count is None else str(count) for count in named)


def holds(engine: Engine, case: Case) -> None:
    clock = FixedClock(NOW)
    service = Service(engine, clock)
    record(service, case.log)
    found = {question: answer(service, question) for question, _ in case.questions}

    assert found == dict(case.questions)


def test_there_are_cases_enough():
    assert sum(len(case.questions) for _, case in EVERY) >= 60


@pytest.mark.parametrize("case", [case for _, case in EVERY], ids=lambda case: case.title)
def test_a_case_holds(case: Case, sqlite_url: str):
    migrate(sqlite_url)
    engine = open_engine(sqlite_url)
    try:
        holds(engine, case)
    finally:
        engine.dispose()


@pytest.mark.parametrize("database_url", ["postgres"], indirect=True)
@pytest.mark.parametrize(
    "case", [case for name, case in EVERY if name == POSTGRES], ids=lambda case: case.title
)
def test_a_case_of_acts_holds_on_postgresql_too(case: Case, engine: Engine):
    holds(engine, case)
