"""The question over HTTP, beside a static JSON route of the same application, one worker."""

import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import repeat
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import sleep
from urllib.parse import urlencode

from sqlalchemy import Engine

from tests.house import ROOT

from .measuring import PER_SECOND, ROUNDS, Measured
from .pressing import Check, press
from .served import STATIC
from .stream import VALID_AT, pairs

SECONDS = float(os.environ.get("BENCH_HTTP_SECONDS", "1"))
TRIES = 300


def ask_over_http(engine: Engine, occurrences: int, sizes: tuple[int, ...]) -> list[Measured]:
    """Requests a second from `timeline serve`, which runs in a process of its own."""
    with _serving(engine) as port:
        turns = {size: _paths(occurrences, size) for size in sizes}
        spent: dict[int, list[float]] = {size: [] for size in (0, *sizes)}
        for seconds in (SECONDS / 2, *(SECONDS for _ in range(min(5, ROUNDS)))):
            statics = repeat(STATIC.encode())
            spent[0].append(press(port, statics, seconds, lambda body: None))
            for size, paths in turns.items():
                spent[size].append(press(port, paths, seconds, _expecting(size)))
    # The first round warms up.
    speed = {size: median(found[1:]) for size, found in spent.items()}
    baseline = ("static JSON route", speed[0])
    return [
        Measured(f"HTTP question of {size}", speed[size], PER_SECOND, *baseline, at_least=0.5)
        for size in sizes
    ]


def _paths(occurrences: int, size: int) -> Iterator[bytes]:
    for vendor, region in pairs(occurrences, size, 2):
        query = urlencode({"vendor": vendor, "region": region, "valid_at": VALID_AT})
        yield f"/v1/exposure?{query}".encode()


def _expecting(size: int) -> Check:
    def check(body: bytes) -> None:
        assert len(json.loads(body)["occurrences"]) == size

    return check


@contextmanager
def _serving(engine: Engine) -> Iterator[int]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    with TemporaryDirectory(prefix="timeline-bench-key-") as folder:
        url = engine.url.render_as_string(hide_password=False)
        settings = {"TIMELINE_DATABASE": url, "TIMELINE_KEY": str(Path(folder) / "key")}
        command = [sys.executable, "-m", "tests.bench.served", "--port", str(port)]
        env = os.environ | settings
        with subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.DEVNULL) as server:
            try:
                _await(port, server)
                yield port
            finally:
                server.terminate()
                server.wait(timeout=30)


def _await(port: int, server: "subprocess.Popen[bytes]") -> None:
    for _ in range(TRIES):
        assert server.poll() is None, "the server ended"
        try:
            socket.create_connection(("127.0.0.1", port), timeout=5).close()
        except ConnectionError:
            sleep(0.1)
        else:
            return
    raise TimeoutError("the server did not start")
