"""The commands that import: import and candidates."""

from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from ..answers.rendering import to_json
from ..errors import UnknownImporter
from ..importers import IMPORTERS
from ..importing.candidates import decide, open_candidates
from ..importing.importer import Request
from ..importing.running import run_import
from ..importing.summary import Summary
from .options import AsJson, check_action, console, opened
from .progress import progress_bar

Name = Annotated[str, typer.Argument(help="an importer: " + ", ".join(IMPORTERS))]
Source = Annotated[str, typer.Argument(metavar="PATH", help="what to import")]
DryRun = Annotated[
    bool, typer.Option("--dry-run", help="tell what would come of it, write nothing")
]
ProfileName = Annotated[
    str | None, typer.Option(help="how the list is written: a shipped profile, or FILE.toml")
]
Persons = Annotated[bool, typer.Option("--persons", help="not organisations alone")]
Observed = Annotated[
    str | None, typer.Option(help="when the copy was taken, if its name has no date")
]
Published = Annotated[str | None, typer.Option(help="the day its publisher gives the copy")]
Release = Annotated[
    str, typer.Option(help="import a quarantined copy: the first characters of its hash")
]
Action = Annotated[str, typer.Argument(help="list, merge or apart")]
Vendor = Annotated[str | None, typer.Argument(help="the vendor that may be another")]
Into = Annotated[str | None, typer.Argument(help="the vendor it may be")]
Reason = Annotated[str | None, typer.Option(help="why it was decided so")]
Actor = Annotated[str, typer.Option(help="who decided")]


def import_(
    name: Name,
    path: Source,
    profile: ProfileName = None,
    persons: Persons = False,
    observed: Observed = None,
    published: Published = None,
    release: Release = "",
    dry_run: DryRun = False,
    as_json: AsJson = False,
) -> None:
    """Import a source; a second time appends nothing, and one that was cut off goes on."""
    importer = IMPORTERS.get(name)
    if importer is None:
        raise UnknownImporter(known=", ".join(IMPORTERS), name=name)
    request = Request(Path(path), profile, persons, observed, published, release)
    with opened() as service, progress_bar() as told:
        summary = run_import(service, importer, request, dry_run=dry_run, told=told)
    if as_json:
        typer.echo(to_json(summary.shape()))
    else:
        _show(summary)
    if summary.quarantined:
        typer.echo("the newest copy is quarantined: nothing of it was imported", err=True)


def candidates(
    action: Action = "list",
    vendor: Vendor = None,
    into: Into = None,
    reason: Reason = None,
    actor: Actor = "unnamed",
    as_json: AsJson = False,
) -> None:
    """Vendors that may be one, for a person to decide: `merge VENDOR INTO` records it, `apart` puts it aside."""
    check_action(action, ("list", "merge", "apart"))
    with opened() as service:
        if action != "list":
            decide(service, action, vendor, into, reason, actor)
        rows = open_candidates(service)
    if as_json:
        typer.echo(to_json({"candidates": rows}))
        return
    table = Table("vendor", "is named", "may be", "which is named", "list")
    for row in rows:
        table.add_row(*(str(row[key]) for key in ("vendor", "name", "into", "near", "list")))
    console().print(table)


def _show(summary: Summary) -> None:
    out = console()
    what = "would be recorded" if summary.dry_run else "recorded"
    table = Table("outcome", "rows")
    for outcome, rows in sorted(summary.outcomes.items()):
        table.add_row(outcome, f"{rows:,}")
    out.print(table)
    for outcome, times in sorted(summary.beside.items()):
        out.print(f"beside: {outcome} {times:,}", highlight=False)
    for (outcome, reason), rows in summary.reasons.most_common():
        line = f"{outcome} {rows:,}: {reason}"
        out.print(line, markup=False, highlight=False, soft_wrap=True)
    if summary.candidates:
        line = (
            f"{summary.candidates:,} times a new vendor may be a known one: `timeline candidates`"
        )
        out.print(line, markup=False, highlight=False)
    told = f"{summary.rows:,} rows accounted for; {summary.recorded:,} claims and acts {what}"
    out.print(f"{told}, the log is at position {summary.position:,}", highlight=False)
