"""Generated logs recorded commit by commit, as their clocks say."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from sqlalchemy import Engine

from events import Claim, Event, Instant
from timeline import FixedClock, Service
from timeline.database import reading
from timeline.log import Log
from timeline.projecting import Projector

Commit = tuple[Instant, list[Claim]]


def runs(examples: int) -> settings:
    """Settings of a property whose examples each take a database; found failures are not shrunk."""
    return settings(
        max_examples=examples,
        deadline=None,
        phases=(Phase.explicit, Phase.generate),
        suppress_health_check=list(HealthCheck),
    )


def commits(events: Sequence[Event]) -> Iterator[Commit]:
    """The claims of a log that were recorded together, with the instant of their recording."""
    for instant, together in groupby(events, key=lambda event: event.recorded_at):
        yield instant, [event.claim for event in together]


def append(service: Service, clock: FixedClock, events: Sequence[Event]) -> list[Event]:
    """Append a log commit by commit; all that is recorded now, as the log gives it back."""
    for instant, together in commits(events):
        clock.set(instant)
        service.log.append(together)
    return all_events(service.engine, service.log)


def append_and_project(engine: Engine, events: Sequence[Event], data: st.DataObject) -> list[Event]:
    """Append a log, the projections brought up in small batches now and then, and in the end."""
    clock = FixedClock(0)
    log = Log(engine, clock)
    projector = Projector(engine, log, data.draw(st.integers(1, 3), label="batch"))
    for instant, together in commits(events):
        clock.set(instant)
        log.append(together)
        if data.draw(st.booleans(), label="project"):
            projector.catch_up()
    projector.catch_up()
    return all_events(engine, log)


def all_events(engine: Engine, log: Log) -> list[Event]:
    """Everything in the log."""
    with reading(engine) as connection:
        return log.read(connection, 0, 1_000)
