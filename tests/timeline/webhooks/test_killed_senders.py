"""Senders are killed while they follow and deliver: everything arrives in order, nothing under two ids."""

import subprocess
import sys
from time import sleep

import pytest

from tests.house import ROOT
from tests.timeline.questions.test_every_change_is_told import asked_at_every_append
from tests.timeline.story import awarded
from timeline import Endpoints, Item, Questions, Sender, Service, Settings, SystemClock, migrate
from timeline.questions.asked import SavedQuestion
from timeline.webhooks import lease

from .killed_sender import Later
from .receiver import Received, Receiver, receiving

EVENTS = 25
ASKED = ({"vendor": "acme", "valid_at": "2018-01-01"}, {"region": "BR"})
FOLLOWING = (0.05, 0.4)
"""Seconds after which a sender is killed that may not have sent anything yet."""
DELIVERING = ((3, "close"), (20, 204))
"""At which request a sender is killed, and what it is answered."""


def first_of_each(received: list[Received]) -> list[Received]:
    """What a receiver that remembers ids takes in."""
    return list({each.id: each for each in reversed(received)}.values())[::-1]


def start(url: str, turn: int) -> "subprocess.Popen[str]":
    """A sender of its own process, for which the leases of those before it have ended."""
    command = [sys.executable, "-m", "tests.timeline.webhooks.killed_sender", url]
    words = [*command, str(turn * lease.LEASE)]
    process = subprocess.Popen(words, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert process.stdout.readline() == "ready\n"
    return process


def kill_senders(url: str, receiver: Receiver) -> int:
    """Kill senders at moments and at requests; how many there were."""
    for turn, seconds in enumerate(FOLLOWING):
        with start(url, turn) as process:
            sleep(seconds)
            process.kill()
    for turn, (number, answer) in enumerate(DELIVERING, len(FOLLOWING)):
        with start(url, turn) as process:

            def behave(
                at: int,
                last: int = number,
                answer: int | str = answer,
                process: "subprocess.Popen[str]" = process,
            ) -> int | str:
                if at >= last:
                    process.kill()
                return answer if at >= last else 204

            receiver.behave = behave
            process.wait(90)
    receiver.behave = lambda _: 204
    return len(FOLLOWING) + len(DELIVERING)


@pytest.mark.slow
def test_killed_senders_tell_everything_in_order_under_one_id_each(database_url):
    migrate(database_url)
    settings = Settings(database=database_url, webhook_hosts="127.0.0.1")
    service = Service.open(settings, SystemClock())
    service.record([Item({**awarded(), "occurrence": "first"})])
    questions = Questions(service)
    saved = [SavedQuestion(**questions.save(each).question["asked"]) for each in ASKED]
    with receiving() as receiver:
        Endpoints(service).add({"url": receiver.url, "changes": "all", "events": "all"})
        for number in range(EVENTS):
            service.record([Item({**awarded(), "occurrence": f"harbour-{number}"})])
        turns = kill_senders(database_url, receiver)
        expected = asked_at_every_append(service, 1, saved)
        assert len(first_of_each(receiver.received)) < EVENTS + len(expected)
        Sender(Service(service.engine, Later(turns * lease.LEASE), settings)).run_once()

    told = first_of_each(receiver.received)
    sequence = [(int(each.said["sequence"]), "answer" in each.said["type"]) for each in told]
    assert sequence == sorted(sequence)
    assert len({each.said["id"] for each in told}) == len(told) == EVENTS + len(expected)
    changes = [each.said["data"] for each in told if "answer" in each.said["type"]]
    assert [each["number"] for each in changes] == list(range(1, len(expected) + 1))
    assert [
        (each["position"], each["question"], each["before"], each["after"]) for each in changes
    ] == expected
    service.close()
