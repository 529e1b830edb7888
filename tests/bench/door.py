"""The question over HTTP, beside a static JSON route of the same application, one worker."""

import json
import os
import socket
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from itertools import cycle, islice, repeat
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
AGAIN = 100
"""How many questions are asked again and again."""
FIRST_DAY, DAYS = "2021-01-01", 360
"""The days on which all that was awarded may be in force."""


def ask_over_http(engine: Engine, occurrences: int, sizes: tuple[int, ...]) -> list[Measured]:
    """Requests a second from `timeline serve`, which runs in a process of its own.

    What is asked again is a few questions, whose answers are kept; what is new was never asked before.
    """
    with _serving(engine) as port:
        turns = {
            f"HTTP question of {size}, {how}": (paths(occurrences, size), size)
            for size in sizes
            for how, paths in (("asked again", _again), ("new", _new))
        }
        spent: dict[str, list[float]] = {what: [] for what in ("", *turns)}
        for seconds in (SECONDS / 2, *(SECONDS for _ in range(min(5, ROUNDS)))):
            statics = repeat(STATIC.encode())
            spent[""].append(press(port, statics, seconds, lambda body: None))
            for what, (paths, size) in turns.items():
                spent[what].append(press(port, paths, seconds, _expecting(size)))
    # The first round warms up.
    speed = {what: median(found[1:]) for what, found in spent.items()}
    baseline = ("static JSON route", speed[""])
    return [Measured(what, speed[what], PER_SECOND, *baseline, at_least=0.5) for what in turns]


def _again(occurrences: int, size: int) -> Iterator[bytes]:
    return cycle([_path(*pair, VALID_AT) for pair in islice(pairs(occurrences, size, 2), AGAIN)])


def _new(occurrences: int, size: int) -> Iterator[bytes]:
    """Each pair on one day after another: as much is in force on all of them, and none comes twice for long."""
    first = date.fromisoformat(FIRST_DAY)
    met = Counter[tuple[str, str]]()
    for pair in pairs(occurrences, size, 2):
        yield _path(*pair, (first + timedelta(days=met[pair] % DAYS)).isoformat())
        met[pair] += 1


def _path(vendor: str, region: str, valid_at: str) -> bytes:
    query = urlencode({"vendor": vendor, "region": region, "valid_at": valid_at})
    return f"/v1/exposure?{query}".encode()


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
