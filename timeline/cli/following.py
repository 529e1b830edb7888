"""The command of saved questions: save them, list them, and read what changed of their answers."""

from collections.abc import Mapping
from typing import Annotated, Any

import typer
from rich.console import Console

from ..answers import STRICT
from ..errors import BadParameter
from .options import (
    Answer,
    AsJson,
    KnownAt,
    OfType,
    Policy,
    ValidAt,
    WithSubsidiaries,
    check_action,
    opened,
    tell,
)
from .showing import listing

ACTIONS = ("list", "save", "remove", "changes")
Action = Annotated[str, typer.Argument(help=", ".join(ACTIONS))]
Name = Annotated[str | None, typer.Argument(metavar="ID", help="a saved question")]
Who = Annotated[str | None, typer.Option("--vendor", help="save: who is asked about")]
Where = Annotated[str | None, typer.Option("--region", help="save: where is asked about")]
After = Annotated[int, typer.Option(help="changes: those after this number", min=0)]
Limit = Annotated[int, typer.Option(help="changes, list: how many at most", min=1)]


def questions(
    action: Action = "list",
    question: Name = None,
    vendor: Who = None,
    region: Where = None,
    valid_at: ValidAt = None,
    known_at: KnownAt = None,
    policy: Policy = STRICT,
    type_: OfType = None,
    with_subsidiaries: WithSubsidiaries = False,
    after: After = 0,
    limit: Limit = 100,
    as_json: AsJson = False,
) -> None:
    """Questions whose changes are told: `save`, `remove ID`, `changes [ID]`; without valid or known time about now."""
    from ..questions import Questions

    check_action(action, ACTIONS)
    if action == "remove" and question is None:
        raise BadParameter(field="question", expected="the ID of a saved question", got="nothing")
    asked = {
        "vendor": vendor,
        "region": region,
        "valid_at": valid_at,
        "known_at": known_at,
        "policy": policy,
        "type": type_,
        "with_subsidiaries": with_subsidiaries,
    }
    with opened() as service:
        kept = Questions(service)
        if action == "changes":
            tell(kept.changes(after, limit, question), as_json=as_json, show=_show_changes)
            return
        if action == "save":
            saved = kept.save({name: value for name, value in asked.items() if value is not None})
            found = [saved.question]
        elif question is not None and action == "remove":
            kept.remove(question)
            found = []
        else:
            found = kept.every(limit=limit) if question is None else [kept.get(question)]
    tell({"questions": found}, as_json=as_json, show=_show)


def _show(out: Console, answer: Answer) -> None:
    shown = listing("id", "asked", "since", "told")
    for each in _list(answer["questions"]):
        asked = ", ".join(f"{name} {value}" for name, value in each["asked"].items())
        shown.add_row(each["id"], asked, str(each["since"]), _totals(each["told"]))
    out.print(shown)


def _show_changes(out: Console, answer: Answer) -> None:
    shown = listing("number", "at", "question", "before", "after", "by")
    for each in _list(answer["changes"]):
        asked = ", ".join(str(value) for value in each["asked"].values())
        causes = ", ".join(f"{cause['position']} {cause['kind']}" for cause in each["causes"])
        past = " (about the past)" if each["retroactive"] else ""
        sides = (_totals(each["before"]), _totals(each["after"]))
        shown.add_row(str(each["number"]), str(each["position"]), asked + past, *sides, causes)
    out.print(shown)


def _totals(told: Mapping[str, Any]) -> str:
    """The totals of what was possibly in force: `project 1/1/5`."""
    rows = [
        f"{total['type']} {total['certain']}/{total['presumed']}/"
        f"{'?' if total['possible'] is None else total['possible']}"
        for total in told["totals"]
        if total["possible"] != 0
    ]
    return ", ".join(rows) or str(told["status"])


def _list(value: Any) -> list[Any]:
    return list(value)
