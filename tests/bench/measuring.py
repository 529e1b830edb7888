"""Measuring: medians over rounds in which all that is compared takes turns."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from statistics import median
from time import perf_counter

Turn = Callable[[], object]
"""Does something once."""


@dataclass(frozen=True)
class Measured:
    """The median seconds of one turn, and of the baseline's in the same rounds."""

    what: str
    baseline: str
    seconds: float
    baseline_seconds: float

    @property
    def ratio(self) -> float:
        """How many times the baseline it takes."""
        return self.seconds / self.baseline_seconds


def seconds_of(turn: Turn, times: int = 1) -> float:
    """Seconds that one turn takes, on average over some done in a row."""
    started = perf_counter()
    for _ in range(times):
        turn()
    return (perf_counter() - started) / times


def medians(turns: Mapping[str, tuple[Turn, int]], rounds: int) -> dict[str, float]:
    """The median seconds of each; in every round each has its turn, that many times in a row."""
    found: dict[str, list[float]] = {name: [] for name in turns}
    for turn, times in turns.values():
        seconds_of(turn, times)
    for _ in range(rounds):
        for name, (turn, times) in turns.items():
            found[name].append(seconds_of(turn, times))
    return {name: median(spent) for name, spent in found.items()}
