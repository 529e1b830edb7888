"""Many writers at once and one reader that follows them: nothing skipped, nothing twice, order kept."""

import random
from concurrent.futures import ThreadPoolExecutor

import pytest
from eventsourcing.persistence import StoredEvent

from timeline.clock import SystemClock
from timeline.database import reading
from timeline.log import Log, Recorder

SQLITE = pytest.param("sqlite", 4, 4_000, id="sqlite")
POSTGRES = pytest.param("postgres", 8, 20_000, id="postgres", marks=pytest.mark.postgresql)
WAIT_SECONDS = 120


def write(recorder, stream, count):
    """Inserts a stream in batches of one to twenty events."""
    sizes = random.Random(stream)
    version = 0
    while version < count:
        last = min(count, version + sizes.randint(1, 20))
        recorder.insert_events(
            [StoredEvent(stream, n, "topic", b"state") for n in range(version + 1, last + 1)]
        )
        version = last


def follow(recorder, count, writers):
    """Reads from the last position seen until all is seen, or all writers are done and nothing is left."""
    seen = []
    while len(seen) < count:
        finished = all(writer.done() for writer in writers)
        last = seen[-1].id if seen else 0
        page = recorder.select_notifications(last, 100, inclusive_of_start=False)
        if finished and not page:
            break
        seen.extend(page)
    return seen


@pytest.mark.slow
@pytest.mark.parametrize(
    ("database_url", "writers", "count"), [SQLITE, POSTGRES], indirect=["database_url"]
)
def test_a_reader_that_follows_the_writers_misses_nothing(engine, writers, count):
    recorder = Recorder(engine)
    streams = [f"stream-{number}" for number in range(writers)]
    each = count // writers
    with ThreadPoolExecutor(writers) as pool:
        running = [pool.submit(write, recorder, stream, each) for stream in streams]
        seen = follow(recorder, count, running)
        for writer in running:
            writer.result(timeout=WAIT_SECONDS)
    assert [notification.id for notification in seen] == list(range(1, count + 1))
    for stream in streams:
        versions = [n.originator_version for n in seen if n.originator_id == stream]
        assert versions == list(range(1, each + 1))


def test_writers_with_the_same_claims_record_each_once(engine, a_claim):
    log = Log(engine, SystemClock())
    claims = [a_claim(number, f"occurrence-{number % 7}") for number in range(200)]

    def append(seed):
        mine = random.Random(seed).sample(claims, len(claims))
        return sum(log.append(mine[start : start + 10]).new for start in range(0, len(mine), 10))

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(append, range(4))) == len(claims)
    with reading(engine) as connection:
        events = log.read(connection, after=0, limit=1_000)
    assert sorted(event.claim.id for event in events) == sorted(claim.id for claim in claims)
    times = [event.recorded_at for event in events]
    assert times == sorted(times)
