"""Tries sources in a process of its own: what each comes to, and the most memory that was held.

Run as a script it reads cases as JSON, each an importer, a path and how to import; of the first, which is sound,
comes what memory the code takes.
"""

import json
import resource
import sys
from pathlib import Path

from timeline import FixedClock, Service
from timeline.database import open_engine
from timeline.errors import TimelineError
from timeline.importers import IMPORTERS
from timeline.importing.importer import Request
from timeline.importing.running import run_import
from timeline.migrate import migrate

NOW = 1_790_000_000_000_000


def main(url: str) -> None:
    migrate(url)
    service = Service(open_engine(url), FixedClock(NOW))
    for name, path, how in json.load(sys.stdin):
        told = {"refused": "", "recorded": 0, "outcomes": {}, "reasons": []}
        try:
            request = Request(Path(path), **how)
            summary = run_import(
                service, IMPORTERS[name], request, dry_run=False, told=lambda *_: None
            )
            told |= {"recorded": summary.recorded, "outcomes": dict(summary.outcomes)}
            told["reasons"] = [reason for _, reason in summary.reasons]
        except TimelineError as error:
            told["refused"] = str(error)
        told["held"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        sys.stdout.write(json.dumps(told) + "\n")


if __name__ == "__main__":
    main(sys.argv[1])
