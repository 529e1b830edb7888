"""A table of facts kept by hand: CSV or JSON Lines, one claim to a row, its columns named as the fields of claims."""

import csv
from collections.abc import Iterator, Mapping
from itertools import chain
from pathlib import Path
from typing import Any, ClassVar

from events import Act, Citation, Claim, Refusal, shown

from ..database import reading
from ..importing.doubting import doubts
from ..importing.formats import read_value
from ..importing.importer import Desk, Plan, Request
from ..importing.lines import lines
from ..importing.opening import Limits, bad, pieces
from ..importing.sources import file_in
from ..importing.statements import check_years
from ..importing.step import Step
from ..recording import Item

ROOT = "-"
"""In the column derived_from: the source relies on nothing else; an empty cell is not assessed."""
LISTS = ("mentions",)
ROWS = 50_000
CITED = frozenset(Citation.model_fields)
Cells = Mapping[str, Any]


class Table:
    """Each row is a claim; what a citation says has columns of its own: source, url, title, quote, derived_from.

    A line of JSON may be a claim or an act as `timeline record` takes it.
    """

    name: ClassVar[str] = "table"
    description: ClassVar[str] = (
        "hand-kept facts, CSV or JSON Lines with EDTF dates and source columns"
    )
    takes: ClassVar[tuple[str, ...]] = ()

    def plan(self, request: Request, desk: Desk) -> Plan:
        """Every row is checked as `timeline record` checks it: one that is not sound refuses the table."""
        path = file_in(request.path)
        items: list[Item] = []
        for item in parse(path, request.limits):
            if len(items) == ROWS:
                raise bad(path, f"at most {ROWS} rows, as it is kept by hand", "more")
            items.append(item)
        said = desk.check(items)
        for item, each in zip(items, said, strict=True):
            if isinstance(each, Act) and each.does == "redacts":
                raise bad(path, "no redaction in a table", each.act, item.where)
            if isinstance(each, Claim) and each.when is not None:
                _check_years(path, each, item.where)
        with reading(desk.engine) as connection:
            found = doubts(connection, said, self.name)
        moves = (tuple(found.get(place, ())) for place in range(len(said)))
        steps = (
            Step("imported", (each,), moves=kept) for each, kept in zip(said, moves, strict=True)
        )
        return Plan(len(said), steps)


def parse(path: Path, limits: Limits) -> Iterator[Item]:
    """The rows of a table as claims and acts to be checked, each with the line it stands on."""
    text = lines(path, pieces(path, limits), "utf-8-sig", limits.line)
    first = next(text, "")
    if not first.strip() and not any(line.strip() for line in text):
        raise bad(path, "a table", "an empty file")
    objects = first.lstrip().startswith("{")
    for number, said in _objects(path, first, text) if objects else _cells(path, first, text):
        yield Item(said if objects else _said(said), f"line {number}: ")


def _check_years(path: Path, claim: Claim, where: str) -> None:
    assert claim.when is not None
    try:
        check_years(claim.when.span(), "valid", claim.valid or "")
    except Refusal as refusal:
        raise bad(path, refusal.expected, refusal.got, f"{where}{refusal.field}: ") from None


def _objects(path: Path, first: str, text: Iterator[str]) -> Iterator[tuple[int, Cells]]:
    for number, line in enumerate(chain([first], text), start=1):
        if line.strip():
            said = read_value(path, line.encode(), where=f"line {number}: ")
            if not isinstance(said, dict):
                raise bad(path, "an object", shown(said), f"line {number}: ")
            yield number, said if "citation" in said or len(said) == 1 else _said(said)


def _cells(path: Path, first: str, text: Iterator[str]) -> Iterator[tuple[int, Cells]]:
    names = [name.strip() for name in next(csv.reader([first]), [])]
    known = {name for name in names if name}
    if len(known) < len(names) or "kind" not in known:
        raise bad(path, "a header with a name for each column, kind among them", first.strip())
    reader = csv.reader(text)
    try:
        for values in reader:
            number = reader.line_num + 1
            if not any(values):
                continue
            if len(values) != len(names):
                raise bad(path, f"{len(names)} columns", len(values), f"line {number}: ")
            yield number, {name: value.strip() for name, value in zip(names, values, strict=True)}
    except csv.Error as error:
        raise bad(path, "CSV", error, f"line {reader.line_num + 1}: ") from None


def _said(cells: Cells) -> dict[str, Any]:
    """A claim from a row: cells of a citation go into it, empty ones are left out, whole numbers are numbers."""
    said = {name: _value(name, value) for name, value in cells.items() if value not in ("", None)}
    cited = {name: said.pop(name) for name in list(said) if name in CITED}
    if cited.get("derived_from") == ROOT:
        cited["derived_from"] = None
    return {**said, "citation": cited}


def _value(name: str, value: Any) -> Any:
    if not isinstance(value, str):
        return value
    if name in LISTS:
        return [part.strip() for part in value.split(";") if part.strip()]
    return (
        int(value)
        if name in ("size", "count", "in_force", "ended") and value.isdecimal()
        else value
    )
