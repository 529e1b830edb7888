"""The command that audits."""

from pathlib import Path
from typing import Annotated

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from ..answers import to_json
from ..auditing.audit import Audited
from ..auditing.audit import audit as check
from ..errors import BadParameter
from .options import AsJson, console, opened
from .proving import TrustedKeys, read_keys

Since = Annotated[
    Path | None,
    typer.Option(help="a checkpoint kept elsewhere: nothing before it may have been rewritten"),
]
Sample = Annotated[int, typer.Option(help="how many occurrences to fold anew", min=0)]
Seed = Annotated[int, typer.Option(help="which ones: another number, others")]


def audit(
    since: Since = None,
    key: TrustedKeys = None,
    sample: Sample = 100,
    seed: Seed = 0,
    as_json: AsJson = False,
) -> None:
    """Walk the whole log: rows, leaves, tree, checkpoints, guards, and a sample of the projections; exit 1 on a finding."""
    note = None if since is None else _read(since)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with (
        opened() as service,
        Progress(*columns, TimeRemainingColumn(), console=console(stderr=True)) as progress,
    ):
        task = progress.add_task("auditing", total=None)
        audited = check(
            service,
            since=note,
            trusted=read_keys(key),
            sample=sample,
            seed=seed,
            progress=lambda done, total: progress.update(task, completed=done, total=total),
        )
    if as_json:
        typer.echo(to_json(_shape(audited)))
    else:
        for line in _lines(audited):
            console().print(line, markup=False, highlight=False, soft_wrap=True)
    if audited.findings.found:
        raise typer.Exit(1)


def _read(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        why = (error.strerror or str(error)) if isinstance(error, OSError) else "not UTF-8"
        raise BadParameter(
            field="since", expected="a checkpoint to read", got=f"{file}: {why}"
        ) from None


def _lines(audited: Audited) -> list[str]:
    counted = f"{audited.events} events, {audited.checkpoints} checkpoints, {audited.folds} folds compared"
    findings = audited.findings
    if not findings.found:
        return [f"sound: {counted}"]
    more = [f"and {findings.more} more"] if findings.more else []
    first = findings.first_position
    where = "" if first is None else f", the first at position {first}"
    total = len(findings.found) + findings.more
    return [
        f"not sound: {total} finding{'' if total == 1 else 's'}{where} ({counted})",
        *(str(each) for each in findings),
        *more,
    ]


def _shape(audited: Audited) -> dict[str, object]:
    findings = audited.findings
    return {
        "sound": not findings.found,
        "events": audited.events,
        "checkpoints": audited.checkpoints,
        "folds": audited.folds,
        "first_bad_position": findings.first_position,
        "findings": [{"position": each.position, "what": each.what} for each in findings],
        "more": findings.more,
    }
