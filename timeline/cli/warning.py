"""Warnings: quotes that do not occur where they were read."""

from typing import Protocol

import typer

from ..captures import Outcome

WORDS: dict[Outcome, str] = {
    "not-found": "does not occur in capture {}",
    "found-elsewhere": "occurs in capture {}, but not between its prefix and suffix",
}


class Checked(Protocol):
    """A quote that was looked for."""

    @property
    def claim(self) -> str:
        """The claim or act whose citation quotes it."""
        ...

    @property
    def sha256(self) -> str:
        """Where it was looked for."""
        ...

    @property
    def outcome(self) -> Outcome:
        """What was found."""
        ...


def warn(where: str, checked: Checked) -> None:
    """Say on stderr, in one line, that a quote does not occur where it was read; of others nothing."""
    if words := WORDS.get(checked.outcome):
        said = words.format(checked.sha256[:12])
        typer.echo(f"warning: {where}the quote of {checked.claim} {said}", err=True)
