"""Tools: the Model Context Protocol over HTTP, each call on its own and none of them writing."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from timeline import tools_over_http

from .body import same_origin
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
        """Pass a request on; refuses what `same_origin` does."""
        same_origin(Request(scope))
        await self._app(scope, receive, send)
