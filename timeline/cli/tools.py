"""The command that serves the questions as tools of the Model Context Protocol."""

from ..tools import tools_over_stdio
from .options import opened


def mcp() -> None:
    """Serve the questions as read-only tools of the Model Context Protocol, over standard input and output."""
    with opened() as service:
        tools_over_stdio(service)
