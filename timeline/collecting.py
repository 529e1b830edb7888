"""Garbage: how often the interpreter looks for cycles of objects that nothing else refers to."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

THRESHOLDS = (50_000, 20, 50)
"""Objects made beyond those freed before a look at the young ones, and how many looks before one at the older."""


@contextmanager
def collecting_seldom() -> Iterator[None]:
    """For work in bulk: claims and rows hold no cycles, and looking for some took a sixth of an import."""
    before = gc.get_threshold()
    gc.set_threshold(*THRESHOLDS)
    try:
        yield
    finally:
        gc.set_threshold(*before)
