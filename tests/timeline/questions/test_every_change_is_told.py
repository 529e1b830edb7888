"""What is told of saved questions is what asking every one of them at every append finds."""

from contextlib import suppress
from itertools import groupby
from random import Random

import pytest

from events import day_of
from timeline import BadClaim, FixedClock, Item, Questions, Service, Settings, migrate
from timeline.questions import Follower
from timeline.questions.asked import SavedQuestion
from timeline.questions.told import tell

from .random_log import OPENING, SAVED, Teller

pytestmark = pytest.mark.slow
START = 1_640_995_200_000_000
HOUR = 3_600_000_000
SQLITE = [("sqlite", seed) for seed in range(3)]
POSTGRES = [pytest.param("postgres", seed, marks=pytest.mark.postgresql) for seed in (4,)]


def record_at_random(service: Service, clock: FixedClock, seed: int) -> None:
    """Twenty appends of one to three things, some hours or days apart, but for those that are refused."""
    teller, random = Teller(seed), Random(seed)
    for _ in range(20):
        clock.advance(HOUR * random.choice([1, 30, 300]))
        items = [Item(teller.say()) for _ in range(random.randint(1, 3))]
        with suppress(BadClaim):
            service.record(items)


def asked_at_every_append(service: Service, since: int, saved: list[SavedQuestion]):
    """(position, question, before, after) wherever an answer differs from what it was before an append."""
    found = []
    with service.snapshot() as snapshot:
        entries = snapshot.log.read(snapshot.connection, since, 1_000)
        for instant, together in groupby(entries, key=lambda entry: entry.recorded_at):
            positions = [entry.position for entry in together]
            for each in sorted(saved, key=lambda each: each.id):
                before = tell(each, snapshot, positions[0] - 1, day_of(instant))
                after = tell(each, snapshot, positions[-1], day_of(instant))
                if not before.same_as(after):
                    found.append((positions[-1], each.id, before.shape(), after.shape()))
    return found


@pytest.mark.parametrize(("database_url", "seed"), [*SQLITE, *POSTGRES], indirect=["database_url"])
def test_the_changes_are_those_that_asking_everything_again_finds(database_url, seed):
    migrate(database_url)
    clock = FixedClock(START)
    service = Service.open(Settings(database=database_url), clock)
    service.record([Item(said) for said in OPENING])
    questions = Questions(service)
    saved = [SavedQuestion(**questions.save(each).question["asked"]) for each in SAVED]
    record_at_random(service, clock, seed)
    while Follower(service, batch=Random(seed).randint(1, 20)).catch_up():
        pass

    told = [
        (each["position"], each["question"], each["before"], each["after"])
        for each in questions.changes(limit=10_000)["changes"]
    ]

    assert told == asked_at_every_append(service, len(OPENING), saved)
    assert len(told) > 10
    service.close()
