"""Comparisons as a person would want to read them."""

from collections.abc import Iterable, Mapping
from typing import Any

from rich.console import Console
from rich.text import Text

from .showing import counts_text, table

Answer = Mapping[str, Any]


def changes(console: Console, answer: Answer) -> None:
    """A row a change: when, what it came to, and what caused it."""
    console.print(Text(f"{answer['interpretation']} Along the {answer['along']} clock:"))
    shown = table("from", "in force", "caused by")
    shown.add_row("before", _totals(answer["before"]["totals"]), "")
    for change in answer["changes"]:
        shown.add_row(str(change["at"]), _totals(change["totals"]), _causes(change["caused_by"]))
    console.print(shown)
    console.print(Text(f"pinned: {answer['pinned']}", style="dim"), soft_wrap=True)


def diff(console: Console, answer: Answer) -> None:
    """Two answers side by side, then each count that differs and why."""
    shown = table("", "from", "to")
    shown.add_row("as of", *(_as_of(answer[side]["as_of"]) for side in ("from", "to")))
    shown.add_row("in force", *(_totals(answer[side]["totals"]) for side in ("from", "to")))
    console.print(shown)
    for each in answer["differences"]:
        before, after = counts_text(each["before"]), counts_text(each["after"])
        console.print(Text(f"{each['occurrence']} ({each['vendor']}): {before} to {after}"))
        for cause in each["because"]:
            what = f": {_causes([cause])}" if "id" in cause else ""
            console.print(Text(f"  {cause['because']}{what}"))
    if not answer["differences"]:
        console.print(Text("no difference"))


def sensitivity(console: Console, answer: Answer) -> None:
    """What the answer would be without each source that makes a difference."""
    console.print(Text(answer["interpretation"]))
    shown = table("without", "in force")
    shown.add_row("-", _totals(answer["totals"]))
    for each in answer["sensitive_to"]:
        shown.add_row(each["source"], _totals(each["totals"]))
    console.print(shown)
    if not answer["sensitive_to"]:
        console.print(Text("no single source changes the answer"))


def status(console: Console, answer: Answer) -> None:
    """What became of a claim, and where it counts."""
    console.print(Text(f"{answer['id']}: {answer['status']}", style="bold"))
    for act in answer["acts"]:
        console.print(
            Text(f"  {act['act']} at position {act['position']}: {act['reason']} ({act['actor']})")
        )
    shown = table("vendor", "region", "type", "from", "until", "with", "without")
    for each in answer["blast_radius"]:
        shown.add_row(
            *(each["vendor"], each["region"] or "-", each["type"]),
            *(each["from"] or "-", each["until"] or "-"),
            *(counts_text(each["with"]), counts_text(each["without"])),
        )
    if shown.row_count:
        console.print(shown)
    else:
        console.print(Text("no count rests on it"))


def _totals(totals: Iterable[Answer]) -> str:
    lines = [f"{row['type']} ({row['unit']}) {counts_text(row)}" for row in totals]
    return "\n".join(lines) or "nothing recorded"


def _causes(causes: Iterable[Answer]) -> str:
    lines = []
    for cause in causes:
        what = cause.get("kind") or cause.get("act")
        cited = cause.get("citation", {}).get("source") or cause.get("actor", "")
        lines.append(f"{what}, {cited} (position {cause['position']})")
    return "\n".join(lines)


def _as_of(words: Answer) -> str:
    named = {"valid_at": "valid", "known_at": "known", "position": "position"}
    return ", ".join(f"{short} {words[name]}" for name, short in named.items() if words[name])
