"""The commands that prove: what they print, and that what is refused is one line and exit code 1."""

import json
import os
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from timeline import Service, migrate
from timeline.cli import main
from timeline.proving.notes import Checkpoint, Note, Verifier

from .bundles import bundled, shape_of, verified

DAHUA = ("dahua", "CN-XJ", "--valid-at", "2018-01-01")
# Every address is refused, so that whatever would reach for the network fails.
CUT_OFF = """
import socket, sys
def refuse(*_, **__):
    raise SystemExit("reached for the network")
socket.socket.connect = socket.socket.connect_ex = socket.getaddrinfo = refuse
from timeline.cli import main
main()
"""


class Ran(NamedTuple):
    """What came of a command."""

    code: int
    out: bytes
    words: str


Run = Callable[..., Ran]


@pytest.fixture
def run(
    shared: Service,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsysbinary: pytest.CaptureFixture[bytes],
) -> Run:
    """Runs a command in a folder of its own, over the casebook."""
    settings = {
        "TIMELINE_DATABASE": shared.settings.database,
        "TIMELINE_KEY": shared.settings.key,
    }

    def ran(*arguments: str, **environment: str) -> Ran:
        with monkeypatch.context() as patch:
            for name, value in {**settings, **environment}.items():
                patch.setenv(name, value)
            patch.chdir(tmp_path)
            patch.setattr(sys, "argv", ["timeline", *arguments])
            with pytest.raises(SystemExit) as ended:
                main()
        out, words = capsysbinary.readouterr()
        assert isinstance(ended.value.code, int)
        return Ran(ended.value.code, out, words.decode())

    return ran


def run_cut_off(folder: Path, *arguments: str) -> Ran:
    """Runs a command in a process that has no network, and settings that name nothing."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "TMPDIR") if name in os.environ}
    nothing = {"TIMELINE_DATABASE": "nothing://at.all/", "TIMELINE_KEY": "/nowhere/key"}
    result = subprocess.run(
        [sys.executable, "-c", CUT_OFF, *arguments],
        capture_output=True,
        cwd=folder,
        env={**kept, **nothing, "PYTHONIOENCODING": "utf-8"},
        timeout=60,
        check=False,
    )
    return Ran(result.returncode, result.stdout, result.stderr.decode())


@pytest.fixture(scope="module")
def content(shared: Service) -> bytes:
    return bundled(shared, "dahua", "CN-XJ", valid_at="2018-01-01")


@pytest.fixture
def file(content: bytes, tmp_path: Path) -> str:
    path = tmp_path / "bundle.json"
    path.write_bytes(content)
    return str(path)


def line_of(ran: Ran) -> str:
    """The one line with which a command was refused."""
    assert (ran.code, ran.out) == (1, b""), ran
    assert ran.words.count("\n") == 1, ran
    assert ran.words.startswith("refused: ")
    return ran.words


@pytest.mark.slow
def test_a_bundle_is_written_and_verified_without_a_network_or_a_database(
    run: Run, content: bytes, tmp_path: Path, shared: Service
):
    assert run("bundle", *DAHUA).out == content
    assert run("bundle", *DAHUA, "--output", "out.json").out == b""
    assert (tmp_path / "out.json").read_bytes() == content
    told = run_cut_off(tmp_path, "verify", "out.json")
    assert told.code == 0, told
    words = told.out.decode()
    assert "verified: " in words
    assert "nobody vouches for that key here" in words
    assert "not proven: " in words
    assert "dahua-xinjiang-five" in words
    (own,) = shared.keys.verifiers
    shown = run_cut_off(tmp_path, "verify", "out.json", "--json", "--key", own.text)
    answer = json.loads(shown.out)
    assert answer["verified"] is True
    assert answer["signers"] == answer["trusted"] == [own.text]
    assert {each.name for each in tmp_path.iterdir()} == {"out.json"}


def test_a_checkpoint_and_its_key_are_printed_as_c2sp_has_them(run: Run, shared: Service):
    note, key = run("checkpoint").out.decode(), run("key").out.decode()

    verifier = Verifier.read(key.removesuffix("\n"))
    assert Note.read(note).signed_by([verifier]) == [verifier]
    assert Checkpoint.read(Note.read(note).text).size == 183
    assert run("checkpoint").out.decode() == note
    assert run("key", "show").out.decode() == key
    assert [verifier] == list(shared.keys.verifiers)


def test_a_key_is_rotated_and_its_file_kept_from_others(run: Run, tmp_path: Path):
    own = {"TIMELINE_KEY": "own.key", "TIMELINE_ORIGIN": "example.com/own", **unsigned(tmp_path)}
    one = run("key", **own).out.decode().splitlines()
    two = run("key", "rotate", **own).out.decode().splitlines()

    assert len(one) == 1
    assert two[:1] == one
    assert len(two) == 2
    assert all(line.startswith("example.com/own+") for line in two)
    assert stat.S_IMODE((tmp_path / "own.key").stat().st_mode) == 0o600
    assert run("key", **own).out.decode().splitlines() == two


@pytest.mark.slow
@pytest.mark.parametrize(
    ("words", "told"),
    [
        (b"", "bundle: expected JSON"),
        (b"\n", "bundle: expected JSON"),
        (b"not JSON", "bundle: expected JSON"),
        (b"\xff\xfe\0", "bundle: expected JSON"),
        (b"null\n", "bundle: "),
        (b"[]\n", "bundle: "),
        (b"{}\n", "format: "),
        (b'{"format":"timeline-bundle/2"}\n', "format: "),
        (b"[" * 1_000_000, "bundle: expected JSON"),
        (b'{"a":' * 200_000 + b"1" + b"}" * 200_000, "bundle: expected JSON"),
        (b"1" * 10_000, "bundle: expected JSON"),
        (b"NaN", "bundle: expected JSON"),
        (b'{"format":1,"format":2}', "bundle: expected JSON"),
    ],
)
def test_what_is_no_bundle_is_refused_in_one_line(
    run: Run, tmp_path: Path, words: bytes, told: str
):
    (tmp_path / "file").write_bytes(words)

    assert line_of(run("verify", "file")).startswith(f"refused: {told}")


@pytest.mark.slow
@pytest.mark.parametrize("deep", [30, 200, 900, 5_000])
def test_a_value_nested_deep_within_a_bundle_is_refused_in_one_line(
    run: Run, content: bytes, tmp_path: Path, deep: int
):
    nested = b'{"a":' * deep + b"1" + b"}" * deep
    for name, place in (("answer", b'{"answer":'), ("payload", b'"payload":')):
        at = content.index(place) + len(place)
        # What is in the place of a value is not closed as that was, which is found out last.
        whole = shape_of(content)
        if name == "answer":
            rest = {key: value for key, value in whole.items() if key != "answer"}
            text = json.dumps(rest, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
            words = b'{"answer":' + nested + b"," + text[1:].encode() + b"\n"
        else:
            words = content[:at] + nested + b"," + content[at:]
        (tmp_path / "file").write_bytes(words)
        line_of(run("verify", "file"))


@pytest.mark.slow
def test_what_was_cut_off_or_is_no_file_is_refused_in_one_line(
    run: Run, file: str, content: bytes, tmp_path: Path
):
    for length in (1, 1_000, len(content) - 1):
        Path(file).write_bytes(content[:length])
        assert "bundle: " in line_of(run("verify", file))
    for path in ("missing", ".", "bundle.json/more", "x" * 300, ""):
        assert line_of(run("verify", path)).startswith("refused: file: expected a bundle to read")
    assert {each.name for each in tmp_path.iterdir()} == {"bundle.json"}


@pytest.mark.slow
@pytest.mark.parametrize(
    "key", ["", "x", "a+b+c", "PRIVATE+KEY+x+00000000+AAAA", "one\ntwo", "\x1b[2J+00000000+AQ=="]
)
def test_a_key_that_is_none_is_refused_in_one_line(run: Run, file: str, key: str):
    words = line_of(run("verify", file, "--key", key))

    assert words.startswith("refused: key: expected NAME+ID+KEY")
    assert words.removesuffix("\n").isprintable()


@pytest.mark.slow
def test_a_bundle_that_nobody_trusted_signed_is_refused(run: Run, file: str, tmp_path: Path):
    made = run("key", TIMELINE_KEY="other.key", **unsigned(tmp_path))
    other = made.out.decode().strip()

    told = line_of(run("verify", file, "--key", other))
    assert told == "refused: checkpoint: no key that was given has signed it\n"


@pytest.mark.slow
def test_a_bundle_that_cannot_be_made_or_written_is_refused_in_one_line(run: Run, tmp_path: Path):
    refused: dict[tuple[str, ...], str] = {
        ("nobody",): "vendor: ",
        ("dahua", "nowhere"): "region: ",
        ("dahua", "--valid-at", "x"): "valid_at: ",
        ("dahua", "--position", "999"): "position: ",
        (*DAHUA, "--output", "none/out.json"): "output: expected a file to write",
        (*DAHUA, "--output", "."): "output: expected a file to write",
    }
    for arguments, told in refused.items():
        assert line_of(run("bundle", *arguments)).startswith(f"refused: {told}")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
def test_keys_that_cannot_be_used_are_refused_in_one_line(run: Run, tmp_path: Path):
    broken = tmp_path / "broken.key"
    broken.touch(mode=0o600)
    broken.write_text("no key")
    shown = tmp_path / "shown.key"
    run("key", TIMELINE_KEY="shown.key", **unsigned(tmp_path))
    shown.chmod(0o644)
    for path in ("broken.key", "shown.key", "none/key", "."):
        for command in (("checkpoint",), ("key",), ("key", "rotate"), ("bundle", *DAHUA)):
            if command == ("checkpoint",) or path != "none/key":
                words = line_of(run(*command, TIMELINE_KEY=path))
                why = f"{path} cannot be used, "
                if path == "none/key":
                    why = "the last checkpoint of this log is signed as "
                assert words.startswith(f"refused: key: {why}")
    mistyped = run("key", "burn")
    assert mistyped.code == 2
    assert mistyped.words == "refused: action: expected show or rotate, got 'burn'\n"
    named = {"TIMELINE_KEY": "a.key", "TIMELINE_ORIGIN": "a log", **unsigned(tmp_path)}
    assert line_of(run("key", **named)).startswith(
        "refused: key: a.key cannot be used, its log cannot be named 'a log'"
    )


@pytest.mark.slow
def test_a_log_signed_with_keys_that_are_gone_is_signed_on_only_under_its_own_name(
    run: Run, shared: Service, tmp_path: Path
):
    run("checkpoint")
    told = line_of(run("bundle", *DAHUA, TIMELINE_KEY="new.key"))
    assert told.startswith("refused: key: the last checkpoint of this log is signed as ")
    assert not (tmp_path / "new.key").exists()

    run("key", TIMELINE_KEY="other.key", **unsigned(tmp_path))
    told = line_of(run("checkpoint", TIMELINE_KEY="other.key"))
    assert "the keys are of " in told

    origin = shared.keys.origin
    made = run("key", TIMELINE_KEY="new.key", TIMELINE_ORIGIN=origin).out.decode()
    assert made.startswith(f"{origin}+")
    told = line_of(run("bundle", *DAHUA, TIMELINE_KEY="new.key"))
    assert told.startswith("refused: key: new.key cannot be used, it did not sign the last")
    assert verified(run("bundle", *DAHUA).out).signers == shared.keys.verifiers


def unsigned(folder: Path) -> dict[str, str]:
    """Names a database of which no checkpoint was made."""
    url = f"sqlite:///{folder / 'unsigned.db'}"
    migrate(url)
    return {"TIMELINE_DATABASE": url}
