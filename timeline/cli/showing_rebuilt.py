"""What a rebuild came to, as a person would want to read it and as JSON."""

from collections.abc import Sequence
from dataclasses import asdict

from rich.text import Text

from ..answers.rendering import to_json
from ..projecting import SlotStatus, projection_named
from ..rebuilding import Compared
from .options import console

WIDE = 200
"""How many characters are shown of what stands in an answer or in a row."""


def tell_compared(found: Sequence[Compared]) -> None:
    """Each comparison in a line, with what differs below it."""
    out = console()
    for each in found:
        for line in _lines(each):
            out.print(Text(line), soft_wrap=True)


def slot_shape(status: SlotStatus, name: str | None = None) -> dict[str, object]:
    """A slot as JSON values; with a name, as the projection that it answers for."""
    held = {
        "version": status.version,
        "slot": status.slot,
        "checkpoint": status.checkpoint,
        "lag": status.lag,
        "rows": status.rows,
    }
    if name is None:
        return {**held, "state": status.state}
    return {"name": name, **held, "description": projection_named(name).description}


def compared_shape(compared: Compared) -> dict[str, object]:
    """A comparison as JSON values."""
    return {
        "name": compared.name,
        "same": compared.same,
        "position": compared.position,
        "before": {"slot": compared.slot, "version": compared.version},
        "after": {"slot": compared.beside.slot, "version": compared.beside.version},
        "questions": compared.questions,
        "differing": compared.differing,
        "differences": [asdict(each) for each in compared.differences],
        "more": compared.differing - len(compared.differences),
        "rows": asdict(compared.rows),
    }


def _lines(compared: Compared) -> list[str]:
    rows, beside = compared.rows, compared.beside
    slots = (
        f"slot {compared.slot} (version {compared.version}, {rows.before:,} rows)"
        f" and slot {beside.slot} (version {beside.version}, {rows.after:,} rows)"
    )
    differ = (
        f"{compared.differing} of {compared.questions} answers differ,"
        f" {rows.differing_before:,} and {rows.differing_after:,} rows are not in the other"
    )
    lines = [f"{compared.name}: {slots} at position {compared.position:,}: {differ}"]
    for each in compared.differences:
        lines.append(f"  {each.question}")
        lines += [
            f"    {one.at}: {_short(one.before)} before, {_short(one.after)} after"
            for one in each.changed
        ]
        lines += [f"    and {each.more} more"] if each.more else []
    rest = compared.differing - len(compared.differences)
    lines += [f"  and {rest} more answers"] if rest else []
    lines += [f"  row only before: {_short(dict(row))}" for row in rows.only_before]
    lines += [f"  row only after: {_short(dict(row))}" for row in rows.only_after]
    if not compared.same:
        lines.append(f"  `timeline projections switch {compared.name}` switches all the same")
    return lines


def _short(value: object) -> str:
    words = to_json(value)
    return words if len(words) <= WIDE else f"{words[:WIDE]}..."
