"""What proofs cost: appending with the tree and without, and a proof from a small log and from a large one."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from random import Random
from statistics import median
from typing import Any

from eventsourcing.persistence import StoredEvent
from sqlalchemy import Connection, Engine, text

from events import parse_claim
from projections import inclusion_proof
from timeline import Clock, SystemClock
from timeline.database import reading
from timeline.log import Head, Log, Recorder
from timeline.log import log as log_module
from timeline.proving.tiles import StoredTiles

from .measuring import Measured, compared, medians, seconds_of
from .stream import BATCH, batches

SMALL = 100
AT_ONCE = 10_000
ROUNDS = 30
PLAIN = (
    "INSERT INTO log_events (position, stream, version, topic, state, recorded_at, identity, upon, brings)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
)


def append_with_and_without(engines: Sequence[Engine], occurrences: int) -> Measured:
    """The same batches of a thousand appended to a log with its tree, and as the log would be without one."""
    sealed, plain = (Log(engine, SystemClock()) for engine in engines)
    spent: dict[str, list[float]] = {"sealed": [], "plain": []}
    for number, batch in enumerate(batches(occurrences)):
        # Each its own, since a claim keeps what was worked out of it; and each goes first in turn.
        for name in ("sealed", "plain") if number % 2 else ("plain", "sealed"):
            parsed = [parse_claim(said) for said in batch]
            if name == "sealed":
                spent[name].append(seconds_of(partial(sealed.append, parsed)))
                continue
            with _without_the_tree():
                spent[name].append(seconds_of(partial(plain.append, parsed)))
    found = {name: median(times[1:-1]) / BATCH for name, times in spent.items()}
    return compared("claim appended with the tree", found["sealed"], "without", found["plain"])


@contextmanager
def _without_the_tree() -> Iterator[None]:
    kept: Any = log_module.insert_rows, log_module._marks
    log_module.insert_rows, log_module._marks = _plain_rows, _plain_marks  # type: ignore[assignment]
    try:
        yield
    finally:
        log_module.insert_rows, log_module._marks = kept


def _plain_marks(name: str, _item: object) -> tuple[str, None, None]:
    return (name, None, None)


def _plain_rows(
    connection: Connection, head: Head, clock: Clock, rows: Sequence[tuple[StoredEvent, Any]]
) -> Head:
    """What an append wrote before its events had leaves; SQLite only."""
    after = Head(head.position + len(rows), max(clock.now(), head.recorded_at + 1))
    values = [
        (
            *(position, str(stored.originator_id), stored.originator_version, stored.topic),
            *(stored.state, after.recorded_at, *marks),
        )
        for position, (stored, marks) in enumerate(rows, head.position + 1)
    ]
    connection.exec_driver_sql(PLAIN, values)
    connection.execute(
        text("UPDATE log_head SET position = :position, recorded_at = :recorded_at"),
        {"position": after.position, "recorded_at": after.recorded_at},
    )
    return after


def prove(engines: Sequence[Engine], size: int) -> Measured:
    """An inclusion proof from a log of a size, beside one from a log of a hundred events."""
    large, small = engines
    _fill(large, size)
    _fill(small, SMALL)
    random = Random(size)

    def proof(engine: Engine, events: int) -> None:
        with reading(engine) as connection:
            inclusion_proof(StoredTiles(connection), random.randrange(events), events)

    turns = {
        "large": (partial(proof, large, size), 3),
        "small": (partial(proof, small, SMALL), 3),
    }
    found = medians(turns, ROUNDS)
    what, baseline = f"proof from a log of {size:,}", f"from one of {SMALL}"
    return compared(what, found["large"], baseline, found["small"])


def _fill(engine: Engine, size: int) -> None:
    recorder = Recorder(engine)
    for start in range(0, size, AT_ONCE):
        recorder.insert_events(
            [
                StoredEvent(f"site-{number:07}", 1, "project-awarded", b'{"size":1}')
                for number in range(start, min(start + AT_ONCE, size))
            ]
        )
