"""The schedule of attempts: how long a delivery that failed waits, over about a day, before it is given up."""

from collections.abc import Callable
from typing import Final

SECOND: Final = 1_000_000
DELAYS: Final = (5, 30, 120, 600, 1_800, 3_600, 7_200, 14_400, 21_600, 32_400)
"""Seconds after each failure in a row; after one more it is given up."""
JITTER: Final = 0.1
"""By how much of itself a delay is shortened or lengthened, so that what failed together comes apart."""
Chance = Callable[[], float]
"""Gives a number from 0 to 1."""


def next_delay(attempts: int, chance: Chance) -> int | None:
    """Microseconds until the next attempt after so many that failed; None when that was the last."""
    if attempts > len(DELAYS):
        return None
    return round(DELAYS[attempts - 1] * SECOND * (1 + JITTER * (2 * chance() - 1)))
