"""Tools: the questions, for programs that ask over the Model Context Protocol."""

from .front import tools_over_http, tools_over_stdio

__all__ = ["tools_over_http", "tools_over_stdio"]
