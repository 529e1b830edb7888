"""Processes are killed while they record, project and rebuild: nothing is lost, doubled or left half done."""

import json
import select
import subprocess
import sys
from collections.abc import Iterator
from itertools import groupby
from random import Random

import pytest
from sqlalchemy import Engine, text

from events import Event
from projections import PROJECTIONS
from tests.house import ROOT
from timeline import Asked, FixedClock, Service, SystemClock, answer_exposure, resolve_question
from timeline import to_json as json_of
from timeline.database import reading
from timeline.log import Log
from timeline.projecting import Projector

from .killed import batch_of, claims_in
from .stored import Folds, assert_folded, held_rows

SQLITE = pytest.param("sqlite", 50, id="sqlite")
POSTGRES = pytest.param("postgres", 10, id="postgres", marks=pytest.mark.postgresql)
ON_BOTH = pytest.mark.parametrize(
    ("database_url", "kills"), [SQLITE, POSTGRES], indirect=["database_url"]
)
FAR = 1_000_000
"""A batch that no process lives to reach."""
LATER = 4_000_000_000_000_000


class Worker:
    """Does one job at a time on a database, each in a process of its own that can be killed."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.timeline.killed"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            bufsize=1,
        )

    def start(self, job: str, *, after: float | None = None, **words: object) -> None:
        """Begin a job; with `after`, it is killed that many seconds later."""
        said = {"job": job, "url": self.url, "after": after, "words": words}
        self._process.stdin.write(json.dumps(said) + "\n")
        assert self._process.stdout.readline() == "ready\n"

    def working(self) -> bool:
        """Whether the job has not ended."""
        return not select.select([self._process.stdout], [], [], 0)[0]

    def ending(self) -> str:
        """How the job ended, once it has: `done` or `killed`."""
        word = self._process.stdout.readline().strip()
        assert word in ("done", "killed")
        return word

    def close(self) -> None:
        """End the process that starts the others."""
        self._process.stdin.close()
        self._process.wait(timeout=30)
        self._process.stdout.close()


@pytest.fixture
def worker(engine: Engine) -> Iterator[Worker]:
    worker = Worker(engine.url.render_as_string(hide_password=False))
    yield worker
    worker.close()


def events_of(engine: Engine, after: int = 0) -> list[Event]:
    with reading(engine) as connection:
        return Log(engine, SystemClock()).read(connection, after, FAR)


def fill(engine: Engine, first: int, many: int) -> None:
    """Append batches of the stream."""
    log = Log(engine, SystemClock())
    for batch in range(first, first + many):
        log.append(claims_in(batch))


def checkpoints(engine: Engine) -> dict[str, int]:
    statuses = Projector(engine, Log(engine, SystemClock())).status()
    return {status.name: status.checkpoint for status in statuses}


def assert_whole(engine: Engine, events: list[Event]) -> None:
    """The log holds the batches 0, 1, 2 ... in order, each of them whole, and its head says so."""
    assert [event.position for event in events] == list(range(1, len(events) + 1))
    assert len({event.claim.id for event in events}) == len(events)
    batches = [
        (number, list(them)) for number, them in groupby(events, lambda e: batch_of(e.claim))
    ]
    assert [number for number, _ in batches] == list(range(len(batches)))
    for number, them in batches:
        assert [event.claim.id for event in them] == [claim.id for claim in claims_in(number)]
        assert len({event.recorded_at for event in them}) == 1
    times = [them[0].recorded_at for _, them in batches]
    assert times == sorted(set(times))
    with reading(engine) as connection:
        head = Log(engine, SystemClock()).head(connection)
        kept = connection.execute(
            text("SELECT stream, count(*), max(version) FROM log_events GROUP BY stream")
        ).all()
    assert (head.position, head.recorded_at) == (
        (events[-1].position, events[-1].recorded_at) if events else (0, 0)
    )
    assert all(count == last for _, count, last in kept)


@pytest.mark.slow
@ON_BOTH
def test_a_killed_recording_loses_no_batch_and_leaves_none_half_done(engine, worker, kills):
    random = Random(kills)
    folds = Folds()
    batch, landed, rounds = 0, 0, 0
    longest = {"append": 0.02, "record": 0.1}
    while landed < kills:
        assert rounds < 4 * kills, "too few kills landed while batches were recorded"
        rounds += 1
        job = ("append", "record")[rounds % 2]
        # It begins a few batches back, as one that does not know how far the last one came.
        words = {"first": max(0, batch - 2), "again": batch, "last": FAR}
        worker.start(job, after=random.uniform(0, longest[job]), **words)
        assert worker.ending() == "killed"
        folds.follow(events_of(engine))
        assert_whole(engine, folds.events)
        assert all(mark <= len(folds.events) for mark in checkpoints(engine).values())
        before, batch = batch, len({batch_of(event.claim) for event in folds.events})
        landed += batch > before
        longest[job] *= 1.5 if batch == before else 0.85
    worker.start("record", first=0, again=batch, last=batch + 5)
    assert worker.ending() == "done"
    folds.follow(events_of(engine))
    assert_whole(engine, folds.events)
    assert batch_of(folds.events[-1].claim) == batch + 4
    head = len(folds.events)
    assert checkpoints(engine) == dict.fromkeys(checkpoints(engine), head)
    with reading(engine) as connection:
        assert_folded(connection, folds, random.sample(range(head + 1), 9), checkpoints(engine))


@pytest.mark.slow
@ON_BOTH
def test_a_killed_projection_goes_on_where_its_rows_stand(engine, worker, kills):
    random = Random(kills)
    folds = Folds()
    landed, rounds, longest = 0, 0, 0.1
    while landed < kills:
        assert rounds < 8 * kills, "too few kills landed while events were read"
        fill(engine, rounds * 5, 5)
        rounds += 1
        folds.follow([*folds.events, *events_of(engine, len(folds.events))])
        head, before = len(folds.events), checkpoints(engine)
        worker.start("project", after=random.uniform(0, longest), size=random.randint(1, 2))
        ending = worker.ending()
        marks = checkpoints(engine)
        assert all(mark <= head for mark in marks.values())
        early, late = marks == before, ending == "done"
        longest *= 1.3 if early else 0.8 if late else 1
        landed += not early and not late
        with reading(engine) as connection:
            assert_folded(connection, folds, [random.randint(0, head)], marks)
        Projector(engine, Log(engine, SystemClock()), 3).catch_up()
        assert checkpoints(engine) == dict.fromkeys(marks, head)
        with reading(engine) as connection:
            assert_folded(connection, folds, [], checkpoints(engine))


def answers(engine: Engine) -> list[str]:
    """What the service says to a few questions, at one moment."""
    service = Service(engine, FixedClock(LATER))
    asked = Asked(valid_at="2019-06-01")
    found = []
    for subject in (
        {"vendor": "acme"},
        {"vendor": "vendor-3", "region": "CN-XJ"},
        {"region": "BR"},
    ):
        with service.snapshot() as snapshot:
            question = resolve_question(snapshot, asked, **subject, include_excluded=True)
            found.append(json_of(answer_exposure(question)))
    return found


@pytest.fixture
def filled(engine: Engine) -> Engine:
    """A log of some 200 events that all projections have read."""
    fill(engine, 0, 60)
    Projector(engine, Log(engine, SystemClock())).catch_up()
    return engine


def slots(engine: Engine) -> dict[str, str]:
    return {each.name: each.slot for each in Projector(engine, Log(engine, SystemClock())).status()}


REBUILT = [projection for projection in PROJECTIONS if projection.name in ("exposure", "history")]


@pytest.mark.slow
def test_a_killed_rebuild_leaves_the_old_rows_answering_and_the_next_one_finishes(filled, worker):
    random = Random(7)
    for projection in REBUILT:
        said, slot = answers(filled), slots(filled)[projection.name]
        with reading(filled) as connection:
            rows = held_rows(connection, projection)
        for _ in range(4):
            worker.start("rebuild", after=random.uniform(0, 0.1), name=projection.name, size=2)
            assert worker.ending() == "killed"
            assert slots(filled)[projection.name] == slot
            assert answers(filled) == said
        worker.start("rebuild", name=projection.name, size=40)
        assert worker.ending() == "done"
        assert slots(filled)[projection.name] != slot
        with reading(filled) as connection:
            assert held_rows(connection, projection) == rows
        assert answers(filled) == said


@pytest.mark.slow
def test_readers_get_the_same_answers_throughout_a_rebuild(filled, worker):
    said = answers(filled)
    for projection in REBUILT:
        asked, slot = 0, slots(filled)[projection.name]
        worker.start("rebuild", name=projection.name, size=5)
        while worker.working():
            assert answers(filled) == said
            asked += 1
        assert worker.ending() == "done"
        assert asked >= 1
        assert slots(filled)[projection.name] != slot
        assert answers(filled) == said
