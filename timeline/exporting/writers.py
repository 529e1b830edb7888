"""Writers: rows into Parquet, JSON Lines or CSV, a part at a time."""

import csv
import json
from collections.abc import Iterable, Sequence
from io import StringIO
from typing import IO, Any, Protocol

from ..errors import BadParameter
from .columns import EPOCH_DAY, Cell, Column, Row, Sort, spelled

GROUP_ROWS = 50_000
GROUP_BYTES = 1 << 25
"""A row group of Parquet is written when it has so many rows, or bytes."""
FORMULA = ("=", "+", "-", "@", "\t", "\r", "'")
"""What a text in CSV may not begin with, because a spreadsheet would take it for a formula."""


class Writer(Protocol):
    """Writes the rows of one table to a file that is only appended to."""

    def __init__(self, file: IO[bytes], columns: Sequence[Column]) -> None: ...

    def write(self, rows: Sequence[Row]) -> None:
        """Add rows."""
        ...

    def close(self) -> None:
        """Write what is due; the file stays open."""
        ...


class Csv:
    """RFC 4180 in UTF-8 with a header; null is an empty field, and no text is empty."""

    media_type = "text/csv; charset=utf-8; header=present"

    def __init__(self, file: IO[bytes], columns: Sequence[Column]) -> None:
        self._file = file
        self._sorts: list[Sort] = [column.sort for column in columns]
        self._put([[column.name for column in columns]])

    def write(self, rows: Sequence[Row]) -> None:
        """Add rows."""
        self._put([_field(sort, cell) for sort, cell in _pairs(self._sorts, row)] for row in rows)

    def close(self) -> None:
        """Nothing is due."""

    def _put(self, rows: Iterable[Sequence[Cell]]) -> None:
        text = StringIO(newline="")
        csv.writer(text).writerows(rows)
        self._file.write(text.getvalue().encode())


class JsonLines:
    """A JSON object a line, in UTF-8; every column is there, null where it has no value."""

    media_type = "application/jsonl"

    def __init__(self, file: IO[bytes], columns: Sequence[Column]) -> None:
        self._file = file
        self._names = [column.name for column in columns]
        self._sorts: list[Sort] = [column.sort for column in columns]
        self._encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode

    def write(self, rows: Sequence[Row]) -> None:
        """Add rows."""
        lines = [
            self._encode(
                dict(zip(self._names, (spelled(*p) for p in _pairs(self._sorts, row)), strict=True))
            )
            for row in rows
        ]
        self._file.write("".join(f"{line}\n" for line in lines).encode())

    def close(self) -> None:
        """Nothing is due."""


class Parquet:
    """Parquet 2.6, compressed with Zstandard; days are DATE, instants TIMESTAMP in UTC and microseconds."""

    media_type = "application/vnd.apache.parquet"

    def __init__(self, file: IO[bytes], columns: Sequence[Column]) -> None:
        import pyarrow as pa  # type: ignore[import-untyped] # it has no types
        import pyarrow.parquet as pq  # type: ignore[import-untyped] # it has no types

        self._arrow = pa
        self._sorts: list[Sort] = [column.sort for column in columns]
        types = {
            "text": pa.string(),
            "whole": pa.int64(),
            "flag": pa.bool_(),
            "day": pa.date32(),
            "instant": pa.timestamp("us", tz="UTC"),
        }
        self._schema = pa.schema(
            [
                pa.field(column.name, types[column.sort], metadata={"meaning": column.meaning})
                for column in columns
            ]
        )
        self._writer = pq.ParquetWriter(file, self._schema, compression="zstd")
        self._waiting: list[Any] = []

    def write(self, rows: Sequence[Row]) -> None:
        """Add rows; they wait until they make a row group."""
        if not rows:
            return
        columns = zip(self._sorts, zip(*rows, strict=True), strict=True)
        arrays = [
            self._arrow.array(_ordinals(cells) if sort == "day" else cells, type=field.type)
            for (sort, cells), field in zip(columns, self._schema, strict=True)
        ]
        self._waiting.append(self._arrow.RecordBatch.from_arrays(arrays, schema=self._schema))
        many = sum(batch.num_rows for batch in self._waiting)
        if many >= GROUP_ROWS or sum(batch.nbytes for batch in self._waiting) >= GROUP_BYTES:
            self._flush()

    def close(self) -> None:
        """Write the rows that wait, and the footer."""
        self._flush()
        self._writer.close()

    def _flush(self) -> None:
        if self._waiting:
            group = self._arrow.Table.from_batches(self._waiting)
            self._writer.write_table(group, row_group_size=group.num_rows)
            self._waiting = []


WRITERS: dict[str, type[Csv] | type[JsonLines] | type[Parquet]] = {
    "parquet": Parquet,
    "jsonl": JsonLines,
    "csv": Csv,
}
"""The writers by the ending of their files."""


def checked_ending(ending: str) -> str:
    """A format that is known; BadParameter for any other."""
    if ending not in WRITERS:
        expected = f"one of {', '.join(WRITERS)}"
        raise BadParameter(field="format", expected=expected, got=repr(ending))
    return ending


def _pairs(sorts: Sequence[Sort], row: Row) -> Iterable[tuple[Sort, Cell]]:
    return zip(sorts, row, strict=True)


def _ordinals(cells: Sequence[Cell]) -> list[int | None]:
    """Days as Parquet counts them, from 1970."""
    return [None if cell is None else int(cell) - EPOCH_DAY for cell in cells]


def _field(sort: Sort, cell: Cell) -> Cell:
    value = spelled(sort, cell)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str) and value.startswith(FORMULA):
        return f"'{value}"
    return value
