"""Records and projects in processes that are killed at a moment asked for.

Run as a script it reads jobs as lines of JSON. For each it starts a process by a fork, so that
nothing is imported again, says `ready` when the process does, kills it once `after` more seconds have
passed, and says `killed`, `done` or `failed`.
"""

import json
import os
import signal
import sys
import time
import traceback
from collections.abc import Callable
from functools import cache
from random import Random
from typing import Any

from sqlalchemy import Engine

from events import Claim, parse_claim
from timeline import Item, Service, SystemClock
from timeline.database import open_engine
from timeline.log import Log
from timeline.projecting import Projector, Whole
from timeline.regions import Regions

Ready = Callable[[], None]

KINDS = (
    *("project-awarded",) * 5,
    *("operation-observed",) * 3,
    *("contract-terminated",) * 2,
    *("contract-agreed", "exit-announced", "vendor-named"),
)
VALIDS = (None, "2019", "[2016..2017]", "2018-05/2021-03", "2020-11-05", "2021~", "2017/..")
DISCLOSURES = (None, "2019-10-09", "2020-02-03T04:05:06Z", "[2020-01-01..2021-06-30]", "2022-08-15")


def said_in(batch: int) -> list[dict[str, Any]]:
    """What a batch of the stream says: one to six claims, some on occurrences of batches before."""
    random = Random(batch)
    return [_said(random, batch, number) for number in range(random.randint(1, 6))]


@cache
def claims_in(batch: int) -> tuple[Claim, ...]:
    """The claims of a batch."""
    return tuple(parse_claim(said) for said in said_in(batch))


def batch_of(claim: Claim) -> int:
    """The batch that a claim of the stream is in."""
    assert claim.note is not None
    return int(claim.note.split()[1])


def _said(random: Random, batch: int, number: int) -> dict[str, Any]:
    kind = random.choice(KINDS)
    vendor = f"vendor-{batch % 7}"
    said = {
        "kind": kind,
        "occurrence": f"site-{batch // 3 + random.randint(0, 2):05}",
        "vendor": random.choice([vendor, vendor, "acme"]),
        "region": random.choice([None, "CN-XJ", "BR", "US"]),
        "size": random.choice([None, 3, 3, "several"]),
        "count": random.choice([None, None, None, 1, "some"]),
        "valid": random.choice(VALIDS),
        "disclosed": random.choice(DISCLOSURES),
        "modality": random.choice(["effected", "effected", "effected", "alleged", "denied"]),
        "note": f"batch {batch} claim {number}",
        "citation": {"source": random.choice(["gazette", "times"]), **_retrieval(random)},
    }
    if kind == "vendor-named":
        said |= {"name": f"Vendor {batch}", "region": None, "size": None, "count": None}
    return {name: value for name, value in said.items() if value is not None}


def _retrieval(random: Random) -> dict[str, str]:
    day = random.choice([None, *range(1, 10)])
    return {} if day is None else {"retrieved_at": f"2023-01-0{day}T10:00:00Z"}


def append(engine: Engine, ready: Ready, first: int, again: int, last: int) -> None:
    """Append batches of the stream to the log, ready once those before `again` are passed."""
    log = Log(engine, SystemClock())
    for batch in range(first, last):
        if batch == again:
            ready()
        log.append(claims_in(batch))


def record(engine: Engine, ready: Ready, first: int, again: int, last: int) -> None:
    """Record batches of the stream as the service does, the projections kept up."""
    service = Service(engine, SystemClock())
    service.catch_up()
    for batch in range(first, last):
        if batch == again:
            ready()
        service.record([Item(said) for said in said_in(batch)])


def project(engine: Engine, ready: Ready, size: int) -> None:
    """Bring the projections up in batches of `size`."""
    projector = Projector(engine, Log(engine, SystemClock()), size)
    projector.status()
    ready()
    projector.catch_up()


def rebuild(engine: Engine, ready: Ready, name: str, size: int) -> None:
    """Rebuild one projection in batches of `size`."""
    log = Log(engine, SystemClock())
    projector = Projector(engine, log, size, Whole(engine, log, size, size))
    projector.catch_up()
    ready()
    projector.rebuild(name)


JOBS: dict[str, Callable[..., None]] = {
    job.__name__: job for job in (append, record, project, rebuild)
}


def main() -> None:
    """Do one job after another until there are no more lines."""
    Regions.load()
    for line in sys.stdin:
        asked = json.loads(line)
        started, starts = os.pipe()
        child = os.fork()
        if child == 0:
            _work(starts, **asked)
        os.close(starts)
        os.read(started, 1)
        os.close(started)
        _say("ready")
        if asked["after"] is not None:
            time.sleep(asked["after"])
            os.kill(child, signal.SIGKILL)
        _say(_ending(child))


def _work(starts: int, job: str, url: str, words: dict[str, Any], **_: object) -> None:
    """The process that is killed; it never returns."""
    try:
        JOBS[job](open_engine(url), lambda: os.close(starts), **words)
        os._exit(0)
    except BaseException:  # noqa: BLE001 - whatever it is, this process ends here
        traceback.print_exc()
        os._exit(1)


def _ending(child: int) -> str:
    """How a process ended; one that ended by itself before the signal was not killed."""
    _, status = os.waitpid(child, 0)
    code = os.waitstatus_to_exitcode(status)
    return {0: "done", -signal.SIGKILL: "killed"}.get(code, "failed")


def _say(word: str) -> None:
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
