"""The commands that keep the service: migrate, projections, settings, serve."""

from typing import Annotated

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from ..answers.rendering import to_json
from ..errors import BadParameter
from ..migrate import migrate as bring_to_head
from ..projecting import Status
from ..service import Service
from ..settings import Settings
from .options import AsJson, console, opened

Action = Annotated[str, typer.Argument(help="status, or rebuild")]
Name = Annotated[
    str | None, typer.Argument(help="the projection to rebuild; left out, all of them")
]
Host = Annotated[str | None, typer.Option(help="address to listen on")]
Port = Annotated[int | None, typer.Option(help="port to listen on", min=1, max=65535)]
ENDING_SECONDS = 3
"""How long a server that ends waits for callers who take nothing of their responses."""


def migrate() -> None:
    """Bring the schema to head."""
    found = Settings.read()
    bring_to_head(found.database, role=found.role)
    typer.echo("the schema is at head")


def projections(action: Action = "status", name: Name = None, as_json: AsJson = False) -> None:
    """Checkpoints, versions and lag; or rebuild from position 0 while the old rows go on answering."""
    if action not in ("status", "rebuild"):
        raise BadParameter(field="action", expected="status or rebuild", got=repr(action))
    with opened() as service:
        if action == "rebuild":
            for each in [name] if name else [status.name for status in service.projector.status()]:
                _rebuild(service, each)
        found = service.projector.status()
    if as_json:
        typer.echo(to_json({"projections": [_shape(status) for status in found]}))
        return
    table = Table("projection", "version", "slot", "checkpoint", "lag", "what it holds")
    for status in found:
        numbers = (str(status.version), status.slot, str(status.checkpoint), str(status.lag))
        table.add_row(status.name, *numbers, status.description)
    console().print(table)


def settings() -> None:
    """Every setting, its value and its meaning."""
    table = Table("variable", "value", "meaning")
    for row in Settings.read().shown():
        table.add_row(*row)
    console().print(table)


def serve(host: Host = None, port: Port = None) -> None:
    """Serve the HTTP interface and the page; stop with Ctrl-C."""
    import uvicorn

    found = Settings.read()
    with opened() as service:
        # Made now where there is none, so that a file that cannot be used is told before anything is served.
        origin = service.keys.origin
        typer.echo(f"serving {origin} on http://{host or found.host}:{port or found.port}")
    uvicorn.run(
        "api:served",
        factory=True,
        host=host or found.host,
        port=port or int(found.port),
        log_level="warning",
        timeout_graceful_shutdown=ENDING_SECONDS,
    )


def _rebuild(service: Service, name: str) -> None:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, TimeRemainingColumn(), console=console(stderr=True)) as progress:
        task = progress.add_task(f"rebuilding {name}", total=None)
        service.projector.rebuild(
            name, lambda done, total: progress.update(task, completed=done, total=total)
        )


def _shape(status: Status) -> dict[str, object]:
    return {
        "name": status.name,
        "version": status.version,
        "slot": status.slot,
        "checkpoint": status.checkpoint,
        "lag": status.lag,
        "description": status.description,
    }
