"""The tools' doors, which import the protocol's library only when one is opened."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

from ..service import Service

Served = Callable[[Any, Any, Any], Awaitable[None]]
"""An ASGI application."""


@asynccontextmanager
async def tools_over_http(opened: Callable[[], Service], body_bytes: int) -> AsyncIterator[Served]:
    """The tools as an application that answers each call on its own, as long as the context lasts."""
    from mcp.server.streamable_http_manager import StreamableHTTPSessionManager

    from .server import tools_server

    sessions = StreamableHTTPSessionManager(
        tools_server(opened), json_response=True, stateless=True, max_request_body_size=body_bytes
    )
    async with sessions.run():
        yield sessions.asgi_app


def tools_over_stdio(service: Service) -> None:
    """Answer one client over standard input and output, until its input ends."""
    from .server import serve_stdio

    serve_stdio(service)
