"""The command that lists the kinds of fact: what each says and how it counts."""

import json

import typer

from events import KINDS, Claim

from .options import AsJson, console


def kinds(as_json: AsJson = False) -> None:
    """Every kind of fact: what it says, what its valid time means, how it counts."""
    rows = [_row(kind) for kind in KINDS.values()]
    if as_json:
        typer.echo(json.dumps({"kinds": rows}))
        return
    for row in rows:
        counted = f"type {row['type'] or 'any'}, inertia {row['inertia']}, effect {row['effect']}"
        shown = f"{row['kind']} ({counted})", f"  {row['what_it_says']}", f"  Valid: {row['valid']}"
        console().print(*shown, sep="\n", markup=False, highlight=False)


def _row(kind: type[Claim]) -> dict[str, str | None]:
    """A row of the catalogue; no type means that it speaks of an occurrence of any type."""
    says, valid, *_ = (line.strip() for line in (kind.__doc__ or "").strip().splitlines())
    return {
        "kind": kind.kind,
        "what_it_says": says,
        "valid": valid.removeprefix("Valid: "),
        "type": kind.type,
        "inertia": kind.inertia,
        "effect": kind.says,
    }
