"""Measuring: medians over rounds in which all that is compared takes turns."""

import os
import signal
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from statistics import median
from time import perf_counter

Turn = Callable[[], object]
"""Does something once."""

ROUNDS = int(os.environ.get("BENCH_ROUNDS", "15"))
LIMIT = float(os.environ.get("BENCH_LIMIT", "60"))
MICROSECONDS, MILLISECONDS, MEBIBYTES, PER_SECOND = "us", "ms", "MiB", "/s"


@dataclass(frozen=True)
class Measured:
    """A median and the baseline's in the same rounds, in one unit; None where it stands alone.

    A goal bounds the ratio of the two, or the value that stands alone.
    """

    what: str
    value: float
    unit: str
    baseline: str = ""
    baseline_value: float | None = None
    at_least: float | None = None
    at_most: float | None = None

    @property
    def ratio(self) -> float | None:
        """How many times the baseline it is: of times and sizes less is better, of speeds (/s) more."""
        return None if self.baseline_value is None else self.value / self.baseline_value

    @property
    def goal(self) -> str:
        """The bound in words, if there is one."""
        bounds = {">=": self.at_least, "<=": self.at_most}
        return " ".join(f"{sign} {bound:g}" for sign, bound in bounds.items() if bound is not None)

    @property
    def met(self) -> bool | None:
        """Whether the goal is met; None where there is none."""
        if self.at_least is None and self.at_most is None:
            return None
        found = self.value if self.ratio is None else self.ratio
        least = self.at_least is None or found >= self.at_least
        return least and (self.at_most is None or found <= self.at_most)


def compared(
    what: str,
    seconds: float,
    baseline: str,
    baseline_seconds: float,
    *,
    at_least: float | None = None,
    at_most: float | None = None,
) -> Measured:
    """The time of something in microseconds beside that of its baseline."""
    times = (seconds * 1e6, MICROSECONDS, baseline, baseline_seconds * 1e6)
    return Measured(what, *times, at_least, at_most)


def seconds_of(turn: Turn, times: int = 1) -> float:
    """Seconds that one turn takes, on average over some done in a row."""
    started = perf_counter()
    for _ in range(times):
        turn()
    return (perf_counter() - started) / times


def medians(turns: Mapping[str, tuple[Turn, int]], rounds: int) -> dict[str, float]:
    """The median seconds of one turn of each; in every round each has its turn, that many times in a row."""
    found: dict[str, list[float]] = {name: [] for name in turns}
    for turn, times in turns.values():
        seconds_of(turn, times)
    for _ in range(rounds):
        for name, (turn, times) in turns.items():
            found[name] += [seconds_of(turn) for _ in range(times)]
    return {name: median(spent) for name, spent in found.items()}


def median_within(turn: Turn, rounds: int, seconds: float) -> float:
    """The median seconds of a turn, in fewer rounds where it takes long; the first counts only if it is alone.

    TimeoutError where one turn takes longer than LIMIT.
    """
    with _limited():
        spent = [seconds_of(turn)]
    while len(spent) <= rounds and sum(spent) < seconds:
        spent.append(seconds_of(turn))
    return median(spent[1:] or spent)


@contextmanager
def _limited() -> Iterator[None]:
    def stop(_signal: int, _frame: object) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, LIMIT)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
