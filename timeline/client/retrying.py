"""When to try again: longer and longer, and not all clients at once."""

from dataclasses import dataclass
from random import SystemRandom

_random = SystemRandom()


@dataclass(slots=True)
class Backoff:
    """Delays in seconds that double from `first` to `most`, each shortened by up to a half at random."""

    first: float = 0.5
    most: float = 30.0
    failures: int = 0

    def failed(self) -> float:
        """How long to wait after one more failure."""
        delay = min(self.most, self.first * float(2 ** min(self.failures, 30)))
        self.failures += 1
        return delay * _random.uniform(0.5, 1.0)

    def worked(self) -> None:
        """Begin again with the first delay."""
        self.failures = 0
