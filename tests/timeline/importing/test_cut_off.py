"""An import that is killed at some moment: run again it leaves the log that it would have left undisturbed."""

import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest
from sqlalchemy import select, text

from tests.timeline.importing.lists import KEYED, deltas, profile, version
from timeline.database import open_engine, reading
from timeline.log.tables import log_events
from timeline.migrate import migrate

KILLS = 5


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


def run(path: Path, how: str, url: str, *, kill_after: float | None = None) -> int:
    command = Path(sys.executable).with_name("timeline")
    words = [command, "import", "list-history", path, "--profile", how, "--json"]
    environment = {**os.environ, "TIMELINE_DATABASE": url}
    with subprocess.Popen(
        words, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        if kill_after is not None:
            time.sleep(kill_after)
            process.kill()
        return process.wait()


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
    begun = time.monotonic()
    assert run(path, how, undisturbed) == 0
    whole = time.monotonic() - begun

    random.seed(1)
    for _ in range(KILLS):
        run(path, how, database_url, kill_after=random.uniform(whole * 0.3, whole))
    assert run(path, how, database_url) == 0
    assert len(contents(undisturbed)) > 5_000
    assert contents(database_url) == contents(undisturbed)
