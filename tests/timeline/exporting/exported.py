"""Exports read back: their rows whatever the format, two of them joined, and DuckDB over one."""

import csv
import json
import re
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import duckdb
import pyarrow.parquet as pq

from tests.house import ROOT
from timeline import Service
from timeline.exporting.export import export
from timeline.exporting.manifest import Manifest, read_manifest
from timeline.exporting.registry import TABLES

Row = tuple[Any, ...]
Rows = dict[str, list[Row]]


def written(service: Service, folder: Path, since: Path | int | None = None, form: str = "parquet"):
    """The manifest of an export, written."""
    return export(service, folder, form, None if since is None else str(since))


def rows_of(folder: Path) -> Rows:
    """The rows of every table in the order of the files, with dates and times as Python has them."""
    manifest, _ = read_manifest(folder)
    return {
        name: [row for file in table.files for row in _read(folder / file.path, name)]
        for name, table in manifest.tables.items()
    }


def _read(path: Path, name: str) -> list[Row]:
    columns = TABLES[name].columns
    if path.suffix == ".parquet":
        table = pq.ParquetFile(path).read()
        assert table.column_names == [column.name for column in columns]
        return [tuple(row.values()) for row in table.to_pylist()]
    if path.suffix == ".jsonl":
        lines = path.read_bytes().decode().split("\n")[:-1]
        found = [list(json.loads(line).items()) for line in lines]
        assert all([n for n, _ in row] == [c.name for c in columns] for row in found)
        return [
            tuple(_cell(column.sort, cell) for column, (_, cell) in zip(columns, row, strict=True))
            for row in found
        ]
    with path.open(encoding="utf-8", newline="") as file:
        header, *lines = csv.reader(file)
    assert header == [column.name for column in columns]
    return [
        tuple(_field(column.sort, cell) for column, cell in zip(columns, line, strict=True))
        for line in lines
    ]


def _field(sort: str, field: str) -> Any:
    if field == "":
        return None
    if sort == "whole":
        return int(field)
    if sort == "flag":
        return {"true": True, "false": False}[field]
    return _cell(sort, field.removeprefix("'"))


def _cell(sort: str, cell: Any) -> Any:
    if cell is None or sort not in ("day", "instant"):
        return cell
    if sort == "day":
        return date.fromisoformat(cell)
    return datetime.fromisoformat(cell).astimezone(UTC)


def joined(earlier: Rows, later: Path) -> Rows:
    """The rows of an export and of one since it, as the manifest of the later says they join."""
    manifest, _ = read_manifest(later)
    new = rows_of(later)
    changed = {row[0] for row in new["changed"]}
    found: Rows = {}
    for name, table in manifest.tables.items():
        names = [column["name"] for column in table.columns]
        if table.joins == "whole":
            kept: list[Row] = []
        elif table.joins == "by-occurrence":
            at = names.index("occurrence")
            kept = [row for row in earlier[name] if row[at] not in changed]
        else:
            keys = [names.index(key) for key in table.key]
            told = {tuple(row[at] for at in keys) for row in new[name]}
            kept = [row for row in earlier[name] if tuple(row[at] for at in keys) not in told]
        found[name] = kept + new[name]
    return found


def sorted_rows(rows: Rows) -> Rows:
    """Rows without regard to their order; what changed since is told only by a later export."""
    return {name: sorted(each, key=repr) for name, each in rows.items() if name != "changed"}


def readme_sql() -> list[str]:
    """The statements that the README gives: first those that define, then the questions."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    (block,) = re.findall(r"^```sql\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    return [statement.query for statement in duckdb.extract_statements(block)]


def asking(folder: Path) -> duckdb.DuckDBPyConnection:
    """DuckDB with the README's views and macros over an export, which stands in a folder called `export`."""
    assert folder.name == "export"
    connection = duckdb.connect(config={"autoinstall_known_extensions": False, "threads": 1})
    for statement in readme_sql():
        if defines(statement):
            connection.execute(statement.replace("'export/", f"'{folder}/"))
    return connection


def defines(statement: str) -> bool:
    """Whether a statement is no question."""
    return re.search(r"^CREATE ", statement, re.MULTILINE) is not None


def manifest_of(folder: Path) -> Manifest:
    """Its manifest."""
    return read_manifest(folder)[0]
