"""The question over HTTP, beside a static JSON route of the same application."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.client import HTTPConnection
from time import sleep
from urllib.parse import urlencode

from sqlalchemy import Engine

from tests.house import ROOT

from .asking import pairs
from .measuring import Measured, medians
from .served import STATIC
from .stream import VALID_AT

ROUNDS = 15
TURNS = 20
TRIES = 200
BASELINE = "static JSON route"


def ask_over_http(engine: Engine, occurrences: int, region: str | None) -> list[Measured]:
    """Measure one request on a connection kept alive, from a server that runs in a process of its own."""
    addresses = pairs(occurrences, region, 2)
    expected = 5 if region else 1

    def question() -> None:
        vendor, place = next(addresses)
        query = urlencode({"vendor": vendor, "region": place, "valid_at": VALID_AT})
        assert len(json.loads(_get(door, f"/v1/exposure?{query}"))["occurrences"]) == expected

    with _serving(engine) as port, closing(HTTPConnection("127.0.0.1", port, timeout=30)) as door:
        _await(door)
        turns = {
            "static": (lambda: _get(door, STATIC), TURNS),
            "question": (question, TURNS),
        }
        found = medians(turns, ROUNDS)
    name = f"HTTP question of {expected}"
    return [Measured(name, BASELINE, found["question"], found["static"])]


def _get(door: HTTPConnection, path: str) -> bytes:
    door.request("GET", path)
    response = door.getresponse()
    body = response.read()
    assert response.status == 200, body
    return body


def _await(door: HTTPConnection) -> None:
    for _ in range(TRIES):
        try:
            _get(door, STATIC)
        except ConnectionError:
            door.close()
            sleep(0.05)
        else:
            return
    raise TimeoutError("the server did not start")


@contextmanager
def _serving(engine: Engine) -> Iterator[int]:
    url = engine.url.render_as_string(hide_password=False)
    command = [sys.executable, "-m", "tests.bench.served", url]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as server:
        try:
            assert server.stdout is not None
            yield int(server.stdout.readline())
        finally:
            server.terminate()
            server.wait(timeout=30)
