"""The door: HTTP, the web page, problem documents; translation only."""

from .app import create_app, served

__all__ = ["create_app", "served"]
