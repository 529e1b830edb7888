"""Rebuilds a projection of a database in a process that kills itself once it has read to a position."""

import os
import signal
import sys

from timeline import Service, Settings
from timeline.projecting import Projector, Whole


def main(url: str, name: str, position: str) -> None:
    """Build until `position`, and no further."""
    service = Service.open(Settings(database=url))

    def kill(done: int, _total: int) -> None:
        if done >= int(position):
            os.kill(os.getpid(), signal.SIGKILL)

    whole = Whole(service.engine, service.log, 3, 1)
    Projector(service.engine, service.log, 3, whole).building.build(name, progress=kill)


if __name__ == "__main__":
    main(*sys.argv[1:])
