"""Refolding: answering a bundle's question anew from its events alone, in a database of its own."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import insert

from events import end_of, read_json

from ..answers import to_json
from ..clock import FixedClock
from ..database import open_engine, writing
from ..log import log_events, log_head
from ..service import Service
from ..tables_base import metadata
from .asking import Answer, ask
from .shapes import BundledEvent

LATER = end_of(3_652_058)
"""The end of 9999: an answer at a position does not depend on when it is asked."""


def answer_again(asked: Mapping[str, str], events: Sequence[BundledEvent]) -> Answer:
    """The answer to a pinned question from events at their own positions; those without words say nothing."""
    with _service_of(events) as service, service.snapshot() as snapshot:
        _, answer = ask(snapshot, asked)
        again = read_json(to_json(answer), "answer")
        assert isinstance(again, dict)
        return again


@contextmanager
def _service_of(events: Sequence[BundledEvent]) -> Iterator[Service]:
    with TemporaryDirectory(prefix="timeline-verify-") as folder:
        engine = open_engine(f"sqlite:///{Path(folder) / 'refold.db'}")
        try:
            # Without the log's guards, which would refuse the gaps between positions.
            metadata.create_all(engine)
            with writing(engine) as connection:
                rows = [_row(event) for event in events]
                connection.execute(insert(log_events), rows)
                last = events[-1].envelope
                head = {"position": last.position, "recorded_at": last.recorded_at}
                connection.execute(insert(log_head).values(one=1, **head))
            yield Service(engine, FixedClock(LATER))
        finally:
            engine.dispose()


def _row(event: BundledEvent) -> dict[str, object]:
    envelope = event.envelope.model_dump(exclude={"payload", "subjects"})
    return {**envelope, "state": event.stored}
