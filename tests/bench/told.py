"""Telling a process of the bench what to do, and waiting for its answer."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Engine

from tests.house import ROOT

Tell = Callable[[str], dict[str, Any]]


@contextmanager
def worker(engine: Engine, occurrences: int, batch: int = 0) -> Iterator[Tell]:
    """A process that works on a database until the block ends."""
    url = engine.url.render_as_string(hide_password=False)
    command = [sys.executable, "-m", "tests.bench.working", url, str(occurrences), str(batch)]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=ROOT, stdin=pipe, stdout=pipe, text=True) as process:

        def tell(word: str) -> dict[str, Any]:
            assert process.stdin is not None
            assert process.stdout is not None
            process.stdin.write(f"{word}\n")
            process.stdin.flush()
            answer = process.stdout.readline()
            assert answer, f"the process ended at {word}"
            found: dict[str, Any] = json.loads(answer)
            return found

        try:
            yield tell
        finally:
            assert process.stdin is not None
            process.stdin.close()
            process.wait(timeout=60)
