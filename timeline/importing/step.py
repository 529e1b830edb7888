"""A step of an import: what one row comes to, the claims it says, and what is to be kept of it."""

from dataclasses import dataclass
from typing import Any

from events import Act, Claim

Said = Claim | Act


@dataclass(frozen=True, slots=True)
class Move:
    """A row of one of the import tables, to be stored in the transaction of the claims it belongs to."""

    table: str
    values: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Step:
    """What came of `rows` rows of the source.

    A step that says something counts under its outcome where the log did not hold all of it yet, else as unchanged.
    A batch may end only after a step that `closes`.
    """

    outcome: str
    items: tuple[Said, ...] = ()
    rows: int = 1
    moves: tuple[Move, ...] = ()
    reason: str = ""
    closes: bool = True
