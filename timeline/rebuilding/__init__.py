"""Comparing a projection that was built beside the live one with it, before it is switched to."""

from .comparing import Compared, compare
from .differing import Changed, Difference
from .questions import SAMPLE
from .rows import DifferingRows

__all__ = ["SAMPLE", "Changed", "Compared", "Difference", "DifferingRows", "compare"]
