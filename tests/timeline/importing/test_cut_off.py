"""An import that is killed at some moment: run again it leaves the log that it would have left undisturbed."""

import os
import random
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest
from sqlalchemy import select, text

from tests.timeline.importing.gazettes import gazette, many
from tests.timeline.importing.lists import KEYED, deltas, profile, version
from timeline import SystemClock
from timeline.database import open_engine, reading
from timeline.log import Log
from timeline.log.tables import log_events
from timeline.migrate import migrate

KILLS = 5
GAZETTE = (
    Path(os.environ.get("TIMELINE_SAMPLES", "samples"))
    / "federal-register"
    / "fr_documents_2020_2026.jsonl.gz"
)


def history(folder: Path) -> Path:
    rows = [[str(n), f"Firm {n:04} of Harbour {n % 97}", "firm", ""] for n in range(1_500)]
    versions = [version(1, "2021-01-01T00:00:00Z", len(rows), add=rows)]
    for number in range(2, 20):
        draw = random.Random(number)
        changed = [[*row[:3], f"changed {number}"] for row in draw.sample(rows[:1_400], 40)]
        new = [str(9_000 + number), f"New {number}", "firm", ""]
        gone = {"del": [rows[-number][0]]} if number > 1 else {}
        moment = (
            f"2021-02-{number % 28 + 1:02}T00:00:00Z"
            if number < 29
            else f"2021-03-{number - 27:02}T00:00:00Z"
        )
        versions.append(version(number, moment, len(rows), upd=changed, add=[new], **gone))
    versions.sort(key=lambda each: each["committed_at"])
    return deltas(folder, *versions)


def run(url: str, *words: object, kill_at: int | None = None, after: float = 0) -> int:
    """Import in a process of its own; kill it `after` seconds once the log holds `kill_at` events."""
    command = Path(sys.executable).with_name("timeline")
    environment = {**os.environ, "TIMELINE_DATABASE": url}
    with subprocess.Popen(
        [command, "import", *map(str, words), "--json"],
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as process:
        if kill_at is not None:
            wait_for(url, kill_at, process)
            with suppress(subprocess.TimeoutExpired):
                process.wait(after)
            process.kill()
        return process.wait()


def wait_for(url: str, position: int, process: "subprocess.Popen[bytes]") -> None:
    engine = open_engine(url)
    log = Log(engine, SystemClock())
    while process.poll() is None:
        with reading(engine) as connection:
            if log.head(connection).position >= position:
                break
        time.sleep(0.01)
    engine.dispose()


def contents(url: str) -> list[tuple[object, ...]]:
    engine = open_engine(url)
    columns = [log_events.c[name] for name in ("position", "stream", "version", "topic", "state")]
    with reading(engine) as connection:
        found = [tuple(row) for row in connection.execute(select(*columns).order_by(columns[0]))]
        kept = connection.execute(text("SELECT * FROM import_rows ORDER BY row, nth")).all()
    engine.dispose()
    return [*found, *(tuple(row) for row in kept)]


@pytest.mark.slow
def test_an_import_that_was_killed_again_and_again_ends_as_one_that_was_not(
    database_url, sqlite_url, tmp_path
):
    how = profile(tmp_path, KEYED.replace("rows = [2, 1_000]", "rows = [2, 9_000]"))
    path = history(tmp_path)
    undisturbed = sqlite_url.replace("timeline.db", "undisturbed.db")
    for url in (database_url, undisturbed):
        migrate(url)
    words = ("list-history", path, "--profile", how)
    assert run(undisturbed, *words) == 0

    assert killed(KILLS, undisturbed, database_url, *words) >= KILLS - 1
    assert run(database_url, *words) == 0
    assert len(contents(undisturbed)) > 5_000
    assert contents(database_url) == contents(undisturbed)


def killed(times: int, undisturbed: str, url: str, *words: object) -> int:
    """Import, killed at so many moments spread over the whole of it; how often it was not done before."""
    engine = open_engine(undisturbed)
    with reading(engine) as connection:
        last = Log(engine, SystemClock()).head(connection).position
    engine.dispose()
    draw = random.Random(times)
    moments = sorted(draw.randrange(last) for _ in range(times))
    return sum(
        run(url, *words, kill_at=moment, after=draw.uniform(0, 0.3)) != 0 for moment in moments
    )


@pytest.mark.slow
def test_a_gazette_that_was_cut_off_again_and_again_ends_as_one_that_was_not(
    database_url, sqlite_url, tmp_path
):
    assert_ends_alike(gazette(tmp_path, *many(4_000)), KILLS - 2, database_url, sqlite_url)


@pytest.mark.slow
@pytest.mark.skipif(not GAZETTE.is_file(), reason="TIMELINE_SAMPLES names no folder with a gazette")
def test_the_whole_gazette_that_was_killed_at_30_moments_ends_as_one_that_was_not(sqlite_url):
    url = sqlite_url.replace("timeline.db", "killed.db")
    assert_ends_alike(GAZETTE, 30, url, sqlite_url)


def assert_ends_alike(path: Path, kills: int, url: str, sqlite_url: str) -> None:
    undisturbed = sqlite_url.replace("timeline.db", "undisturbed.db")
    for each in (url, undisturbed):
        migrate(each)
    assert run(undisturbed, "gazette", path) == 0
    assert killed(kills, undisturbed, url, "gazette", path) >= kills - 1
    assert run(url, "gazette", path) == 0
    same = contents(url) == contents(undisturbed)
    assert same
