"""Reading back the events of an exported file, whatever its format."""

import csv
import json
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from events import instant_of

from ..errors import Unproven
from .logged import EVENT_COLUMNS

Found = dict[str, Any]
MANY = 5_000
_SORTS = {column.name: column.sort for column in EVENT_COLUMNS}


def read_rows(path: Path) -> Iterator[Found]:
    """The events of a file, an instant as microseconds; Unproven where the file cannot be read."""
    read = {".parquet": _parquet, ".jsonl": _lines, ".csv": _csv}.get(path.suffix)
    if read is None:
        raise Unproven(where=path.name, why="its format is not known")
    try:
        yield from read(path)
    except (OSError, ValueError, csv.Error) as error:
        why = str(error).partition("\n")[0]
        raise Unproven(where=path.name, why=f"it cannot be read, {why}") from None


def _parquet(path: Path) -> Iterator[Found]:
    import pyarrow as pa  # type: ignore[import-untyped] # it has no types
    import pyarrow.parquet as pq  # type: ignore[import-untyped] # it has no types

    with pq.ParquetFile(path) as file:
        for batch in file.iter_batches(MANY):
            columns = {
                name: (column.cast(pa.int64()) if _SORTS.get(name) == "instant" else column)
                for name, column in zip(batch.schema.names, batch.columns, strict=True)
            }
            lists = [column.to_pylist() for column in columns.values()]
            for cells in zip(*lists, strict=True):
                yield dict(zip(columns, cells, strict=True))


def _lines(path: Path) -> Iterator[Found]:
    with path.open(encoding="utf-8", newline="\n") as file:
        for line in file:
            row = json.loads(line)
            yield {**row, "recorded_at": _instant(row["recorded_at"])}


def _csv(path: Path) -> Iterator[Found]:
    csv.field_size_limit(sys.maxsize)
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield {name: _cell(name, cell) for name, cell in row.items()}


def _cell(name: str, cell: str) -> Any:
    """What an unquoted field stood for."""
    sort = _SORTS.get(name, "text")
    if cell == "":
        return None
    if sort == "whole":
        return int(cell)
    if sort == "flag":
        return cell == "true"
    return _instant(cell) if sort == "instant" else cell.removeprefix("'")


def _instant(text: str) -> int:
    return instant_of(datetime.fromisoformat(text))
