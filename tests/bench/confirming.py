"""Growth: what one more confirmation costs an occurrence that has been confirmed many times."""

from functools import partial
from statistics import median

from sqlalchemy import Engine

from events import day_text
from timeline import Item, Service, SystemClock

from .measuring import Measured, compared, seconds_of

FIRST = 700_000
CITED = {"source": "gazette", "derived_from": None}
TURNS = 30


def confirm(engine: Engine, sizes: tuple[int, ...] = (10, 1_000, 10_000)) -> list[Measured]:
    """Seconds to record one confirmation, projections kept up, after so many; against the fewest."""
    service = Service(engine, SystemClock())
    found = {size: _one_more(service, size) for size in sizes}
    fewest = min(sizes)
    return [
        compared(f"one confirmation more after {size:,}", seconds, f"after {fewest}", found[fewest])
        for size, seconds in found.items()
        if size != fewest
    ]


def _one_more(service: Service, size: int) -> float:
    name = f"confirmed-{size}"
    said = {
        "kind": "contract-agreed",
        "occurrence": name,
        "vendor": "acme",
        "region": "BR",
        "valid": day_text(FIRST),
        "disclosed": day_text(FIRST),
        "citation": CITED,
    }
    (target,) = service.record([Item(said)]).claims
    acts = [_confirmation(target, day) for day in range(1, size + TURNS + 1)]
    for start in range(0, size, 500):
        service.record(acts[start : min(start + 500, size)])
    return median(seconds_of(partial(service.record, [act])) for act in acts[size:])


def _confirmation(target: str, day: int) -> Item:
    when = day_text(FIRST + day)
    act = {
        "act": "confirmed",
        "target": target,
        "at": when,
        "disclosed": when,
        "reason": "said again",
        "citation": CITED,
    }
    return Item({"act": act})
