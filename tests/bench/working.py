"""A process of its own that records, reads or rebuilds when told, and says how long it took and what it held."""

import json
import os
import sys
from collections.abc import Callable
from time import perf_counter
from typing import Any

from timeline import Item, Service, SystemClock
from timeline.collecting import collecting_seldom
from timeline.database import open_engine

from .remembering import Watch
from .stream import batches

READ_AT_ONCE = 1_000
OPTIONS: dict[str, Any] = json.loads(os.environ.get("BENCH_REBUILD", "{}"))
"""Options of a rebuild, measured beside a rebuild without any."""
Said = dict[str, Any]


class Worker:
    """What the process can be told; each answer is JSON."""

    def __init__(self, url: str, occurrences: int, batch: int) -> None:
        self._service = Service(open_engine(url), SystemClock())
        self._batches = batches(occurrences, batch)
        self._watch = Watch()

    def record(self) -> Said:
        """Record the next batch as one who imports it would."""
        items = [Item(said) for said in next(self._batches, [])]
        spent = _seconds(lambda: self._service.record(items)) if items else 0.0
        return {"claims": len(items), "seconds": spent}

    def read(self) -> Said:
        """Only read and decode the whole log, in order."""
        with self._service.snapshot() as snapshot:
            log, connection = snapshot.log, snapshot.connection

            def whole() -> None:
                after = 0
                while entries := log.read(connection, after, READ_AT_ONCE):
                    after = entries[-1].position

            return {"events": log.head(connection).position, "seconds": _seconds(whole)}

    def rebuild(self) -> Said:
        """Rebuild exposure from the log."""
        return {"seconds": _seconds(lambda: self._service.projector.rebuild("exposure"))}

    def rebuild_with_options(self) -> Said:
        """The same with the options of BENCH_REBUILD."""
        rebuild = self._service.projector.rebuild
        return {"seconds": _seconds(lambda: rebuild("exposure", **OPTIONS))}

    def peak(self) -> Said:
        """The most memory held at once."""
        return {"mebibytes": self._watch.peak()}


def _seconds(turn: Callable[[], object]) -> float:
    started = perf_counter()
    with collecting_seldom():  # as the commands do
        turn()
    return perf_counter() - started


def main(url: str, occurrences: str, batch: str) -> None:
    """Do what each line of the standard input names, and answer it in a line."""
    worker = Worker(url, int(occurrences), int(batch))
    told = {
        "record": worker.record,
        "read": worker.read,
        "rebuild": worker.rebuild,
        "rebuild with options": worker.rebuild_with_options,
        "peak": worker.peak,
    }
    for line in sys.stdin:
        sys.stdout.write(json.dumps(told[line.strip()]()) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
