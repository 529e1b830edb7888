"""The body of a request: its size, its encoding, its JSON, and where it may come from."""

from typing import Any
from urllib.parse import urlsplit

from fastapi import Request
from starlette.exceptions import HTTPException

from events import Refusal, read_json
from timeline import BadClaim, BodyTooLarge

LOOPBACK = ("localhost", "127.0.0.1", "::1")


async def read_body(request: Request) -> bytes:
    """The bytes sent; BodyTooLarge as soon as there are more than the settings allow."""
    limit: int = request.app.state.body_bytes
    declared = request.headers.get("content-length", "")
    if declared.isdigit() and int(declared[:18]) > limit:
        raise BodyTooLarge(limit=limit, got=declared)
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > limit:
            raise BodyTooLarge(limit=limit, got="more")
    return bytes(body)


def parse_body(body: bytes) -> Any:
    """The JSON value in a body; BadClaim for what is not JSON in UTF-8, or heard in two ways."""
    expected = "JSON in UTF-8"
    try:
        return read_json(body.decode("utf-8-sig"), "body")
    except UnicodeDecodeError as error:
        got = f"a body whose byte {error.start} is not UTF-8"
    except Refusal as refusal:
        got = refusal.got
    raise BadClaim(where="", field="body", expected=expected, got=got)


def same_origin(request: Request) -> None:
    """Let pages of other sites record nothing and call no tools; a caller that is no browser says neither header."""
    site = request.headers.get("sec-fetch-site")
    origin = request.headers.get("origin")
    if (site is not None or origin is not None) and not _is_known(request):
        raise HTTPException(
            403, "Host: browsers write and call tools by a name that TIMELINE_HOSTS has"
        )
    if site is not None:
        own = site in ("same-origin", "none")
    else:
        own = origin is None or urlsplit(origin).netloc == request.headers.get("host")
    if not own:
        raise HTTPException(403, "Origin: nothing is taken from pages of other sites")


def _is_known(request: Request) -> bool:
    """Whether a browser asked for this service by a name of its own: a page may let its own name mean it too."""
    host = (request.url.hostname or "").rstrip(".").lower()
    return host in LOOPBACK or host in request.app.state.hosts
