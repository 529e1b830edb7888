"""The command that exports: every table into a folder, and a folder checked again."""

from pathlib import Path
from typing import Annotated

import typer
from rich.progress import Progress, TextColumn, TimeElapsedColumn

from ..answers.rendering import to_json
from ..exporting.manifest import Manifest
from ..exporting.verifying import Verified, verify_export
from .options import AsJson, console, opened
from .proving import TrustedKeys, read_keys

Folder = Annotated[Path, typer.Argument(help="the folder to write, or with --verify to check")]
Format = Annotated[str, typer.Option("--format", help="parquet, jsonl or csv")]
Since = Annotated[
    str | None,
    typer.Option(help="only what changed since: a position, or an earlier export's folder"),
]
Verify = Annotated[
    bool, typer.Option("--verify", help="check its files and the log's events against the manifest")
]


def export(
    folder: Folder,
    ending: Format = "parquet",
    since: Since = None,
    verify: Verify = False,
    key: TrustedKeys = None,
    as_json: AsJson = False,
) -> None:
    """The log, its claims and the answers' rows as tables in a folder, for other programs; or check one."""
    if verify:
        _verify(folder, key, as_json=as_json)
        return
    from ..exporting.export import export as write

    columns = (TextColumn("{task.description}"), TextColumn("{task.completed} rows"))
    screen = console(stderr=True)
    with (
        opened() as service,
        Progress(
            *columns, TimeElapsedColumn(), console=screen, disable=not screen.is_terminal
        ) as progress,
    ):
        tasks: dict[str, object] = {}

        def told(name: str, rows: int) -> None:
            if name not in tasks:
                tasks[name] = progress.add_task(name, total=None)
            progress.update(tasks[name], completed=rows)  # type: ignore[arg-type] # as it gave it

        manifest = write(service, folder, ending, since, told)
    _tell(manifest, folder, as_json=as_json)


def _verify(folder: Path, key: list[str] | None, *, as_json: bool) -> None:
    verified = verify_export(folder, read_keys(key))
    if not as_json:
        for signer in verified.signers:
            trust = ", which you trust" if signer in verified.trusted else ""
            typer.echo(f"signed by {signer.text}{trust}")
        if verified.signers and not verified.trusted:
            typer.echo("nobody vouches for that key here: give the one you trust with --key")
    if not as_json:
        whose = "that key" if verified.trusted else "whoever has that key"
        other = (
            f"as {whose} signed them"
            if verified.signed
            else "as the manifest says, which is not signed"
        )
        typer.echo(f"the events are proven by the checkpoint; the other tables are {other}")
    _tell(verified.manifest, folder, as_json=as_json, verified=verified)


def _tell(
    manifest: Manifest, folder: Path, *, as_json: bool, verified: Verified | None = None
) -> None:
    rows = {name: table.rows for name, table in manifest.tables.items()}
    files = sum(len(table.files) for table in manifest.tables.values())
    if as_json:
        said = {"folder": str(folder), "position": manifest.position, "since": manifest.since}
        held: dict[str, bool] = {"verified": False}
        if verified is not None:
            held = {"verified": True, "signed": verified.signed}
        typer.echo(to_json({**said, "files": files, "rows": rows, **held}))
        return
    since = f" since {manifest.since}" if manifest.since else ""
    for name, many in rows.items():
        typer.echo(f"{many:>12,}  {name}")
    word = "verified" if verified else "written"
    typer.echo(f"{word}: position {manifest.position}{since}, {files} files in {folder}")
