"""The commands that keep the service: migrate, settings, serve."""

from typing import Annotated

import typer
from rich.table import Table

from ..migrate import migrate as bring_to_head
from ..settings import Settings
from .options import console, opened

Host = Annotated[str | None, typer.Option(help="address to listen on")]
Port = Annotated[int | None, typer.Option(help="port to listen on", min=1, max=65535)]
ENDING_SECONDS = 3
"""How long a server that ends waits for callers who take nothing of their responses."""


def migrate() -> None:
    """Bring the schema to head."""
    found = Settings.read()
    bring_to_head(found.database, role=found.role)
    typer.echo("the schema is at head")


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
