"""What commands share: the options of a question, the service, the console."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Annotated

import typer
from rich.console import Console

from events import shown

from ..answers.rendering import to_json
from ..errors import BadParameter, UnknownAction
from ..provenance import PROV_FORMATS
from ..service import Service
from ..settings import Settings

Vendor = Annotated[str, typer.Argument(help="a vendor: its id, or any recorded name or alias")]
OptionalRegion = Annotated[
    str | None, typer.Argument(help="a region: CN-XJ, BR, 419, or a recorded name")
]
Region = Annotated[str, typer.Argument(help="a region: CN-XJ, BR, 419, or a recorded name")]
ValidAt = Annotated[
    str | None, typer.Option(help="when it was so in the world: a day, month or year")
]
During = Annotated[
    str | None,
    typer.Option(help="in place of --valid-at, A/B: at some time of these days, and throughout"),
]
KnownAt = Annotated[
    str | None, typer.Option(help="using only what was public by then: a date means its end")
]
RecordedAt = Annotated[
    str | None, typer.Option(help="as this log held it then: a date means its end")
]
Position = Annotated[int | None, typer.Option(help="as this log held it at a position")]
Policy = Annotated[str, typer.Option(help="which positions count where sources contradict")]
OfType = Annotated[
    str | None, typer.Option("--type", help="one type of occurrence: listing, contract")
]
All = Annotated[bool, typer.Option("--all", help="also what cannot have been in force then")]
Totals = Annotated[bool, typer.Option("--totals", help="the totals alone")]
WithSubsidiaries = Annotated[
    bool, typer.Option("--with-subsidiaries", help="also what the vendor owned on those days")
]
AsJson = Annotated[bool, typer.Option("--json", help="the answer as one JSON object")]
AsProv = Annotated[
    str | None, typer.Option("--prov", help="its provenance as W3C PROV instead: json or jsonld")
]

Answer = dict[str, object]


def console(*, stderr: bool = False) -> Console:
    """A console that fits the terminal, and prints in full where there is none."""
    return Console(stderr=stderr, width=None if Console().is_terminal else 100)


@contextmanager
def opened() -> Iterator[Service]:
    """The service of the settings' database."""
    service = Service.open(Settings.read())
    try:
        yield service
    finally:
        service.close()


def check_action(action: str, known: Sequence[str]) -> None:
    """UnknownAction for a word that is none of a command's actions."""
    if action not in known:
        expected = f"{', '.join(known[:-1])} or {known[-1]}"
        raise UnknownAction(field="action", expected=expected, got=shown(action))


def check_prov(form: str | None, *, as_json: bool) -> None:
    """BadParameter for a form of PROV that is none, or one asked for beside the answer as JSON."""
    if form is None:
        return
    if form not in PROV_FORMATS:
        raise BadParameter(field="prov", expected=" or ".join(PROV_FORMATS), got=repr(form))
    if as_json:
        raise BadParameter(field="prov", expected="--prov or --json", got="both")


def tell(answer: Answer, *, as_json: bool, show: Callable[[Console, Answer], None]) -> None:
    """Print an answer as JSON, or as a person would want to read it."""
    if as_json:
        typer.echo(to_json(answer))
    else:
        show(console(), answer)
