"""Garbage: how often the interpreter looks for cycles of objects that nothing else refers to."""

import gc

THRESHOLDS = (50_000, 20, 50)
"""Objects made beyond those freed before a look at the young ones, and how many looks before one at the older."""


def collect_seldom() -> None:
    """For a process of this program's own: claims and answers hold no cycles, and looking took a sixth of an import."""
    gc.set_threshold(*THRESHOLDS)
