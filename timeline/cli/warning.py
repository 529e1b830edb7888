"""Warnings: quotes that do not occur where they were read, and new vendors that may be known ones."""

from collections.abc import Sequence
from typing import Protocol

import typer

from ..captures import Outcome
from ..importing.step import Move

SHOWN = 10
"""How many new vendors are told one by one."""
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


def warn_near(found: Sequence[tuple[str, Sequence[Move]]]) -> None:
    """Say on stderr, a line for each place, which new vendors may be known ones spelled otherwise."""
    for where, moves in found[:SHOWN]:
        near: dict[str, list[str]] = {}
        for move in moves:
            vendor, into, name = (move.values[key] for key in ("vendor", "into", "near"))
            near.setdefault(vendor, []).append(into if name == into else f"{into} ({name})")
        said = "; ".join(
            f"{vendor} is new and near to {', '.join(known)}" for vendor, known in near.items()
        )
        typer.echo(f"warning: {where}vendor: {said}; `timeline candidates` lists it", err=True)
    if more := found[SHOWN:]:
        typer.echo(f"warning: {len(more)} further vendors are near to others", err=True)
