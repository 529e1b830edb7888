"""The text of captured bytes, by their media type."""

from .text import text_of

__all__ = ["text_of"]
