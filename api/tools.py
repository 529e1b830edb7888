"""Tools: the Model Context Protocol over HTTP, each call on its own and none of them writing."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from timeline import tools_over_http

from .opened import Opened

PATH = "/mcp"


class ToolsDoor:
    """Answers at one address while `running`, and no page of another site."""

    def __init__(self, opened: Opened, body_bytes: int) -> None:
        self._opened = opened
        self._body_bytes = body_bytes
        self._app: ASGIApp = PlainTextResponse("not running\n", 503)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Be ready to answer."""
        async with tools_over_http(self._opened.get, self._body_bytes) as app:
            self._app = app
            yield

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on; 403 for one that a page of another site makes a browser send."""
        headers = Headers(scope=scope)
        origin = headers.get("origin")
        if origin is not None and urlsplit(origin).netloc != headers.get("host"):
            refused = PlainTextResponse("Origin: pages of other sites are not answered\n", 403)
            await refused(scope, receive, send)
        else:
            await self._app(scope, receive, send)
