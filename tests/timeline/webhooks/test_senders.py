"""What senders tell, signed with which secrets, and how they share the endpoints."""

import logging
from threading import Thread
from time import monotonic, sleep

import pytest

from tests.timeline.story import awarded, observed
from timeline import Endpoints, Questions, UnknownWebhook
from timeline.webhooks import lease

from .sending import ALLOWED, DAY, HOUR, added, positions, sender, signed, tell


def test_both_secrets_sign_until_the_overlap_has_passed(story, receiver):
    endpoints = Endpoints(story.service, ALLOWED)
    endpoint = added(story, receiver)
    rotated = endpoints.rotate(endpoint["id"], {"hours": 24})
    old, new = endpoint["secret"], rotated["secret"]
    tell(story, 1)
    sender(story).run_once()
    story.clock.advance(30 * DAY)
    story.told += 40
    tell(story, 1, first=1)
    sender(story).run_once()

    within, later = receiver.received
    assert old != new
    assert (signed(within, old), signed(within, new)) == (True, True)
    assert (signed(later, old), signed(later, new)) == (False, True)


def test_a_secret_is_shown_once_and_printed_nowhere(story, receiver, caplog):
    caplog.set_level(logging.DEBUG)
    endpoints = Endpoints(story.service, ALLOWED)
    endpoint = added(story, receiver)
    receiver.behave = lambda _: 500
    tell(story, 1)
    sender(story).run_once()

    assert "secret" not in endpoints.get(endpoint["id"])
    assert all("secret" not in each for each in endpoints.every())
    assert "answered 500" in caplog.text
    assert endpoint["secret"].removeprefix("whsec_") not in caplog.text


def test_changes_of_questions_arrive_after_the_event_that_made_them(story, receiver):
    tell(story, 1)
    questions = Questions(story.service)
    asked = {"vendor": "acme", "valid_at": "2018-01-01"}
    name = questions.save(asked).question["id"]
    questions.save({"region": "BR"})
    added(story, receiver, changes=[name], events={"kind": "project-awarded"})
    tell(story, 2, first=1)
    story.given(observed(occurrence="harbour-1", in_force=1))

    sender(story).run_once()

    kinds = [each.said["type"].removeprefix("timeline.") for each in receiver.received]
    assert kinds == [*["project-awarded", "answer-changed"] * 2, "answer-changed"]
    assert positions(receiver.received) == [2, 2, 3, 3, 4]
    change = receiver.received[1].said
    assert change["data"] == questions.changes(question=name)["changes"][0]
    assert change["data"]["retroactive"] is True


def test_events_are_chosen_as_a_reader_of_the_feed_chooses_them(story, receiver):
    tell(story, 1)
    added(story, receiver, events={"vendor": "acme", "region": "BR"})
    story.given(
        {**awarded(), "occurrence": "a"},
        {**awarded(), "occurrence": "b", "vendor": "bolt"},
        {**awarded(), "occurrence": "c", "region": "CN-XJ"},
    )

    sender(story).run_once()

    assert positions(receiver.received) == [2]


def test_what_was_redacted_before_it_arrived_is_not_told(story, receiver):
    added(story, receiver)
    receiver.behave = lambda number: 500 if number == 0 else 204
    (claim,) = story.given(awarded(verbatim="three projects"))
    delivering = sender(story)
    delivering.run_once()
    story.given({"act": "payload-redacted", "target": claim, "reason": "ordered"})
    story.clock.advance(HOUR)
    delivering.run_once()

    assert b"three projects" in receiver.received[0].body
    assert "data" not in receiver.accepted[0].said
    assert receiver.accepted[0].id == receiver.received[0].id


def test_senders_at_once_deliver_to_an_endpoint_one_at_a_time(story, receiver):
    added(story, receiver)

    def slowly(_: int) -> int:
        return 204

    receiver.behave = slowly
    tell(story, 30)
    senders = [sender(story) for _ in range(3)]
    threads = [Thread(target=each.run_once) for each in senders]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    sender(story).run_once()

    assert receiver.most == 1
    assert positions(receiver.received) == list(range(1, 31))


def test_the_lease_of_a_sender_that_is_gone_ends_by_itself(story, receiver):
    name = added(story, receiver)["id"]
    tell(story, 1)
    with story.service.engine.begin() as connection:
        assert lease.take(connection, name, "gone", story.clock.now()) is not None

    sender(story).run_once()
    assert receiver.received == []

    story.clock.advance(lease.LEASE)
    sender(story).run_once()
    assert positions(receiver.accepted) == [1]
    with story.service.engine.begin() as connection:
        assert lease.renew(connection, name, "gone", story.clock.now()) is None


def test_a_sender_that_runs_hears_of_what_is_recorded_and_ends_when_told(story, receiver):
    added(story, receiver)
    running = sender(story)
    thread = Thread(target=running.run)
    thread.start()
    try:
        tell(story, 3)
        until = monotonic() + 20
        while len(receiver.received) < 3 and monotonic() < until:
            sleep(0.02)
        receiver.behave = lambda _: "stall"
        tell(story, 1, first=3)
        while len(receiver.received) < 4 and monotonic() < until:
            sleep(0.02)
    finally:
        stopped = monotonic()
        running.stop()
        thread.join(20)

    assert not thread.is_alive()
    assert monotonic() - stopped < 10
    assert positions(receiver.received) == [1, 2, 3, 4]


def test_what_is_removed_is_told_nothing_more(story, receiver):
    endpoints = Endpoints(story.service, ALLOWED)
    name = added(story, receiver)["id"]
    tell(story, 1)
    endpoints.remove(name)

    sender(story).run_once()

    assert receiver.received == []
    with pytest.raises(UnknownWebhook):
        endpoints.remove(name)
