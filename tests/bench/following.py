"""Prints what many clients cost who follow a long log, leave at random, and whose server is killed.

Run as `python -m tests.bench.following`. BENCH_EVENTS: events in the log in the end, half of them recorded while
it is followed. BENCH_CLIENTS, BENCH_KILLS: how many follow, and how often the server is killed meanwhile.
BENCH_DATABASE: the address of an empty database; left out, one of SQLite in a temporary folder.
"""

import os
import sys
import tempfile
import time
from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import closing
from hashlib import sha256
from multiprocessing import get_context
from pathlib import Path
from random import Random
from threading import Event

from events import KINDS, parse_claim
from tests.api.served import Server, serving
from timeline import Service, Settings, migrate
from timeline.client import Backoff, Client
from timeline.database import reading

BATCH = 1_000
PROCESSES = 2
STAYS = 5_000
"""Events after which a client leaves, on average."""
NEVER = "86400"


def main() -> None:
    """Measure once, with the sizes of the environment."""
    many, clients, kills = (
        int(os.environ.get(f"BENCH_{name}", default))
        for name, default in (("EVENTS", "50000"), ("CLIENTS", "20"), ("KILLS", "2"))
    )
    with tempfile.TemporaryDirectory(prefix="timeline-bench-") as folder:
        url = os.environ.get("BENCH_DATABASE", f"sqlite:///{folder}/timeline.db")
        migrate(url)
        service = Service.open(Settings(database=url))
        append(service, 0, many // 2)
        # The projections are not what is measured, and nothing that is asked here needs them.
        with serving(url, Path(folder), poll_seconds=NEVER) as server:
            measure(service, server, (many, clients, kills))
        service.close()


def measure(service: Service, server: Server, sizes: tuple[int, int, int]) -> None:
    """Follow with all clients while the other half is recorded and the server killed; print the figures."""
    many, clients, kills = sizes
    idle, done, peaks = resident(server), Event(), list[int]()
    started = time.monotonic()
    spawned = get_context("spawn")
    with ProcessPoolExecutor(PROCESSES, spawned) as pool, ThreadPoolExecutor(2) as beside:
        share = [clients // PROCESSES + (n < clients % PROCESSES) for n in range(PROCESSES)]
        following = [
            pool.submit(follow_all, server.address, many, seed, number)
            for seed, number in enumerate(share)
        ]
        watching = beside.submit(watch, server, done, peaks)
        writing = beside.submit(append, service, many // 2, many)
        restart(server, kills, following)
        found = [digest for each in following for digest in each.result()]
        writing.result()
        done.set()
        watching.result()
    seconds = time.monotonic() - started
    wanted = digest_of(service, many)
    assert found == [wanted] * clients, "a client missed, doubled or reordered an event"
    sys.stdout.write(
        f"{clients} clients each had {many:,} events once and in order, in {seconds:,.0f} s:"
        f" {clients * many / seconds:,.0f} events/s in all; the server was killed {kills} times;"
        f" resident {idle / 1024:,.0f} MiB before, at most {max(peaks) / 1024:,.0f} MiB\n"
    )


def append(service: Service, start: int, end: int) -> None:
    """Record one claim for each number, about as many occurrences."""
    example = KINDS["project-awarded"].EXAMPLE
    for first in range(start, end, BATCH):
        numbers = range(first, min(first + BATCH, end))
        service.log.append(
            [parse_claim({**example, "occurrence": f"project-{number}"}) for number in numbers]
        )


def restart(server: Server, kills: int, following: list[Future[list[str]]]) -> None:
    """Kill the server now and then, as long as anybody follows."""
    for _ in range(kills):
        time.sleep(5)
        if all(each.done() for each in following):
            return
        server.kill()
        server.start()


def resident(server: Server) -> int:
    """The resident memory of the server in KiB; 0 while it is not there."""
    try:
        status = Path(f"/proc/{server.process.pid}/status").read_text(encoding="ascii")
    except (AttributeError, OSError):
        return 0
    return next((int(line.split()[1]) for line in status.splitlines() if "VmRSS" in line), 0)


def watch(server: Server, done: Event, peaks: list[int]) -> None:
    """Note the memory of the server until all is done."""
    while not done.wait(0.2):
        peaks.append(resident(server))


def follow_all(address: str, many: int, seed: int, clients: int) -> list[str]:
    """Follow with some clients at once; what each had, as a digest."""
    with ThreadPoolExecutor(clients) as pool:
        seeds = [f"{seed}/{number}" for number in range(clients)]
        return list(pool.map(lambda each: follow(address, many, Random(each)), seeds))


def follow(address: str, many: int, random: Random) -> str:
    """The digest over the positions and ids of everything a client had that leaves and comes back."""
    digest, position = sha256(), 0
    while position < many:
        with (
            Client(address) as client,
            closing(client.follow(position, backoff=Backoff(0.1, 1))) as events,
        ):
            for event in events:
                position = event.position
                digest.update(f"{position} {event.id}\n".encode())
                if position == many or random.random() < 1 / STAYS:
                    break
    return digest.hexdigest()


def digest_of(service: Service, many: int) -> str:
    """What the digest of a client has to be."""
    digest = sha256()
    for after in range(0, many, BATCH):
        with reading(service.engine) as connection:
            for entry in service.log.read(connection, after, BATCH):
                digest.update(f"{entry.position} {entry.claim.id}\n".encode())
    return digest.hexdigest()


if __name__ == "__main__":
    main()
