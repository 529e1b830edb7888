"""Two imports at once: the second is refused in one line, and a killed one holds nothing."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.timeline.importing.gazettes import gazette, many
from tests.timeline.importing.lists import imported, log_of
from timeline import ImportGoingOn
from timeline.alone import alone

HOLDING = """
import sys, time
from timeline.database import open_engine
from timeline import ImportGoingOn
from timeline.alone import alone
with alone(open_engine(sys.argv[1]), "imports", ImportGoingOn()):
    print("held", flush=True)
    time.sleep(600)
"""


def test_while_one_imports_another_is_refused_and_a_dry_run_is_not(service, tmp_path):
    path = gazette(tmp_path, *many(20))
    with alone(service.engine, "imports", ImportGoingOn()):
        with pytest.raises(ImportGoingOn, match="another import into this log is going on"):
            imported(service, "gazette", path)
        assert log_of(service) == []
        assert imported(service, "gazette", path, dry_run=True).rows == 20

    assert imported(service, "gazette", path).recorded > 0


def test_what_a_killed_import_held_is_free_again(service, database_url):
    command = [sys.executable, "-c", HOLDING, database_url]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        assert process.stdout.readline() == "held\n"
        with pytest.raises(ImportGoingOn), alone(service.engine, "imports", ImportGoingOn()):
            pass
        process.kill()
    until = time.monotonic() + 20
    while True:
        # PostgreSQL needs a moment to see that the other side is gone.
        try:
            with alone(service.engine, "imports", ImportGoingOn()):
                return
        except ImportGoingOn:
            assert time.monotonic() < until
            time.sleep(0.05)


@pytest.mark.slow
def test_of_two_imports_of_one_list_at_once_nothing_is_recorded_twice(
    service, database_url, tmp_path
):
    path = gazette(tmp_path, *many(2_000))
    words = [Path(sys.executable).with_name("timeline"), "import", "gazette", path, "--json"]
    environment = {**os.environ, "TIMELINE_DATABASE": database_url}
    both = [
        subprocess.Popen(
            words, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
        )
        for _ in range(2)
    ]
    told = [process.communicate()[1] for process in both]

    codes = [process.returncode for process in both]
    assert 0 in codes
    for code, words_told in zip(codes, told, strict=True):
        assert code == 0 or words_told.startswith("refused: import: another import")
    assert len(log_of(service)) == imported(service, "gazette", path).position
