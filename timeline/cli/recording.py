"""The commands that record: record and casebook."""

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from events import Refusal, read_json

from ..answers.snapshot import Snapshot
from ..casebook import casebook_lines
from ..collecting import collecting_seldom
from ..errors import BadClaim
from ..importing.doubting import doubts
from ..importing.state import store
from ..importing.step import Move, Said
from ..recording import Beside, Item
from ..service import Recorded
from .options import AsJson, opened
from .warning import warn, warn_near

Source = Annotated[
    str, typer.Argument(metavar="FILE|-", help="JSON Lines, or - for standard input")
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="check everything, write nothing")]


def record(file: Source, dry_run: DryRun = False, as_json: AsJson = False) -> None:
    """Append claims from JSON Lines: all of the file or nothing; what is there already is left."""
    items = read_items(_text(file))
    if not items:
        expected = "claims and acts as JSON Lines"
        raise BadClaim(where="", field="file", expected=expected, got="an empty file")
    found: dict[int, list[Move]] = {}

    def look(snapshot: Snapshot, batch: Sequence[Said]) -> Beside:
        found.update(doubts(snapshot.connection, batch, "record"))
        moves = [move for each in found.values() for move in each]
        return lambda connection, _fresh: store(connection, moves)

    with opened() as service, collecting_seldom():
        recorded = service.record(items, dry_run=dry_run, look=look)
    warn_near([(items[place].where, each) for place, each in found.items()])
    _tell(recorded, dry_run=dry_run, as_json=as_json)


def casebook(as_json: AsJson = False) -> None:
    """Load the built-in casebook; a second time appends nothing."""
    items = read_items("\n".join(casebook_lines()))
    with opened() as service:
        recorded = service.record(items)
    _tell(recorded, dry_run=False, as_json=as_json)


def read_items(text: str) -> list[Item]:
    """The objects of JSON Lines, each with the line it stood on; BadClaim for what is not JSON."""
    items = []
    # Only \n ends a line: JSON may hold the other characters that Python takes for the end of one.
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        where = f"line {number}: "
        try:
            items.append(Item(read_json(line, "line"), where))
        except Refusal as refusal:
            raise BadClaim(
                where=where, field=refusal.field, expected=refusal.expected, got=refusal.got
            ) from None
    return items


def _text(file: str) -> str:
    try:
        content = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
        return content.decode("utf-8-sig")
    except OSError as error:
        why = error.strerror or str(error)
        raise BadClaim(
            where="", field="file", expected="a file to read", got=f"{file}: {why}"
        ) from None
    except UnicodeDecodeError as error:
        raise BadClaim(
            where="", field="file", expected="UTF-8", got=f"byte {error.start} of {file}"
        ) from None


def _tell(recorded: Recorded, *, dry_run: bool, as_json: bool) -> None:
    for quoted in recorded.quotes:
        warn(quoted.where, quoted)
    there = len(set(recorded.claims)) - recorded.new
    if as_json:
        body = {
            "dry_run": dry_run,
            "new": recorded.new,
            "already_there": there,
            "position": recorded.position,
            "claims": list(recorded.claims),
            "positions": list(recorded.positions),
            "quotes": recorded.shape()["quotes"],
        }
        typer.echo(json.dumps(body))
        return
    verb = "would be recorded" if dry_run else "recorded"
    typer.echo(f"{recorded.new} {verb}, {there} already there, log at position {recorded.position}")
