"""The commands of webhooks: who is told what, what was given up, and the sender as a process of its own."""

import signal
from typing import Annotated, Any

import typer
from rich.console import Console

from ..errors import BadParameter
from ..reached import reachable
from ..service import Service
from .options import Answer, AsJson, check_action, console, opened, tell
from .showing import listing

ACTIONS = ("list", "add", "move", "rotate", "remove", "dead", "replay")
Action = Annotated[str, typer.Argument(help=", ".join(ACTIONS))]
Target = Annotated[str | None, typer.Argument(help="add: the URL; else the id of a webhook")]
Url = Annotated[str | None, typer.Argument(help="move: the URL to send to from now on")]
Changes = Annotated[
    list[str] | None,
    typer.Option("--question", help="add: changes of this saved question; or `all`"),
]
Events = Annotated[bool, typer.Option("--events", help="add: events too, all or as chosen")]
Vendor = Annotated[str | None, typer.Option(help="add: events about this vendor")]
Region = Annotated[str | None, typer.Option(help="add: events about this region")]
Kind = Annotated[str | None, typer.Option(help="add: events of these kinds, commas between")]
Hours = Annotated[int, typer.Option(help="rotate: how long the old secret signs too")]
Numbers = Annotated[
    list[int] | None, typer.Option("--number", help="replay: this dead letter; left out, all")
]
Once = Annotated[bool, typer.Option("--once", help="deliver what is due, then stop")]


def webhooks(
    action: Action = "list",
    target: Target = None,
    url: Url = None,
    question: Changes = None,
    events: Events = False,
    vendor: Vendor = None,
    region: Region = None,
    kind: Kind = None,
    hours: Hours = 24,
    number: Numbers = None,
    as_json: AsJson = False,
) -> None:
    """Who is told what: `add URL`, `move ID URL`, `rotate ID`, `remove ID`, `dead ID`, `replay ID`."""
    check_action(action, ACTIONS)
    if action != "list" and target is None:
        what = "a URL" if action == "add" else "the id of a webhook"
        raise BadParameter(field="target", expected=what, got="nothing")
    chosen = {"vendor": vendor, "region": region, "kind": kind}
    filters = {name: value for name, value in chosen.items() if value is not None}
    said: dict[str, Any] = {"url": target}
    if question is not None:
        said["changes"] = "all" if question == ["all"] else question
    if events or filters:
        said["events"] = filters or "all"
    with opened() as service:
        answer = _done(service, action, target or "", url, said, hours, number)
    tell(answer, as_json=as_json, show=_show)


def deliver(once: Once = False) -> None:
    """Deliver webhooks until stopped, beside or in place of the server's own sender."""
    from ..webhooks import Sender

    with opened() as service:
        sender = Sender(service)
        if once:
            with reachable(service.engine):
                sender.run_once()
            return
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: sender.stop())
        console(stderr=True).print("delivering; stop with Ctrl-C")
        sender.run()


def _done(
    service: Service,
    action: str,
    target: str,
    url: str | None,
    said: dict[str, Any],
    hours: int,
    numbers: list[int] | None,
) -> Answer:
    from ..webhooks import Endpoints

    known = Endpoints(service)
    if action == "remove":
        known.remove(target)
    if action == "dead":
        return {"dead": known.dead(target)}
    if action == "replay":
        return {"replayed": known.replay(target, {} if numbers is None else {"numbers": numbers})}
    one = {
        "add": lambda: known.add(said),
        "move": lambda: known.move(target, {"url": url}),
        "rotate": lambda: known.rotate(target, {"hours": hours}),
    }
    if action in one:
        return {"webhooks": [one[action]()]}
    return {"webhooks": known.every()}


def _show(out: Console, answer: Answer) -> None:
    if "replayed" in answer:
        out.print(f"{answer['replayed']} to be delivered again")
    elif "dead" in answer:
        shown = listing("number", "webhook-id", "attempts", "tried", "why")
        for each in _list(answer["dead"]):
            names = ("number", "webhook_id", "attempts", "tried_at", "why")
            shown.add_row(*(str(each[name] or "") for name in names))
        out.print(shown)
    else:
        _show_webhooks(out, _list(answer["webhooks"]))


def _show_webhooks(out: Console, rows: list[Any]) -> None:
    shown = listing("id", "url", "delivered", "waiting", "dead")
    for each in rows:
        words = (each[name] for name in ("id", "url", "delivered", "waiting", "dead"))
        shown.add_row(*(str(word) for word in words))
    out.print(shown)
    for each in rows:
        if each["delivering"] and each["delivering"]["attempts"]:
            _line(out, f"{each['id']}: {_failing(each['delivering'])}")
        if "secret" in each:
            _line(out, f"secret, shown only now: {each['secret']}")


def _failing(each: dict[str, Any]) -> str:
    """What came of the last attempt, and when the next one is due."""
    number = f"attempt {each['attempts']} at delivery {each['number']}"
    tried = f" at {each['tried_at']}" if each["tried_at"] else ""
    again = f"at {each['next_at']}" if each["next_at"] else "at once"
    return f"{number} failed{tried}: {each['why']}; tried again {again}"


def _line(out: Console, text: str) -> None:
    out.print(text, markup=False, highlight=False, soft_wrap=True)


def _list(value: Any) -> list[Any]:
    return list(value)
