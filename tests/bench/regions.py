"""The roll-up of a region: what is in force in a country and in a continent, vendor by vendor."""

from functools import partial

from sqlalchemy import Engine

from timeline import Service, SystemClock, answer_region, resolve_question, to_json

from .asking import ASKED
from .measuring import MILLISECONDS, ROUNDS, Measured, median_within

SECONDS = 20
PLACES = {"a country": "BR", "a continent": "150"}


def roll_up(engine: Engine) -> list[Measured]:
    """The whole answer, from its snapshot to its JSON, as the command asks it."""
    service = Service(engine, SystemClock())
    counted: dict[str, int] = {}

    def turn(region: str) -> None:
        with service.snapshot() as snapshot:
            answer = answer_region(resolve_question(snapshot, ASKED, region=region))
        to_json(answer)
        counted[region] = len(answer["vendors"])  # type: ignore[arg-type]

    found = []
    for name, region in PLACES.items():
        spent = median_within(partial(turn, region), ROUNDS, SECONDS)
        what = f"roll-up of {name}, {counted[region]:,} vendors"
        found.append(Measured(what, spent * 1e3, MILLISECONDS, at_most=50))
    return found
