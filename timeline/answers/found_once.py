"""What is found once and kept beside that from which it follows."""

from collections.abc import Callable, Hashable
from typing import Any, TypeVar, cast

T = TypeVar("T")


def found_once(kept: dict[Hashable, Any], name: Hashable, find: Callable[[], T]) -> T:
    """What is kept under a name; the first time it is found, and whoever gets it changes nothing of it."""
    if name not in kept:
        kept[name] = find()
    return cast("T", kept[name])
