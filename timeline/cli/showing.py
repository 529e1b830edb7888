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
    for gone in answer["set_aside"]:
        _gone(console, gone)
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
                f"{each['vendor']} is owned by {each['owner']}{share}: {counts_text(each['in_force'])}"
            )
        )
    exposure(console, answer)


def region(console: Console, answer: Answer) -> None:
    """A region's names, its vendors, then what is in force."""
    subject = answer["region"]
    _names(console, f"{subject['id']} {subject['name'] or ''}", subject["names"])
    _by(console, "vendor", answer["vendors"])
    exposure(console, answer)


def region_totals(console: Console, answer: Answer) -> None:
    """What a region's state comes to, and of how much."""
    _opening(console, answer)
    _totals(console, answer["totals"])
    counted = answer["counted"]
    console.print(
        Text(f"counted: {counted['occurrences']} occurrences of {counted['vendors']} vendors")
    )
    _closing(console, answer)


def history(console: Console, answer: Answer) -> None:
    """Claims in order, one a row."""
    _opening(console, answer)
    shown = table("at", "valid", "disclosed", "claim", "occurrence", "source")
    for claim in answer["claims"]:
        shown.add_row(
            *_clocks(claim), _said(claim), claim["occurrence"], _source(claim["citation"])
        )
    if answer["claims"]:
        console.print(shown)
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
    shown = table("type", "unit", *BOUNDS, title="in force")
    for row in totals:
        for name, counts in row.get("during", {}).items():
            words = name.replace("_", " ")
            console.print(Text(f"{row['type']} ({row['unit']}) {words}: {counts_text(counts)}"))
        shown.add_row(row["type"], row["unit"], *(_number(row[name]) for name in BOUNDS))
    if shown.row_count:
        console.print(shown)


def _occurrences(console: Console, occurrences: Iterable[Answer]) -> None:
    for each in occurrences:
        size = each["size"]["verbatim"] or _range(each["size"]["lo"], each["size"]["hi"])
        head = Text.assemble(
            (each["label"], STYLES[each["label"]]),
            f"  {each['id']}: {each['vendor']}, {size}, in force {counts_text(each['in_force'])}",
            (_marks(each), "bold red"),
        )
        console.print(head)
        for dispute in each["disputed_by"]:
            own = "the subject itself" if dispute["self"] else "another"
            console.print(Text(f"  disputed by {dispute['by']} ({own}), {dispute['disclosed']}"))
        for position in each.get("positions", ()):
            console.print(
                Text(f"  {position['source']} alone: {counts_text(position['in_force'])}")
            )
        shown = table("at", "valid", "disclosed", "claim", "source", "words", box=None)
        for claim in each["claims"]:
            words = claim["citation"]["quote"] or claim["said"].get("verbatim") or ""
            shown.add_row(*_clocks(claim), _said(claim), _source(claim["citation"]), words)
        console.print(shown)
        for gone in each["set_aside"]:
            _gone(console, gone)
        for empty in each["redacted"]:
            console.print(
                Text(f"  {empty['kind']} at {empty['position']}: redacted, {empty['effect']}")
            )


def _marks(each: Answer) -> str:
    words = (
        (each["contested"], "contested"),
        (each["stale_dependency"], "stale dependency"),
        (each["member_of"], f"member of {each['member_of']}"),
    )
    return "".join(f" [{word}]" for is_so, word in words if is_so)


def _gone(console: Console, gone: Answer) -> None:
    claim, by = gone["claim"], gone["by"]
    why = f"{by['act']} at {by['position']}: {by['reason']}" if by else "set aside"
    console.print(
        Text(f"  no longer counted: {claim['kind']} at {claim['position']}, {why}", style="dim")
    )


def _beside(console: Console, answer: Answer) -> None:
    for title in ("notes", "measurements"):
        if answer[title]:
            shown = table("at", "valid", "disclosed", "claim", "source", "what", title=title)
            for claim in answer[title]:
                what = _noted(claim["said"])
                shown.add_row(*_clocks(claim), _said(claim), _source(claim["citation"]), what)
            console.print(shown)


def table(*columns: str, title: str | None = None, box: Box | None = ROUNDED) -> Table:
    """A table that folds long words and cuts nothing."""
    shown = Table(title=title, title_justify="left", box=box)
    for name in columns:
        numbers = name in BOUNDS or name == "at"
        shown.add_column(name, overflow="fold", justify="right" if numbers else "left")
    return shown


def listing(*columns: str) -> Table:
    """A table whose first column has ids, to be copied: it is given its width before the others."""
    shown = table(*columns)
    shown.columns[0].no_wrap = True
    return shown


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
    shown = table(what, "type", "unit", *BOUNDS)
    for group in groups:
        for row in group["totals"]:
            cells = (_number(row[name]) for name in BOUNDS)
            shown.add_row(group[what] or "-", row["type"], row["unit"], *cells)
    if shown.row_count:
        console.print(shown)


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
    return ", ".join(part for part in parts if part) + quote + _captured(citation["capture"])


def _captured(capture: Answer | None) -> str:
    if capture is None:
        return ""
    return f" [capture {capture['sha256'][:12]}: {capture['outcome'] or 'not looked at'}]"


def counts_text(counts: Answer) -> str:
    """Certain, presumed and possible as 1/1/5."""
    return "/".join(_number(counts[name]) for name in BOUNDS)


def _number(count: int | None) -> str:
    return "unbounded" if count is None else str(count)


def _range(low: int, high: int | None) -> str:
    if high is None:
        return f"at least {low}"
    return str(low) if low == high else f"{low} to {high}"
