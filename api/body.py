"""The body of a request: its size, its time, its encoding, its JSON, and where it may come from."""

from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import urlsplit

import anyio
from fastapi import Request
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from events import Refusal, read_json
from timeline import BadBody, BadClaim, BodyTooLarge, BodyTooSlow

BODY_SECONDS: Final = 120.0
"""How long a body may take to arrive: 8 MiB at half a megabit a second."""
WRITING: Final = ("POST", "PUT", "PATCH", "DELETE")
SORTS: Final = {list: "a list", str: "a text", bool: "a boolean", type(None): "null"}
LOOPBACK = ("localhost", "127.0.0.1", "::1")


class BodiesInTime:
    """Lets a body take no longer than it may, whoever reads it, and an end in its midst be no fault of the reader's."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on; reading its body may raise BodyTooSlow, or ClientDisconnect."""
        if scope["type"] != "http" or scope["method"] not in WRITING:
            await self._app(scope, receive, send)
            return
        seconds, got, whole = BODY_SECONDS, 0, False
        deadline = anyio.current_time() + seconds

        async def in_time() -> Message:
            nonlocal got, whole
            if whole:
                return await receive()
            try:
                with anyio.fail_after(deadline - anyio.current_time()):
                    message = await receive()
            except TimeoutError:
                raise BodyTooSlow(seconds=seconds, got=got) from None
            if message["type"] == "http.disconnect":
                raise ClientDisconnect
            got += len(message.get("body", b""))
            whole = not message.get("more_body", False)
            return message

        await self._app(scope, in_time, send)


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
    """The JSON value of claims or acts in a body; BadClaim for what is not JSON in UTF-8, or heard in two ways."""
    said, wrong = _json(body)
    if wrong:
        raise BadClaim(where="", field="body", expected="JSON in UTF-8", got=wrong)
    return said


def parse_object(body: bytes, what: str) -> Mapping[str, Any]:
    """The JSON object in a body, which is `what`; BadBody for anything else."""
    said, wrong = _json(body)
    if not wrong and not isinstance(said, Mapping):
        wrong = SORTS.get(type(said), "a number")
    if wrong:
        raise BadBody(expected=f"{what}, a JSON object in UTF-8", got=wrong)
    return said  # type: ignore[no-any-return] # it is a mapping


def _json(body: bytes) -> tuple[Any, str]:
    """The JSON value in a body, or what is wrong with it."""
    try:
        return read_json(body.decode("utf-8-sig"), "body"), ""
    except UnicodeDecodeError as error:
        return None, f"a body whose byte {error.start} is not UTF-8"
    except Refusal as refusal:
        return None, refusal.got


def same_origin(request: Request) -> None:
    """Let pages of other sites record nothing and call no tools; a caller that is no browser says neither header."""
    site = request.headers.get("sec-fetch-site")
    origin = request.headers.get("origin")
    if (site is not None or origin is not None) and not _is_known(request):
        got = ascii(request.headers.get("host", ""))[:80]
        raise HTTPException(403, f"Host: expected a name that TIMELINE_HOSTS has, got {got}")
    if site is not None:
        own = site in ("same-origin", "none")
    else:
        own = origin is None or urlsplit(origin).netloc == request.headers.get("host")
    if not own:
        got = "one of another site" if origin is None else ascii(origin)[:80]
        raise HTTPException(403, f"Origin: expected a page of this service, got {got}")


def _is_known(request: Request) -> bool:
    """Whether a browser asked for this service by a name of its own: a page may let its own name mean it too."""
    host = (request.url.hostname or "").rstrip(".").lower()
    return host in LOOPBACK or host in request.app.state.hosts
