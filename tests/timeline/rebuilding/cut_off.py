"""Rebuilds a projection of a database in a process that kills itself once it has read to a position."""

import os
import signal
import sys
from multiprocessing import active_children

from timeline import Service, Settings
from timeline.projecting import Projector, Whole


def main(url: str, name: str, position: str, processes: str = "1") -> None:
    """Build until `position`, and no further; tells the processes that help."""
    service = Service.open(Settings(database=url))

    def kill(done: int, _total: int) -> None:
        if done >= int(position):
            sys.stdout.write(" ".join(str(each.pid) for each in active_children()))
            sys.stdout.flush()
            os.kill(os.getpid(), signal.SIGKILL)

    whole = Whole(service.engine, service.log, 3, 1, 0)
    building = Projector(service.engine, service.log, 3, whole).building
    building.build(name, progress=kill, processes=int(processes))


if __name__ == "__main__":
    main(*sys.argv[1:])
