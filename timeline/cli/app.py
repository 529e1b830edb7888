"""The command line: each command asks or tells the service one thing."""

import sys
from collections.abc import Callable
from typing import Annotated

import typer

from ..errors import TimelineError, UnknownAction, UnknownImporter
from . import (
    asking,
    auditing,
    capturing,
    catalogue,
    comparing,
    delivering,
    exporting,
    following,
    importing,
    keeping,
    projecting,
    proving,
    recording,
    relaying,
    stating,
    tools,
)
from .options import console
from .usage import ShortUsage

MISTYPED = (UnknownAction, UnknownImporter)
app = typer.Typer(
    cls=ShortUsage,
    help="What was disclosed, when it was true, and who said so.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
    add_completion=False,
)

COMMANDS: tuple[Callable[..., None], ...] = (
    keeping.migrate,
    recording.casebook,
    recording.record,
    importing.import_,
    importing.candidates,
    capturing.capture,
    capturing.captures,
    asking.exposure,
    asking.vendor,
    asking.region,
    asking.history,
    asking.why,
    comparing.changes,
    comparing.diff,
    comparing.sensitivity,
    comparing.status,
    stating.statements_,
    proving.bundle,
    proving.verify,
    proving.checkpoint,
    proving.key,
    auditing.audit,
    exporting.export,
    following.questions,
    delivering.webhooks,
    delivering.deliver,
    catalogue.kinds,
    projecting.projections,
    relaying.relay,
    keeping.settings,
    keeping.serve,
    tools.mcp,
)
for command in COMMANDS:
    app.command(command.__name__.rstrip("_"))(command)


def main() -> None:
    """Run a command; what is refused goes to stderr in one line, with exit code 1, or 2 where it was mistyped."""
    try:
        app()
    except TimelineError as error:
        console(stderr=True).print(
            f"refused: {error}", markup=False, highlight=False, soft_wrap=True
        )
        sys.exit(2 if isinstance(error, MISTYPED) else 1)
    except UnicodeEncodeError:
        console(stderr=True).print("refused: arguments: expected text in UTF-8")
        sys.exit(1)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)


@app.callback()
def _root(
    version: Annotated[bool, typer.Option("--version", help="print the version and stop")] = False,
) -> None:
    if version:
        from importlib.metadata import version as installed

        typer.echo(installed("timeline"))
        raise typer.Exit
