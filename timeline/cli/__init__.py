"""The commands: `timeline --help`."""

from .app import app, main

__all__ = ["app", "main"]
