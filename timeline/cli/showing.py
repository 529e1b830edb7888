"""Answers as a person would want to read them: tables, with the words of the sources."""

from collections.abc import Iterable, Mapping
from typing import Annotated, Any

import typer
from rich.box import ROUNDED, Box
from rich.console import Console
from rich.table import Table
from rich.text import Text

Answer = Mapping[str, Any]
Target = Annotated[str, typer.Argument(help="the id of a claim (c-...) or of an occurrence")]
BOUNDS = ("certain", "presumed", "possible")
STYLES = {"certain": "bold green", "presumed": "yellow", "possible": "cyan", "excluded": "dim"}


def exposure(console: Console, answer: Answer) -> None:
    """An answer's sentence, its totals, and each occurrence with its claims."""
    _opening(console, answer)
    _totals(console, answer["totals"])
    _occurrences(console, answer["occurrences"])
    _beside(console, answer)
    _closing(console, answer)


def vendor(console: Console, answer: Answer) -> None:
    """A vendor's names and regions, then what is in force."""
    subject = answer["vendor"]
    _names(console, subject["id"], subject["names"])
    _by(console, "region", answer["regions"])
    for each in answer["ownerships"]:
        share = f" ({each['share']})" if each["share"] else ""
        console.print(
            Text(
                f"{each['vendor']} is owned by {each['owner']}{share}: {_counts(each['in_force'])}"
            )
        )
    exposure(console, answer)


def region(console: Console, answer: Answer) -> None:
    """A region's names, its vendors, then what is in force."""
    subject = answer["region"]
    _names(console, f"{subject['id']} {subject['name'] or ''}", subject["names"])
    _by(console, "vendor", answer["vendors"])
    exposure(console, answer)


def history(console: Console, answer: Answer) -> None:
    """Claims in order, one a row."""
    _opening(console, answer)
    table = _table("at", "valid", "disclosed", "claim", "occurrence", "source")
    for claim in answer["claims"]:
        table.add_row(
            *_clocks(claim), _said(claim), claim["occurrence"], _source(claim["citation"])
        )
    if answer["claims"]:
        console.print(table)
    _closing(console, answer)


def why(console: Console, answer: Answer) -> None:
    """Each claim with its chain of citations, down to the root."""
    for claim in answer["claims"]:
        console.print(Text(f"{claim['id']}  {claim['kind']} ({claim['modality']})", style="bold"))
        console.print(
            Text(
                f"  valid {claim['valid'] or 'not said'}, disclosed {claim['disclosed'] or 'by the recording'}"
            )
        )
        for depth, link in enumerate(claim["chain"]):
            console.print(Text(f"  {'  ' * depth}{'<- ' if depth else ''}{_cited(link)}"))
    found = answer["roots"]
    count = str(found["lo"]) if found["lo"] == found["hi"] else f"{found['lo']} to {found['hi']}"
    console.print(Text(f"independent roots: {count} ({', '.join(found['sources'])})", style="bold"))


def _opening(console: Console, answer: Answer) -> None:
    console.print(Text(answer["interpretation"]))
    if answer["status"] == "none_recorded":
        console.print(
            Text(
                "Nothing is recorded of it. That is not to say that there was nothing.",
                style="bold",
            )
        )


def _totals(console: Console, totals: Iterable[Answer]) -> None:
    table = _table("type", "unit", *BOUNDS, title="in force")
    for row in totals:
        table.add_row(row["type"], row["unit"], *(_number(row[name]) for name in BOUNDS))
    if table.row_count:
        console.print(table)


def _occurrences(console: Console, occurrences: Iterable[Answer]) -> None:
    for each in occurrences:
        size = each["size"]["verbatim"] or _range(each["size"]["lo"], each["size"]["hi"])
        head = Text.assemble(
            (each["label"], STYLES[each["label"]]),
            f"  {each['id']}: {each['vendor']}, {size}, in force {_counts(each['in_force'])}",
            (" contested" if each["contested"] else "", "bold red"),
        )
        console.print(head)
        for dispute in each["disputed_by"]:
            own = "the subject itself" if dispute["self"] else "another"
            console.print(Text(f"  disputed by {dispute['by']} ({own}), {dispute['disclosed']}"))
        for position in each.get("positions", ()):
            console.print(Text(f"  {position['source']} alone: {_counts(position['in_force'])}"))
        table = _table("at", "valid", "disclosed", "claim", "source", "words", box=None)
        for claim in each["claims"]:
            words = claim["citation"]["quote"] or claim["said"].get("verbatim") or ""
            table.add_row(*_clocks(claim), _said(claim), _source(claim["citation"]), words)
        console.print(table)


def _beside(console: Console, answer: Answer) -> None:
    for title in ("notes", "measurements"):
        if answer[title]:
            table = _table("at", "valid", "disclosed", "claim", "source", "what", title=title)
            for claim in answer[title]:
                what = _noted(claim["said"])
                table.add_row(*_clocks(claim), _said(claim), _source(claim["citation"]), what)
            console.print(table)


def _table(*columns: str, title: str | None = None, box: Box | None = ROUNDED) -> Table:
    """A table that folds long words and cuts nothing."""
    table = Table(title=title, title_justify="left", box=box)
    for name in columns:
        numbers = name in BOUNDS or name == "at"
        table.add_column(name, overflow="fold", justify="right" if numbers else "left")
    return table


def _noted(said: Answer) -> str:
    if "measure" in said:
        return f"{said['measure']}: {said['value']} ({said.get('period', 'period not said')})"
    if "effective" in said:
        return f"to take effect {said['effective']}"
    return str(said.get("statement") or said.get("verbatim") or "")


def _closing(console: Console, answer: Answer) -> None:
    late = answer.get("hindsight")
    if late and late["not_yet_public"]:
        lag = late["lag_days"]
        after = f", {lag[0]} to {lag[1]} days later" if lag else ""
        console.print(
            Text(
                f"hindsight: {late['not_yet_public']} not yet public then; first public {late['first_public']}{after}"
            )
        )
    if answer["status"] == "none_recorded":
        for each in answer["coverage"]:
            console.print(
                Text(f"looked at: {each['name'] or each['source']}, last on {each['last_checked']}")
            )
    console.print(Text(f"pinned: {answer['pinned']}", style="dim"), soft_wrap=True)


def _names(console: Console, title: str, names: Iterable[Answer]) -> None:
    known = ", ".join(dict.fromkeys(each["name"] for each in names))
    console.print(Text.assemble((title, "bold"), f"  {known}"))


def _by(console: Console, what: str, groups: Iterable[Answer]) -> None:
    table = _table(what, "type", "unit", *BOUNDS)
    for group in groups:
        for row in group["totals"]:
            cells = (_number(row[name]) for name in BOUNDS)
            table.add_row(group[what] or "-", row["type"], row["unit"], *cells)
    if table.row_count:
        console.print(table)


def _clocks(claim: Answer) -> tuple[str, str, str]:
    """Position, valid and disclosed, as a claim's first three cells."""
    at = str(claim["position"])
    return at, claim["valid"] or "not said", claim["disclosed"] or "by recording"


def _said(claim: Answer) -> str:
    effected = claim["modality"] == "effected"
    return claim["kind"] if effected else f"{claim['kind']} ({claim['modality']})"


def _source(citation: Answer) -> str:
    relied = citation["derived_from"]
    return f"{citation['source']} <- {relied}" if relied else str(citation["source"])


def _cited(citation: Answer) -> str:
    parts = [citation["title"] or citation["source"], citation["published"], citation["url"]]
    quote = f' "{citation["quote"]}"' if citation["quote"] else ""
    return ", ".join(part for part in parts if part) + quote


def _counts(counts: Answer) -> str:
    return "/".join(_number(counts[name]) for name in BOUNDS)


def _number(count: int | None) -> str:
    return "unbounded" if count is None else str(count)


def _range(low: int, high: int | None) -> str:
    if high is None:
        return f"at least {low}"
    return str(low) if low == high else f"{low} to {high}"
