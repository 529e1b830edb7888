"""Senders are killed while they follow and deliver: everything arrives in order, nothing under two ids."""

from random import Random

import pytest

from tests.timeline.killed import Later
from tests.timeline.questions.test_every_change_is_told import asked_at_every_append
from tests.timeline.story import awarded
from tests.timeline.test_kill import Worker
from timeline import Endpoints, Item, Questions, Sender, Service, Settings, SystemClock, migrate
from timeline.questions.asked import SavedQuestion
from timeline.webhooks import lease

from .receiver import Received, Receiver, receiving

EVENTS = 40
ASKED = ({"vendor": "acme", "valid_at": "2018-01-01"}, {"region": "BR"})
SETTINGS = {"webhook_hosts": "127.0.0.1"}


def first_of_each(received: list[Received]) -> list[Received]:
    """What a receiver that remembers ids takes in."""
    return list({each.id: each for each in reversed(received)}.values())[::-1]


def kill_senders(url: str, receiver: Receiver, kills: int) -> int:
    """Kill senders until so many had sent something; how many were started."""
    random = Random(kills)
    worker = Worker(url)
    landed, turns, longest = 0, 0, 1.0
    try:
        while landed < kills:
            assert turns < 4 * kills, "too few senders lived to send"
            before = len(receiver.received)
            after = random.uniform(0.02, longest)
            worker.start("deliver", after=after, later=turns * lease.LEASE)
            assert worker.ending() == "killed"
            turns += 1
            told = len(receiver.received) > before
            landed += told
            longest = max(0.3, longest * (0.7 if told else 1.4))
    finally:
        worker.close()
    return turns


@pytest.mark.slow
@pytest.mark.parametrize(
    ("database_url", "kills"),
    [("sqlite", 5), pytest.param("postgres", 2, marks=pytest.mark.postgresql)],
    indirect=["database_url"],
)
def test_killed_senders_tell_everything_in_order_under_one_id_each(database_url, kills):
    migrate(database_url)
    service = Service.open(Settings(database=database_url, **SETTINGS), SystemClock())
    service.record([Item({**awarded(), "occurrence": "first"})])
    questions = Questions(service)
    saved = [SavedQuestion(**questions.save(each).question["asked"]) for each in ASKED]
    with receiving() as receiver:
        said = {"url": receiver.url, "changes": "all", "events": "all"}
        Endpoints(service).add(said)
        for number in range(EVENTS):
            service.record([Item({**awarded(), "occurrence": f"harbour-{number}"})])
        turns = kill_senders(database_url, receiver, kills)
        expected = asked_at_every_append(service, 1, saved)
        whole = EVENTS + len(expected)
        last = Sender(Service(service.engine, Later(turns * lease.LEASE), service.settings))
        last.run_once()

    told = first_of_each(receiver.received)
    sequence = [(int(each.said["sequence"]), each.said["type"]) for each in told]
    assert sequence == sorted(sequence, key=lambda pair: (pair[0], "answer" in pair[1]))
    assert len({each.said["id"] for each in told}) == len(told) == whole
    changes = [each.said["data"] for each in told if "answer" in each.said["type"]]
    assert [each["number"] for each in changes] == list(range(1, len(expected) + 1))
    assert [
        (each["position"], each["question"], each["before"], each["after"]) for each in changes
    ] == expected
    service.close()
