"""Files of an export: each hashed as it is written, cut by position or by rows."""

import io
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from hashlib import sha256
from itertools import groupby
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self, cast

from ..captures.atomic import replacing
from .columns import Row
from .extent import Extent
from .manifest import WrittenFile, WrittenTable
from .table import Table
from .writers import WRITERS, Writer

RANGE = 100_000
"""Positions in a file of the log."""
FILE_ROWS = 500_000
"""Rows in a file of any other table."""
AGAIN = -1
"""The number of the file with what was redacted since."""


class Hashing(io.RawIOBase):
    """A file that is only appended to, with the hash and the number of its bytes."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self.sha256 = sha256()
        self.size = 0

    def writable(self) -> bool:
        """It is."""
        return True

    def write(self, content: Any, /) -> int:
        """Append bytes."""
        piece = bytes(content)
        self.sha256.update(piece)
        self.size += len(piece)
        self._file.write(piece)
        return len(piece)

    def forget(self) -> None:
        """Whatever is appended from now on goes nowhere."""
        self._file = io.BytesIO()


class TableFiles:
    """The files of one table, one open at a time."""

    def __init__(self, table: Table, folder: Path, ending: str, extent: Extent) -> None:
        self.table = table
        self.rows = 0
        self._folder = folder
        self._ending = ending
        self._extent = extent
        self._written: list[WrittenFile] = []
        self._open: _OpenFile | None = None
        (folder / table.name).mkdir()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """A file that is still open is dropped."""
        if self._open is not None:
            self._open.drop(kind, error, trace)

    def write(self, rows: Sequence[Row]) -> None:
        """Add rows, in the order of positions where the table is cut by them."""
        for number, part in self._parts(rows):
            if self._open is not None and self._open.number != number:
                self._close()
            if self._open is None:
                self._start(number, self._name(number))
            assert self._open is not None
            self._open.writer.write(part)
            self._open.rows += len(part)
            self.rows += len(part)

    def finish(self) -> WrittenTable:
        """Close the last file; a table without rows has one that says which columns it would have."""
        if not self._written and self._open is None:
            self._start(0, "none")
        self._close()
        table = self.table
        return WrittenTable(
            about=table.about,
            joins=table.joins,
            key=list(table.key),
            columns=[column.shape() for column in table.columns],
            rows=self.rows,
            files=self._written,
        )

    def _parts(self, rows: Sequence[Row]) -> Iterator[tuple[int, list[Row]]]:
        if not self.table.ranged:
            if rows:
                yield self.rows // FILE_ROWS, list(rows)
            return
        for number, part in groupby(rows, key=self._range):
            yield number, list(part)

    def _range(self, row: Row) -> int:
        position = cast("int", row[0])
        return AGAIN if position <= self._extent.since else (position - 1) // RANGE

    def _name(self, number: int) -> str:
        if not self.table.ranged:
            return f"{number + 1:06}"
        if number == AGAIN:
            return "redacted"
        first = max(number * RANGE, self._extent.since) + 1
        return f"{first:012}-{min((number + 1) * RANGE, self._extent.position):012}"

    def _start(self, number: int, name: str) -> None:
        place = f"{self.table.name}/{name}.{self._ending}"
        self._open = _OpenFile(number, place, self._folder / place, self.table, self._ending)

    def _close(self) -> None:
        if self._open is not None:
            self._written.append(self._open.close())
            self._open = None


class _OpenFile:
    """A file being written, which appears under its name when it is closed."""

    def __init__(self, number: int, place: str, path: Path, table: Table, ending: str) -> None:
        self.number = number
        self.rows = 0
        self._stack = ExitStack()
        self._place = place
        self._hashing = Hashing(self._stack.enter_context(replacing(path)))
        self.writer: Writer = WRITERS[ending](cast("IO[bytes]", self._hashing), table.columns)

    def close(self) -> WrittenFile:
        self.writer.close()
        self._stack.close()
        return WrittenFile(
            path=self._place,
            rows=self.rows,
            bytes=self._hashing.size,
            sha256=self._hashing.sha256.hexdigest(),
        )

    def drop(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._hashing.forget()
        self.writer.close()
        self._stack.__exit__(kind, error, trace)
