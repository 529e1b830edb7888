"""An export is there whole or not at all, of one moment, and a changed byte is told."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from threading import Event, Thread

import pytest
from typer.testing import CliRunner

from tests.house import ROOT
from tests.timeline.story import act, awarded
from timeline import BadParameter, Item, TimelineError, UnknownTable, Unproven
from timeline.cli import app
from timeline.exporting import logged
from timeline.exporting.manifest import NAME
from timeline.exporting.streaming import streamed
from timeline.exporting.verifying import verify_export

from .exported import manifest_of, rows_of, written

SLOWLY = """
import sys, time
from pathlib import Path
from timeline import Service, Settings
from timeline.exporting import logged
from timeline.exporting.export import export

def slowly(*words, read=logged.sealed_after):
    print("reading", flush=True)
    time.sleep(0.02)
    return read(*words)

logged.sealed_after = slowly
logged.MANY = 1
service = Service.open(Settings(database=sys.argv[1], key=sys.argv[2]))
export(service, Path(sys.argv[3]), "jsonl", None)
"""


def many(service, first, last):
    service.record([Item(awarded(occurrence=f"o-{n:04}", size=1)) for n in range(first, last)])


def test_an_export_that_is_killed_leaves_no_folder_and_the_next_one_drops_what_is_left(
    service, tmp_path
):
    many(service, 0, 60)
    target = tmp_path / "out"
    url = service.engine.url.render_as_string(hide_password=False)
    words = (url, service.settings.key, str(target))
    process = subprocess.Popen(
        [sys.executable, "-c", SLOWLY, *words], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    for _ in range(5):
        assert process.stdout.readline() == "reading\n"
    with pytest.raises(BadParameter, match="no other export is writing"):
        written(service, target, form="jsonl")
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    process.stdout.close()

    assert not target.exists()
    assert not list(tmp_path.rglob(NAME))
    assert (tmp_path / ".out.partial").exists()
    written(service, target, form="jsonl")
    assert verify_export(target).manifest.position == 60
    assert not (tmp_path / ".out.partial").exists()


def test_what_fails_midway_leaves_nothing(service, tmp_path, monkeypatch):
    many(service, 0, 20)
    calls = []

    def failing(*words, read=logged.sealed_after):
        calls.append(words)
        if len(calls) > 3:
            raise OSError(28, "No space left on device")
        return read(*words)

    monkeypatch.setattr(logged, "sealed_after", failing)
    monkeypatch.setattr(logged, "MANY", 2)
    for form in ("parquet", "csv"):
        calls.clear()
        with pytest.raises(BadParameter, match="No space left"):
            written(service, tmp_path / "out", form=form)

    assert {path.name for path in tmp_path.iterdir()} <= {"timeline.key", "timeline.db"}


def test_an_export_is_of_one_moment_while_others_record(service, tmp_path):
    many(service, 0, 40)
    done, recorded = Event(), []

    def recording():
        first = 40
        while not done.is_set():
            many(service, first, first + 3)
            recorded.append(first)
            first += 3

    writer = Thread(target=recording)
    writer.start()
    try:
        while len(recorded) < 2:
            time.sleep(0.01)
        positions = []
        for number in range(3):
            folder = tmp_path / f"out-{number}"
            positions.append(written(service, folder, form="jsonl").position)
            rows = rows_of(folder)
            at = positions[-1]
            assert [row[0] for row in rows["events"]] == list(range(1, at + 1))
            assert len(rows["claims"]) == len({row[2] for row in rows["exposure"]}) == at
            assert max(row[9] for row in rows["exposure"]) <= at
            verify_export(folder)
    finally:
        done.set()
        writer.join()

    assert positions == sorted(positions)
    assert positions[0] > 40


def test_a_stream_at_a_position_stays_as_it_was_then(service):
    def stream(position):
        with streamed(service, "exposure", "csv", position, 0) as (at, pieces):
            return at, b"".join(pieces)

    many(service, 0, 3)
    at, before = stream(None)
    many(service, 3, 9)

    assert stream(at) == (3, before)
    assert stream(None)[1].count(b"\r\n") > before.count(b"\r\n")


@pytest.mark.parametrize("form", ["parquet", "jsonl", "csv"])
def test_a_changed_file_is_named(casebook, tmp_path, form):
    written(casebook, tmp_path / "out", form=form)
    (events,) = (tmp_path / "out/events").iterdir()
    content = events.read_bytes()
    events.write_bytes(content[:-2] + bytes([content[-2] ^ 1]) + content[-1:])
    with pytest.raises(Unproven, match=f"^{events.parent.name}/{events.name}: expected .* SHA-256"):
        verify_export(tmp_path / "out")
    events.unlink()
    with pytest.raises(Unproven, match="No such file"):
        verify_export(tmp_path / "out")


def test_a_changed_event_is_named_even_where_the_manifest_was_changed_with_it(casebook, tmp_path):
    from hashlib import sha256

    written(casebook, tmp_path / "out", form="jsonl")
    manifest = manifest_of(tmp_path / "out")
    (events,) = (tmp_path / "out/events").iterdir()
    said = manifest.model_dump(mode="json")

    def changed(content):
        events.write_bytes(content)
        entry = {"bytes": len(content), "sha256": sha256(content).hexdigest()}
        said["tables"]["events"]["files"][0] |= entry
        (tmp_path / "out" / NAME).write_bytes(type(manifest).model_validate(said).canonical())

    content = events.read_bytes()
    changed(content.replace(b"five projects", b"nine projects"))
    with pytest.raises(Unproven, match="its payload is not the one that was recorded"):
        verify_export(tmp_path / "out")
    changed(content.replace(b"dahua-xinjiang-five", b"dahua-xinjiang-nine"))
    with pytest.raises(Unproven, match="position"):
        verify_export(tmp_path / "out")
    changed(b"".join(content.splitlines(keepends=True)[:-1]))
    with pytest.raises(Unproven, match="expected the events up to 183, got 182"):
        verify_export(tmp_path / "out")


@pytest.fixture
def run(service, tmp_path, monkeypatch):
    """Runs the command in a folder of its own; what it printed."""
    url = service.engine.url.render_as_string(hide_password=False)
    monkeypatch.setenv("TIMELINE_DATABASE", url)
    monkeypatch.setenv("TIMELINE_KEY", service.settings.key)
    monkeypatch.chdir(tmp_path)

    def running(*words):
        result = CliRunner().invoke(app, words)
        if isinstance(result.exception, TimelineError):
            raise result.exception
        assert result.exit_code == 0, result.output
        return result.stdout

    return running


def test_the_command_writes_and_checks_a_folder(run, casebook):
    assert "written: position 183, 12 files in out" in run("export", "out", "--format", "csv")
    key = run("key").strip()
    assert "which you trust" in run("export", "out", "--verify", "--key", key)
    assert "0  events" in run("export", "later", "--since", "out")
    assert json.loads(run("export", "whole", "--json"))["position"] == 183


@pytest.mark.parametrize(
    ("words", "refused"),
    [
        (("out", "--format", "xlsx"), "format: expected one of parquet, jsonl, csv, got 'xlsx'"),
        (("out", "--since", "99"), "since: expected a position from 0 to 0, got 99"),
        (("out", "--since", "nowhere"), "nowhere: No such file or directory"),
        (("full",), "folder: expected a name that is not taken, or an empty folder, got full"),
        (("full/file/out",), "folder: expected a folder to write, got full/file/out: .*"),
        (("full", "--verify"), "full/manifest.json: No such file or directory"),
        (("out", "--verify", "--key", "x"), "key: expected NAME.*"),
    ],
)
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_what_will_not_do_is_refused_in_one_line(run, tmp_path, words, refused):
    (tmp_path / "full").mkdir()
    (tmp_path / "full/file").write_text("taken")

    with pytest.raises(TimelineError, match=f"^{refused}$"):
        run("export", *words)
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_table_that_is_none_is_refused(service):
    with pytest.raises(UnknownTable, match="expected one of events, claims"):
        streamed(service, "secrets", "csv", None, 0).__enter__()


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_words_that_are_redacted_while_an_export_is_sent_leave_the_database_with_its_end(
    story, service
):
    (hidden, *_) = story.given(awarded(note="zanzibar quayside"), awarded(occurrence="other"))
    files = list(Path(str(service.engine.url.database)).parent.iterdir())
    with streamed(service, "events", "jsonl", None, 0) as (_, pieces):
        story.when(act("payload-redacted", hidden))
        sent = b"".join(pieces)

    assert b"zanzibar quayside" in sent
    assert [file.name for file in files if b"zanzibar quayside" in file.read_bytes()] == []
