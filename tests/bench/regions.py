"""The roll-up of a region: what is in force in a country and in a continent."""

from functools import partial

from sqlalchemy import Engine

from timeline import Service, SystemClock, answer_region_totals, resolve_question, to_json

from .asking import ASKED
from .measuring import LIMIT, MILLISECONDS, ROUNDS, Measured, Turn, median_within

SECONDS = 20
PLACES = {"a country": "BR", "a continent": "150"}


def roll_up(engine: Engine) -> list[Measured]:
    """The answer of counts, from its snapshot to its JSON, as the command asks it."""
    service = Service(engine, SystemClock())
    counted: dict[str, int] = {}

    def turn(region: str) -> None:
        with service.snapshot() as snapshot:
            answer = answer_region_totals(resolve_question(snapshot, ASKED, region=region))
        to_json(answer)
        counted[region] = answer["counted"]["occurrences"]  # type: ignore[index]

    return [
        _of_place(name, partial(turn, region), counted, region) for name, region in PLACES.items()
    ]


def _of_place(name: str, turn: Turn, counted: dict[str, int], region: str) -> Measured:
    what = f"roll-up of {name}"
    try:
        spent = median_within(turn, ROUNDS, SECONDS)
    except TimeoutError:
        return Measured(f"{what}, stopped", LIMIT * 1e3, MILLISECONDS, at_most=50)
    shown = f"{what}, {counted[region]:,} occurrences"
    return Measured(shown, spent * 1e3, MILLISECONDS, at_most=50)
