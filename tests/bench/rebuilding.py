"""Rebuilding exposure, beside only reading and decoding the same log, each in the same process."""

from statistics import median

from sqlalchemy import Engine

from .measuring import MEBIBYTES, PER_SECOND, Measured
from .told import worker
from .working import OPTIONS

OFTEN = 100_000
"""Up to how many occurrences it is done more than once."""


def rebuild(engine: Engine, occurrences: int) -> tuple[float, list[Measured]]:
    """Events a second that a rebuild reads, and what was measured of it."""
    rounds = 3 if occurrences <= OFTEN else 1
    words = ("read", "rebuild", *(("rebuild with options",) if OPTIONS else ()))
    spent: dict[str, list[float]] = {word: [] for word in words}
    with worker(engine, occurrences) as tell:
        events = tell("read")["events"]
        for _ in range(rounds):
            for word, seconds in spent.items():
                seconds.append(tell(word)["seconds"])
        peak = tell("peak")["mebibytes"]
    speed = {word: events / median(seconds) for word, seconds in spent.items()}
    baseline = (PER_SECOND, "reading the log", speed["read"])
    found = [Measured("rebuild of exposure", speed["rebuild"], *baseline, at_least=0.2)]
    if OPTIONS:
        what = f"rebuild of exposure, {OPTIONS}"
        found.append(Measured(what, speed["rebuild with options"], *baseline, at_least=0.35))
    found.append(Measured("memory of a rebuild", peak, MEBIBYTES, at_most=400))
    return max(speed[word] for word in words[1:]), found
