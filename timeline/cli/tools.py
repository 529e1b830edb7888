"""The command that serves the questions as tools of the Model Context Protocol."""

from .options import opened


def mcp() -> None:
    """Serve the questions as read-only tools of the Model Context Protocol, over standard input and output."""
    from ..tools.server import serve_stdio

    with opened() as service:
        serve_stdio(service)
