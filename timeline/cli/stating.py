"""The command that tells others what the log says: statements."""

import csv
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, TextIO

import typer

from ..asof import Asked, resolve
from ..errors import BadParameter
from ..stating import COLUMNS, Statement, statements
from .options import Position, RecordedAt, opened

Output = Annotated[
    str | None, typer.Option("--output", "-o", help="a file in place of standard output")
]
Lines = Annotated[bool, typer.Option("--json", help="JSON Lines in place of CSV")]


def statements_(
    output: Output = None,
    recorded_at: RecordedAt = None,
    position: Position = None,
    as_json: Lines = False,
) -> None:
    """Vendors, identifiers, listings and ownership as statements of FollowTheMoney, which `import ftm` reads."""
    asked = Asked(recorded_at=recorded_at, position=position)
    with opened() as service, service.snapshot() as snapshot:
        upto = resolve(
            asked, snapshot.connection, snapshot.log, snapshot.clock, snapshot.live.position
        ).position
        with _written(output) as file:
            _write(file, statements(snapshot, upto), as_json=as_json)


def _write(file: TextIO, found: Iterator[Statement], *, as_json: bool) -> None:
    if as_json:
        for each in found:
            said = {name: value for name, value in zip(COLUMNS, each, strict=True) if value}
            file.write(json.dumps(said, ensure_ascii=False) + "\n")
        return
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(found)


@contextmanager
def _written(output: str | None) -> Iterator[TextIO]:
    if output is None:
        yield sys.stdout
        return
    try:
        with Path(output).open("w", encoding="utf-8", newline="") as file:
            yield file
    except OSError as error:
        why = error.strerror or str(error)
        raise BadParameter(
            field="output", expected="a file to write", got=f"{output}: {why}"
        ) from None
