"""The command that lists the kinds of fact: what each says and how it counts."""

import json

import typer

from ..catalogue import kind_rows
from .options import AsJson, console


def kinds(as_json: AsJson = False) -> None:
    """Every kind of fact: what it says, what its valid time means, how it counts."""
    rows = kind_rows()
    if as_json:
        typer.echo(json.dumps({"kinds": rows}))
        return
    for row in rows:
        counted = f"type {row['type'] or 'any'}, inertia {row['inertia']}, effect {row['effect']}"
        shown = f"{row['kind']} ({counted})", f"  {row['what_it_says']}", f"  Valid: {row['valid']}"
        console().print(*shown, sep="\n", markup=False, highlight=False)
