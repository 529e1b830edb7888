"""Saved questions: asked again when an event may have changed their answer, each change told once."""

from .following import Follower
from .saving import LARGEST_PAGE, PAGE, Questions, Saved
from .touching import About, about_streams

__all__ = ["LARGEST_PAGE", "PAGE", "About", "Follower", "Questions", "Saved", "about_streams"]
