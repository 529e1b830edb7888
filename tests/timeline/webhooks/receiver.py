"""A receiver of webhooks on loopback that does what it is told: answer, stall, fail, or send elsewhere."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Lock, Thread
from typing import Any

Behaviour = Callable[[int], int | str]
"""What to do with the request of a number, from 0: a status, or `stall`, `drip`, `close`."""


@dataclass(frozen=True)
class Received:
    """One request."""

    path: str
    headers: dict[str, str]
    body: bytes
    accepted: bool

    @property
    def id(self) -> str:
        return self.headers["webhook-id"]

    @property
    def said(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.body)
        return found


@dataclass
class Receiver:
    """What was received, and how to behave from now on."""

    port: int = 0
    behave: Behaviour = lambda _: 204
    received: list[Received] = field(default_factory=list)
    released: Event = field(default_factory=Event)
    lock: Lock = field(default_factory=Lock)
    busy: int = 0
    most: int = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/in"

    @property
    def accepted(self) -> list[Received]:
        return [each for each in self.received if each.accepted]

    def take(self, handler: BaseHTTPRequestHandler) -> None:
        length = int(handler.headers["content-length"])
        body = handler.rfile.read(length)
        with self.lock:
            self.busy += 1
            self.most = max(self.most, self.busy)
            does = self.behave(len(self.received))
            good = isinstance(does, int) and 200 <= does < 300
            headers = {name.lower(): value for name, value in handler.headers.items()}
            self.received.append(Received(handler.path, headers, body, good))
        try:
            self._answer(handler, does)
        finally:
            with self.lock:
                self.busy -= 1

    def _answer(self, handler: BaseHTTPRequestHandler, does: int | str) -> None:
        if does == "stall":
            self.released.wait(30)
        elif does == "drip":
            while not self.released.wait(0.05):
                handler.wfile.write(b"H")
                handler.wfile.flush()
        elif isinstance(does, int):
            handler.send_response(does)
            if does in (301, 302, 307, 308):
                handler.send_header("Location", "/elsewhere")
            handler.send_header("Content-Length", "0")
            handler.end_headers()


@contextmanager
def receiving(behave: Behaviour = lambda _: 204) -> Iterator[Receiver]:
    """A receiver that listens while the block runs."""
    receiver = Receiver(behave=behave)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            try:
                receiver.take(self)
            except OSError:
                self.close_connection = True

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    receiver.port = server.server_address[1]
    thread = Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield receiver
    finally:
        receiver.released.set()
        server.shutdown()
        thread.join()
        server.server_close()
