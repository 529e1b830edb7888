"""A shelf: the statements of a source put in order on disk, so that those of one record come together."""

import json
import sqlite3
from collections.abc import Callable, Iterator
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from .opening import bad

T = TypeVar("T")


class Placed(NamedTuple):
    """A statement, with its number and place in the source."""

    number: int
    said: dict[str, Any]
    where: str


class Shelf:
    """Holds what was put in a file without a name, which is gone when it is closed; memory holds none of it."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file = sqlite3.connect("")
        self._file.execute("CREATE TABLE put (part, key, day, number, said, PRIMARY KEY (number))")
        self._file.execute("CREATE TABLE ids (part, key, PRIMARY KEY (part, key)) WITHOUT ROWID")
        self._file.execute("CREATE INDEX by_key ON put (part, key, day, number)")

    def put(self, part: str, key: str, day: str, placed: Placed) -> None:
        """Put a statement of a record, which comes after those of it that are dated earlier."""
        try:
            said = json.dumps(placed.said, ensure_ascii=False)
            row = (part, key, day, placed.number, said)
            self._file.execute("INSERT INTO put VALUES (?, ?, ?, ?, ?)", row)
        except (UnicodeEncodeError, RecursionError):
            expected = "text without halves of surrogates, in values that are not deep"
            raise bad(self._path, expected, "other", placed.where) from None
        self.name(part, key)

    def name(self, part: str, key: str) -> None:
        """Know a record by a further key."""
        self._file.execute("INSERT OR IGNORE INTO ids VALUES (?, ?)", (part, key))

    def records(self, part: str) -> Iterator[tuple[str, list[Placed]]]:
        """The records of a part, each with its statements, in an order that the source fixes."""
        order = "SELECT key, number, said FROM put WHERE part = ? ORDER BY key, day, number"
        rows = self._file.execute(order, (part,))
        for key, found in groupby(rows, key=lambda row: str(row[0])):
            placed = [(number, json.loads(said)) for _, number, said in found]
            yield key, [Placed(number, said, f"statement {number}: ") for number, said in placed]

    def has(self, part: str, key: str) -> bool:
        """Whether a record is in a part, by any of its keys."""
        asked = "SELECT 1 FROM ids WHERE part = ? AND key = ?"
        return self._file.execute(asked, (part, key)).fetchone() is not None

    def count(self) -> int:
        """How many statements were put."""
        (count,) = self._file.execute("SELECT count(*) FROM put").fetchone()
        return int(count)

    def close(self) -> None:
        """Give the file back."""
        self._file.close()


def filled(path: Path, fill: Callable[[Shelf], T]) -> tuple[Shelf, T]:
    """A shelf that a source was put on whole, and what was found of it; none is left open for one that is not sound."""
    shelf = Shelf(path)
    try:
        return shelf, fill(shelf)
    except BaseException:
        shelf.close()
        raise
