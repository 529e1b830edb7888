"""An exported table: its columns, how its rows are found, and how those of a later export join those of an earlier."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from .columns import Column, Row
from .extent import Extent

Joins = Literal["by-key", "by-occurrence", "whole"]
Batch = Mapping[str, Sequence[Row]]
"""Some rows of one or more tables, by the tables' names."""
Pass = Callable[[Extent, frozenset[str]], Iterator[Batch]]
"""One reading of the database, which yields rows of those tables that are named."""

JOINS: dict[Joins, str] = {
    "by-key": "a row takes the place of the one with its key",
    "by-occurrence": "first the rows of every occurrence in `changed` go",
    "whole": "first all rows go",
}
"""What to do with the rows there are, before those of a later export are added."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table; `ranged` ones are cut into files by position, others by the number of rows."""

    name: str
    about: str
    joins: Joins
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    read: Pass
    ranged: bool = False
