"""The commands that keep the service: migrate, settings, serve."""

import socket
from typing import Annotated

import typer
from rich.table import Table

from ..errors import BadParameter
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
    name, number = host or found.host, port or found.port_number
    with opened() as service:
        # Made now where there is none, so that a file that cannot be used is told before anything is served.
        origin = service.keys.origin
        _try_to_listen(name, number)
        typer.echo(f"serving {origin} on http://{name}:{number}")
    uvicorn.run(
        "api:served",
        factory=True,
        host=name,
        port=number,
        log_level="warning",
        timeout_graceful_shutdown=ENDING_SECONDS,
    )


def _try_to_listen(host: str, port: int) -> None:
    """BadParameter where nothing can be served: told before anything is said to be."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        socket.create_server((host, port), family=family).close()
    except OSError as error:
        expected = "an address and a port that are free to listen on"
        got = f"{host}:{port} ({error.strerror or error})"
        raise BadParameter(field="port", expected=expected, got=got) from None
