"""What is refused is refused in one line that names the field, and the log stays as it was."""

import json
import re
import sys
from typing import Any

import pytest

from events import Refusal, parse_claim
from tests.refusals.corpus import GOOD, Refused, corpus, files
from timeline import BadClaim, Service
from timeline.cli import main
from timeline.cli.recording import read_items

ROWS = corpus()
RECORD = [row for row in ROWS if row.door == "record"]
LINES = [row for row in RECORD if row.file.endswith(".jsonl")]
ASK = [row for row in ROWS if row.door == "ask" and row.exit == 1]
USAGE = [row for row in ROWS if row.exit == 2]
POINTLESS = re.compile(r"\^|\\S|\[a-z|Input should|pydantic|Traceback|Error\b")
GOOD_TEXT = GOOD.read_text(encoding="utf-8")

Said = dict[str, Any]


def each(rows: list[Refused]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("row", rows, ids=lambda row: row.file)


@pytest.fixture
def run(held_sqlite, monkeypatch, capsys):
    """Runs the command as a shell would: exit code, standard output and standard error."""
    monkeypatch.setenv("TIMELINE_DATABASE", held_sqlite.address)

    def ran(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["timeline", *arguments])
        try:
            main()
            code: Any = 0
        except SystemExit as stop:
            code = stop.code or 0
        output = capsys.readouterr()
        return code, output.out, output.err

    return ran


def assert_one_line(said: str, row: Refused) -> None:
    assert said.count("\n") == 1, said
    assert re.match(rf"refused: (line \d+: )?{re.escape(row.field)}: ", said), said
    assert row.message in said
    assert not POINTLESS.search(said.partition(", got ")[0]), said


@each(RECORD)
def test_a_bad_line_is_refused_by_the_command_in_one_line(row, run, held_sqlite, tmp_path):
    before = held_sqlite.state()
    path = tmp_path / "lines.jsonl"
    path.write_bytes(row.content())

    code, output, error = run("record", str(path))

    assert (code, output) == (1, ""), error
    assert_one_line(error, row)
    assert held_sqlite.state() == before


@each(LINES)
def test_a_bad_line_is_refused_by_the_service_and_nothing_is_written(row, held):
    before = held.state()

    with pytest.raises(BadClaim) as refused:
        record(held.service, row.content().decode())

    assert_one_line(f"refused: {refused.value}\n", row)
    assert held.state() == before


@each(LINES)
def test_a_dry_run_refuses_what_a_recording_refuses(row, held_sqlite):
    with pytest.raises(BadClaim) as refused:
        record(held_sqlite.service, row.content().decode(), dry_run=True)

    assert row.message in str(refused.value)


@each(LINES)
def test_a_bad_line_after_good_ones_takes_them_with_it(row, held):
    before = held.state()

    with pytest.raises(BadClaim):
        record(held.service, GOOD_TEXT + row.content().decode())

    assert held.state() == before


@each(ASK)
def test_a_bad_question_is_refused_in_one_line(row, run, held_sqlite):
    before = held_sqlite.state()

    code, output, error = run(*row.arguments())

    assert (code, output) == (1, ""), error
    refusals = [line for line in error.splitlines() if line.startswith("refused: ")]
    assert_one_line("\n".join(refusals) + "\n", row)
    assert held_sqlite.state() == before


@each([row for row in ASK if row.arguments()[0] != "record"])
def test_a_bad_question_is_refused_alike_where_json_is_asked_for(row, run):
    code, output, error = run(*row.arguments(), "--json")

    assert (code, output) == (1, "")
    assert row.message in error


@each(USAGE)
def test_a_command_that_is_not_there_is_a_matter_of_usage(row, run, held_sqlite):
    before = held_sqlite.state()

    code, output, error = run(*row.arguments())

    plain = re.sub(r"\x1b\[[0-9;]*m", "", error)
    assert (code, output) == (2, "")
    assert row.field in plain
    assert row.message in plain
    assert held_sqlite.state() == before


def test_every_file_is_expected_once_and_every_row_has_its_file():
    listed = [row.file for row in ROWS]

    assert sorted(listed) == sorted(files())
    assert listed == sorted(set(listed))
    assert {row.file.split("/")[0] for row in ROWS} == {"record", "ask"}


def test_what_the_bad_lines_depart_from_is_recorded(held):
    recorded = record(held.service, GOOD_TEXT, dry_run=True)

    assert recorded.new == len(GOOD_TEXT.splitlines())


def claim_of(line: str) -> Said:
    """The claim of a line; empty where there is none."""
    try:
        said = read_items(line)[0].said
    except BadClaim:
        return {}
    claim = said.get("claim") if isinstance(said, dict) else None
    return claim if isinstance(claim, dict) else {}


GOOD_CLAIMS = [claim_of(line) for line in GOOD_TEXT.splitlines()]


@each([row for row in LINES if claim_of(row.content().decode()) and row.lines == 1])
def test_a_bad_line_has_one_error(row):
    said = claim_of(row.content().decode())

    assert min(len(differences(good, said)) for good in GOOD_CLAIMS) == 1


def differences(good: Said, said: Said) -> set[str]:
    """The fields, those of the citation one by one, in which a claim differs from another."""
    ours, theirs = flat(good), flat(said)
    if not isinstance(said.get("citation"), dict):
        ours = {name: value for name, value in ours.items() if not name.startswith("citation.")}
        theirs |= {"citation": json.dumps(said.get("citation"))}
    return {name for name in ours.keys() | theirs.keys() if ours.get(name) != theirs.get(name)}


def flat(said: Said) -> dict[str, str]:
    citation = said.get("citation")
    inner = citation if isinstance(citation, dict) else {}
    return {
        **{name: json.dumps(value) for name, value in said.items() if name != "citation"},
        **{f"citation.{name}": json.dumps(value) for name, value in inner.items()},
    }


def test_a_byte_order_mark_before_the_first_line_is_no_error(run, tmp_path):
    path = tmp_path / "lines.jsonl"
    path.write_bytes(b"\xef\xbb\xbf" + GOOD.read_bytes())

    code, output, _ = run("record", str(path), "--dry-run")

    assert (code, output.split()[:4]) == (0, ["6", "would", "be", "recorded,"])


def test_only_a_line_feed_ends_a_line(run, tmp_path):
    separators = "\u2028\u2029\x85"
    path = tmp_path / "lines.jsonl"
    path.write_text(GOOD_TEXT.replace("three projects", f"three{separators}projects"), "utf-8")

    assert run("record", str(path), "--dry-run")[0] == 0


def test_a_file_of_windows_lines_and_empty_ones_is_read(run, tmp_path):
    path = tmp_path / "lines.jsonl"
    path.write_bytes(GOOD_TEXT.replace("\n", "\r\n\r\n").encode())

    assert run("record", str(path), "--dry-run")[0] == 0


@pytest.mark.parametrize("said", [{1, 2}, b"three", object(), {1: 2}])
def test_what_no_json_can_say_is_refused_by_its_field(said):
    with pytest.raises(Refusal, match=r"^note: "):
        parse_claim({**GOOD_CLAIMS[0], "note": said})


def test_nesting_without_end_is_refused(held_sqlite):
    with pytest.raises(BadClaim, match="nested too deep"):
        record(held_sqlite.service, "[" * 1_000_000)


def record(service: Service, text: str, *, dry_run: bool = False):
    return service.record(read_items(text), dry_run=dry_run)
