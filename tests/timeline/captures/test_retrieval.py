"""An address is retrieved whole or refused in one line, from a server on this machine."""

import gzip
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from tests.timeline.captures.conftest import PAGE
from timeline import NotCaptured
from timeline.captures import retrieve

LIMIT = 1_000
HTML = ("Content-Type", "text/html")
PAGES = {
    "/page": (200, [HTML], PAGE),
    "/a%20b/%C3%BC?q=1": (200, [HTML], PAGE),
    "/packed": (200, [HTML, ("Content-Encoding", "gzip")], gzip.compress(PAGE)),
    "/half-packed": (200, [("Content-Encoding", "gzip")], gzip.compress(PAGE)[:-9]),
    "/not-packed": (200, [("Content-Encoding", "gzip")], PAGE),
    "/bomb": (200, [("Content-Encoding", "gzip")], gzip.compress(b"0" * 9_000_000)),
    "/odd": (200, [("Content-Encoding", "rot13")], PAGE),
    "/large": (200, [], b"x" * (LIMIT + 1)),
    "/full": (200, [], b"x" * LIMIT),
    "/empty": (200, [], b""),
    "/missing": (404, [HTML], b"<p>no"),
    "/broken": (500, [], b""),
    "/none": (204, [], b""),
    "/moved": (302, [("Location", "/page")], b""),
    "/round": (302, [("Location", "/round")], b""),
    "/to-a-file": (302, [("Location", "file:///etc/hostname")], b""),
    "/to-ftp": (301, [("Location", "ftp://127.0.0.1/x")], b""),
    "/cut": (200, [("Content-Length", "500")], PAGE),
}


class _Answers(BaseHTTPRequestHandler):
    def do_GET(self):
        status, headers, body = PAGES[self.path]
        self.send_response(status)
        for name, value in headers:
            self.send_header(name, value)
        if "Content-Length" not in dict(headers):
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format, *args):  # noqa: A002 (the library's name)
        pass


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Answers)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.parametrize("path", ["/page", "/moved", "/packed", "/a b/ü?q=1"])
def test_the_bytes_at_an_address_are_retrieved_with_what_they_are(server, path):
    found = retrieve(server + path, LIMIT)

    assert (found.body, found.media_type) == (PAGE, "text/html")
    assert (found.url, found.retrieved_at) == (server + path, None)


def test_as_many_bytes_as_the_limit_are_taken(server):
    assert len(retrieve(f"{server}/full", LIMIT).body) == LIMIT


@pytest.mark.parametrize(
    ("path", "why"),
    [
        ("/missing", "status 404"),
        ("/broken", "status 500"),
        ("/none", "status 204"),
        ("/empty", "sent nothing"),
        ("/large", "more than 1000 bytes"),
        ("/bomb", "more than 1000 bytes"),
        ("/cut", "ended before"),
        ("/half-packed", "ended before"),
        ("/not-packed", "not the gzip"),
        ("/odd", "rot13"),
        ("/round", "redirect"),
        ("/to-a-file", "edirection to url 'file:///etc/hostname'"),
        ("/to-ftp", "edirection to url 'ftp://127.0.0.1/x'"),
    ],
)
def test_what_is_not_there_whole_is_refused_in_one_line(server, path, why):
    with pytest.raises(NotCaptured, match=why) as refused:
        retrieve(server + path, LIMIT)

    assert str(refused.value).startswith(f"{server}{path}: cannot be captured, ")
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:1/nobody-listens",
        "http://no-such-host.invalid/",
        "http://[::1",
        "http://127.0.0.1:port/",
        "http:///no-host",
        "file:///etc/hostname",
        "ftp://127.0.0.1/x",
    ],
)
def test_an_address_that_cannot_be_reached_is_refused_in_one_line(url, server):
    with pytest.raises(NotCaptured) as refused:
        retrieve(url, LIMIT)

    assert "\n" not in str(refused.value)
