"""The most memory that a process and those it started held at once, in MiB."""

import os
import resource
from pathlib import Path
from threading import Event, Thread

SELF = Path("/proc/self")
EVERY = 1.0


class Watch:
    """Looks at the processes this one has started, now and then, until it is stopped."""

    def __init__(self) -> None:
        self._started = 0.0
        self._stopped = Event()
        self._thread = Thread(target=self._look, daemon=True)
        self._thread.start()

    def peak(self) -> float:
        """What this process held at most, with what those it started held at most together."""
        return _own_peak() + self._started

    def stop(self) -> None:
        """Look no more."""
        self._stopped.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._stopped.wait(EVERY):
            self._started = max(self._started, sum(map(_peak_of, _children())))


def _children() -> list[Path]:
    return [path for path in Path("/proc").glob("[0-9]*") if _started_by(path) == os.getpid()]


def _started_by(process: Path) -> int:
    try:
        return int((process / "stat").read_text().rpartition(")")[2].split()[1])
    except (FileNotFoundError, ProcessLookupError):
        return 0


def _peak_of(process: Path) -> float:
    """0 for a process that has ended."""
    try:
        lines = (process / "status").read_text().splitlines()
    except (FileNotFoundError, ProcessLookupError):
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM")), 0.0)


def _own_peak() -> float:
    # The system's own figure of a process counts what the one that started it held before.
    return _peak_of(SELF) or resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
