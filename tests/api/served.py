"""The service as others meet it: `timeline serve` in a process of its own, that can be ended and killed."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx2

from tests.house import ROOT

STARTED_SECONDS = 60


class Server:
    """Serves one database on one port of loopback, started as often as it is killed."""

    def __init__(self, url: str, folder: Path, **settings: str) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.address = f"http://127.0.0.1:{self.port}"
        self._environment = {
            **os.environ,
            "TIMELINE_DATABASE": url,
            "TIMELINE_KEY": str(folder / "timeline.key"),
            **{f"TIMELINE_{name.upper()}": value for name, value in settings.items()},
        }
        self._errors = folder / "server.err"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it and wait until it answers."""
        command = [Path(sys.executable).with_name("timeline"), "serve", "--port", str(self.port)]
        with self._errors.open("ab") as errors:
            self.process = subprocess.Popen(
                command, cwd=ROOT, env=self._environment, stdout=subprocess.DEVNULL, stderr=errors
            )
        deadline = time.monotonic() + STARTED_SECONDS
        while time.monotonic() < deadline:
            assert self.process.poll() is None, self.errors
            try:
                httpx2.get(f"{self.address}/health/ready").raise_for_status()
            except httpx2.HTTPError:
                time.sleep(0.05)
            else:
                return
        raise TimeoutError(self.errors)

    @property
    def errors(self) -> str:
        """What it complained of."""
        return self._errors.read_text(encoding="utf-8")

    def kill(self) -> None:
        """End it as a crash would."""
        assert self.process is not None
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def end(self) -> float:
        """Ask it to end; the seconds it took."""
        assert self.process is not None
        started = time.monotonic()
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(timeout=30)
        return time.monotonic() - started


@contextmanager
def serving(url: str, folder: Path, **settings: str) -> Iterator[Server]:
    """A server that answers, ended with the block."""
    server = Server(url, folder, **settings)
    server.start()
    try:
        yield server
    finally:
        if server.process is not None and server.process.poll() is None:
            server.kill()
