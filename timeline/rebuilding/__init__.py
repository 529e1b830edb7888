"""Comparing a projection that was built beside the live one with it, before it is switched to."""

from .comparing import Compared, compare
from .differing import Changed, Difference
from .rows import DifferingRows

__all__ = ["Changed", "Compared", "Difference", "DifferingRows", "compare"]
