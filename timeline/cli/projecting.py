"""The command that keeps projections: status, rebuild, compare, switch, drop."""

from collections.abc import Callable
from functools import partial
from typing import Annotated

import typer
from rich.table import Table

from ..answers.rendering import to_json
from ..collecting import collecting_seldom
from ..errors import BadParameter
from ..projecting import SlotStatus, projection_named, slot_statuses
from ..rebuilding import SAMPLE, Compared, compare
from ..service import Service
from .options import AsJson, check_action, console, opened
from .progress import Told, progress_bar
from .showing_rebuilt import compared_shape, slot_shape, tell_compared

ACTIONS = ("status", "rebuild", "compare", "switch", "drop")

Action = Annotated[str, typer.Argument(help="status, rebuild, compare, switch or drop")]
Name = Annotated[
    str | None, typer.Argument(help="the projection; left out of status and rebuild, all of them")
]
Switch = Annotated[
    bool, typer.Option("--switch", help="rebuild: switch whatever the comparison comes to")
]
Anew = Annotated[
    bool, typer.Option("--anew", help="rebuild: from position 0, not where it was cut off")
]
Processes = Annotated[
    int, typer.Option(help="rebuild: how many processes fold a long log", min=1, max=64)
]
Sample = Annotated[
    int, typer.Option(help="from how many events the questions compared are drawn", min=0)
]


def projections(
    action: Action = "status",
    name: Name = None,
    switch: Switch = False,
    anew: Anew = False,
    processes: Processes = 1,
    sample: Sample = SAMPLE,
    as_json: AsJson = False,
) -> None:
    """Checkpoints, versions and lag of both slots; or rebuild beside the live one, compare, switch (back too), drop."""
    check_action(action, ACTIONS)
    if (switch or anew or processes > 1) and action != "rebuild":
        expected = "rebuild with --switch, --anew or --processes"
        raise BadParameter(field="action", expected=expected, got=action)
    if name is None and action not in ("status", "rebuild"):
        raise BadParameter(field="name", expected=f"the projection to {action}", got="none")
    found: list[Compared] = []
    with opened() as service:
        names = _names(service, name)
        build = partial(service.projector.building.build, anew=anew, processes=processes)
        with progress_bar() as told:
            for each in names if action != "status" else ():
                found += _do(service, action, each, told, build=build, switch=switch, many=sample)
        statuses = slot_statuses(service.engine, service.log)
    shown = {each: statuses[each] for each in names}
    if as_json:
        typer.echo(to_json(_shape(shown, found)))
    else:
        tell_compared(found)
        _show(shown)
    if any(not (each.same or switch) for each in found):
        raise typer.Exit(1)


def _names(service: Service, name: str | None) -> list[str]:
    if name is not None:
        return [projection_named(name).name]
    return [status.name for status in service.projector.status()]


def _do(
    service: Service,
    action: str,
    name: str,
    told: Told,
    *,
    build: Callable[..., object],
    switch: bool,
    many: int,
) -> list[Compared]:
    """Do one action with one projection; what it compared."""
    building = service.projector.building
    filling, comparing = partial(told, f"building {name}"), partial(told, f"comparing {name}")
    found = []
    if action == "rebuild":
        with collecting_seldom():
            build(name, progress=filling)
    if action in ("rebuild", "compare"):
        found.append(compare(service, name, comparing, many=many))
    if action == "switch" or (action == "rebuild" and (switch or found[0].same)):
        building.switch(name, progress=filling)
    if action == "drop":
        building.drop(name)
    return found


def _show(statuses: dict[str, tuple[SlotStatus, ...]]) -> None:
    table = Table("projection", "slot", "state", "version", "checkpoint", "rows", "lag", "holds")
    for name, slots in statuses.items():
        for each in slots:
            first = each.state == "live"
            empty = each.state == "empty"
            numbers = ("", "", "", "") if empty else _numbers(each)
            about = projection_named(name).description if first else ""
            table.add_row(name if first else "", each.slot, each.state, *numbers, about)
    console().print(table)


def _numbers(status: SlotStatus) -> tuple[str, ...]:
    counts = (status.checkpoint, status.rows, status.lag)
    return (str(status.version), *(f"{number:,}" for number in counts))


def _shape(statuses: dict[str, tuple[SlotStatus, ...]], found: list[Compared]) -> dict[str, object]:
    shown = [
        {**slot_shape(slots[0], name), "slots": [slot_shape(each) for each in slots]}
        for name, slots in statuses.items()
    ]
    shape: dict[str, object] = {"projections": shown}
    if found:
        shape["compared"] = [compared_shape(each) for each in found]
    return shape
