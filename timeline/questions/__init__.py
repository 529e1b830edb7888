"""Saved questions: asked again when an event may have changed their answer, each change told once."""

from .following import Follower
from .saving import LARGEST_PAGE, PAGE, Questions, Saved

__all__ = ["LARGEST_PAGE", "PAGE", "Follower", "Questions", "Saved"]
