"""What a command refuses it refuses in words of the command line, briefly, and with the status that fits."""

import json
import re

import pytest

from tests.timeline.importing.lists import KEYED, copy, profile
from timeline.importing.opening import sha256_of

from .conftest import Run

LONG = "a" * 100_000
ROWS = [f"{number},Firm {number},firm," for number in range(1, 9)]


@pytest.mark.parametrize(
    "words",
    [
        ("import", "tabel", "x.csv"),
        ("candidates", "mrege"),
        ("questions", "sav"),
        ("webhooks", "ad"),
        ("projections", "rebiuld"),
        ("key", "rotat"),
    ],
)
def test_a_mistyped_action_is_told_with_the_known_ones_and_status_2(run: Run, small, words):
    status, output, error = run(*words)

    assert (status, output) == (2, "")
    assert re.fullmatch(rf"refused: (action|importer): expected .*, got '{words[1]}'\n", error)


@pytest.mark.parametrize(
    "words",
    [
        (LONG,),
        (f"--{LONG}",),
        ("why", LONG),
        ("exposure", "dahua", "--position", LONG),
        ("exposure", "dahua", "--valid-at", LONG),
        ("record", LONG),
        ("import", "table", LONG),
        ("import", "ocds", LONG),
        ("import", "us-lists", LONG),
        ("import", LONG, "x"),
        ("import", "keyed-list", "x", "--profile", LONG),
        ("capture", LONG),
        ("verify", LONG),
        ("audit", "--since", LONG),
        ("export", "x", "--since", LONG),
        ("export", LONG),
    ],
    ids=lambda words: "-".join(each[:9] for each in words),
)
def test_what_was_typed_is_told_back_no_longer_than_a_line(run: Run, small, words):
    status, _, error = run(*words)

    assert status in (1, 2)
    assert len(error) < 1_000
    assert "a" * 40 in error
    assert "Traceback" not in error


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("serve", "--port", "70000"), "expected at most 65535, got '70000'"),
        (("exposure", "acme", "--position", "x"), "expected a whole number, got 'x'"),
        (("audit", "--sample", "-1"), "expected at least 0, got '-1'"),
    ],
)
def test_a_number_that_is_none_or_out_of_bounds_is_told_with_the_bound(
    run: Run, small, words, told
):
    status, _, error = run(*words)

    assert status == 2
    assert told in error


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (
            ("export", "x", "--verify", "--key", "me"),
            "key: expected NAME+ID+KEY, as `timeline key` prints it, got 'me'",
        ),
        (("audit", "--since", "NOTE"), "got one that is not a text, an empty line and signature"),
        (("audit", "--since", "x"), "since: expected a checkpoint to read, got x: No such file"),
    ],
)
def test_what_was_expected_is_told_once(run: Run, small, tmp_path, monkeypatch, words, told):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "NOTE").write_text("no note", encoding="utf-8")

    status, _, error = run(*words)
    refused = next(line for line in error.splitlines() if line.startswith("refused: "))

    assert status == 1
    assert told in refused
    assert refused.count("expected") == 1


def test_a_file_with_nothing_in_it_is_told_to_be_empty(run: Run, small, tmp_path):
    path = tmp_path / "empty.jsonl"
    for blank in ("", "\n\n"):
        path.write_text(blank, encoding="utf-8")
        status, output, error = run("record", path)
        assert (status, output) == (1, "")
        assert error == "refused: file: expected claims and acts as JSON Lines, got an empty file\n"
        status, _, error = run("import", "table", path)
        assert (status, error) == (
            1,
            "refused: empty.jsonl: expected a table, got an empty file\n",
        )


def test_what_is_no_file_is_told_as_what_it_is(run: Run, small, tmp_path):
    for path, got in (
        ("/dev/null", "a device or a pipe"),
        (tmp_path, "a folder"),
        (tmp_path / "no", "no such file"),
    ):
        error = run("import", "table", path)[2]
        assert error.endswith(f": expected a file to read, got {got}\n")


@pytest.mark.parametrize(
    ("name", "option", "value"),
    [
        ("table", "profile", "us-sdn"),
        ("ocds", "profile", "us-sdn"),
        ("table", "observed", "2020-01-01"),
        ("us-lists", "published", "2020-01-01"),
        ("list-parts", "release", "abcdef"),
    ],
)
def test_an_option_that_an_importer_does_not_take_is_refused(run: Run, small, name, option, value):
    status, output, error = run("import", name, "no-file", f"--{option}", value)

    assert (status, output) == (1, "")
    assert error == (
        f"refused: {option}: expected nothing, as {name} takes no --{option}, got '{value}'\n"
    )


def test_persons_are_refused_where_they_cannot_be_asked_for(run: Run, small):
    error = run("import", "table", "no-file", "--persons")[2]

    assert error == "refused: persons: expected nothing, as table takes no --persons, got true\n"


def test_a_copy_that_is_quarantined_is_told_on_standard_error(run: Run, held, tmp_path):
    how = ("--profile", profile(tmp_path), "--json")
    assert run("import", "keyed-list", copy(tmp_path, "2024-01-05", *ROWS), *how)[0] == 0
    few = copy(tmp_path, "2024-01-06", *ROWS[:2])

    for dry in (("--dry-run",), (), ()):
        status, output, error = run("import", "keyed-list", few, *how, *dry)
        assert (status, json.loads(output)["outcomes"]) == (0, {"quarantined": 2})
        assert error.endswith("the newest copy is quarantined: nothing of it was imported\n")
    status, output, error = run("import", "keyed-list", few, *how, "--release", "0123456789")
    sha256 = sha256_of(few)
    assert (status, output) == (1, "")
    assert error == (
        f"refused: release: expected the first characters of the hash, {sha256[:12]}...,"
        " got '0123456789'\n"
    )
    for release in (("--release", sha256[:12]), ()):
        status, _, error = run("import", "keyed-list", few, *how, *release)
        assert (status, "quarantined" in error) == (0, False)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            KEYED.replace("rows = [2, 1_000]", ""),
            "rows: expected a value, it is required, got nothing",
        ),
        (
            KEYED.replace("rows = [2,", 'rows = ["two",'),
            "rows.0: expected a whole number, got 'two'",
        ),
        (KEYED.replace("shrink = 0.5", 'shrink = "half"'), "shrink: expected a number, got 'half'"),
        (KEYED.replace('key = ["id"]', 'key = "id"'), "key: expected a list, got 'id'"),
        (
            KEYED.replace('"watch"', '"Watch!"'),
            "list: expected a lower-case id such as us-sdn, got",
        ),
        (KEYED.replace('"csv"', '"cvs"'), "format: expected 'csv', 'json', 'xml' or 'fixed', got"),
        (KEYED.replace("shrink", "shrunk"), "shrunk: expected no such field, got 0.5"),
        (
            KEYED.replace("\nlist", '\nname = "x"\nlist'),
            "name: expected no name, for it is that of",
        ),
        (KEYED.replace('column = "sort"', "column = 7"), "subjects.column: expected text, got 7"),
    ],
)
def test_a_profile_that_is_not_sound_is_refused_by_its_key(run: Run, small, tmp_path, text, told):
    path = copy(tmp_path, "2024-01-05", *ROWS)

    status, output, error = run("import", "keyed-list", path, "--profile", profile(tmp_path, text))

    assert (status, output) == (1, "")
    assert error.startswith(f"refused: watch.toml: {told}")
    assert error.count("\n") == 1
