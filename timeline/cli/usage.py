"""Usage: what is said of a mistyped command is short, and names what a value was expected to be."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from pydantic import ValidationError
from typer.core import TyperGroup
from typer.exceptions import TyperException

from ..not_valid import first_of

LONG = re.compile(r"\S{80,}")


class ShortUsage(TyperGroup):
    """The commands; what somebody typed is told back no longer than a line."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """The arguments before the command."""
        with _shortened():
            return super().parse_args(ctx, args)

    def invoke(self, ctx: Any) -> Any:
        """The command with its arguments."""
        with _shortened():
            return super().invoke(ctx)


@contextmanager
def _shortened() -> Iterator[None]:
    try:
        yield
    except TyperException as error:
        error.message = _short(error)
        raise


def _short(error: TyperException) -> str:
    if isinstance(error.__cause__, ValidationError):
        _, expected, got = first_of(error.__cause__)
        return f"expected {expected}, got {got}"
    return LONG.sub(lambda found: f"{found[0][:77]}...", error.message)
