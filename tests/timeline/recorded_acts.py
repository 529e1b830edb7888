"""Generated logs of claims and acts, recorded as their clocks say, with redactions among them."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from hypothesis import strategies as st
from sqlalchemy import Engine

from events import Act, Claim, Entry, Event, Instant, Redacted
from tests.oracle.acted import redaction_of
from timeline import FixedClock
from timeline.database import reading
from timeline.log import Log
from timeline.projecting import Projector

LATER: Instant = 4_000_000_000_000_000
Said = Claim | Act


def said_by(entry: Entry) -> Said:
    """The claim or act an entry holds."""
    assert not isinstance(entry, Redacted)
    return entry.claim if isinstance(entry, Event) else entry.act


def commits(entries: Sequence[Entry]) -> Iterator[tuple[Instant, list[Said]]]:
    """What was recorded together, with the instant of its recording."""
    for instant, together in groupby(entries, key=lambda entry: entry.recorded_at):
        yield instant, [said_by(entry) for entry in together]


def append(engine: Engine, entries: Sequence[Entry], data: st.DataObject) -> Log:
    """Append a log commit by commit, the projections brought up in small batches now and then."""
    clock = FixedClock(0)
    log = Log(engine, clock)
    projector = Projector(engine, log, data.draw(st.integers(1, 3), label="batch"))
    recorded: list[Claim] = []
    for instant, together in commits(entries):
        clock.set(instant)
        log.append(together)
        recorded += [said for said in together if isinstance(said, Claim)]
        if recorded and data.draw(st.integers(0, 11), label="redact") == 0:
            log.append([redaction_of(data.draw(st.sampled_from(recorded)))])
        if data.draw(st.booleans(), label="project"):
            projector.catch_up()
    projector.catch_up()
    return log


def all_entries(engine: Engine, log: Log) -> list[Entry]:
    """Everything in the log, as it is now."""
    with reading(engine) as connection:
        return log.read(connection, 0, 1_000)
