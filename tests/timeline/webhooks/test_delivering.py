"""What is to be told arrives, signed, in order and under one id, whatever the receiver does; or is given up."""

import logging
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial
from threading import Thread
from time import monotonic, sleep

import pytest
from standardwebhooks import Webhook, WebhookVerificationError

from events import instant_of
from tests.timeline.story import Story, awarded, observed, opened_story
from timeline import Endpoints, Questions, Sender, UnknownWebhook
from timeline.webhooks import lease
from timeline.webhooks.egress import Egress
from timeline.webhooks.posting import post
from timeline.webhooks.schedule import DELAYS

from .receiver import Received, Receiver, receiving

HOUR = 3_600_000_000
DAY = 24 * HOUR
ALLOWED = Egress("127.0.0.1")


@pytest.fixture
def story(database_url: str) -> Iterator[Story]:
    with opened_story(database_url) as story:
        yield story


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as receiver:
        yield receiver


def added(story: Story, receiver: Receiver, **wanted: object) -> dict:
    said = {"url": receiver.url, **(wanted or {"events": "all"})}
    return Endpoints(story.service, ALLOWED).add(said)


def sender(story: Story, seconds: float = 20) -> Sender:
    return Sender(story.service, ALLOWED, lambda: 0.5, partial(post, seconds=seconds))


def tell(story: Story, many: int, first: int = 0) -> None:
    """Record that many events, one by one."""
    for number in range(first, first + many):
        story.given({**awarded(size=1), "occurrence": f"harbour-{number}"})


def let_pass(story: Story, each: Sender, most: int = DAY) -> None:
    """Let time pass in steps of minutes, delivering what is due."""
    until = story.clock.now() + most
    while story.clock.now() < until:
        story.clock.advance(HOUR // 4)
        each.run_once()


def positions(received: list[Received]) -> list[int]:
    return [int(each.said["sequence"]) for each in received]


def ids(received: list[Received]) -> list[str]:
    return [each.id for each in received]


def signed(received: Received, secret: str) -> bool:
    """Whether one of the signatures is the one that the package makes with a secret."""
    moment = datetime.fromtimestamp(int(received.headers["webhook-timestamp"]), UTC)
    expected = Webhook(secret).sign(received.id, moment, received.body.decode())
    return expected in received.headers["webhook-signature"].split(" ")


def test_events_arrive_in_order_signed_each_under_its_own_id(story, receiver):
    endpoint = added(story, receiver)
    tell(story, 5)

    sender(story).run_once()

    assert positions(receiver.received) == [1, 2, 3, 4, 5]
    assert len(set(ids(receiver.received))) == 5
    assert all(signed(each, endpoint["secret"]) for each in receiver.received)
    assert receiver.received[0].said["type"] == "timeline.project-awarded"
    assert Endpoints(story.service).get(endpoint["id"])["delivered"] == 5


def test_the_package_verifies_what_arrived(story, receiver):
    secret = added(story, receiver)["secret"]
    tell(story, 1)
    story.clock.set(instant_of(datetime.now(UTC)))  # the package asks the machine's clock
    sender(story).run_once()
    (received,) = receiver.received

    assert Webhook(secret).verify(received.body, received.headers) == received.said
    with pytest.raises(WebhookVerificationError):
        Webhook(secret).verify(received.body + b" ", received.headers)
    with pytest.raises(WebhookVerificationError):
        Webhook("whsec_" + "A" * 44).verify(received.body, received.headers)


def test_a_failing_delivery_holds_those_behind_it_until_it_arrives(story, receiver):
    added(story, receiver)
    receiver.behave = lambda number: 500 if number < 4 else 204
    tell(story, 3)
    delivering = sender(story)
    delivering.run_once()
    assert positions(receiver.received) == [1]

    let_pass(story, delivering)

    assert positions(receiver.received) == [1, 1, 1, 1, 1, 2, 3]
    assert positions(receiver.accepted) == [1, 2, 3]
    assert len(set(ids(receiver.received))) == 3
    assert receiver.received[0].body == receiver.received[4].body


def test_what_fails_for_a_day_is_given_up_and_can_be_replayed_under_the_same_id(story, receiver):
    endpoints = Endpoints(story.service, ALLOWED)
    name = added(story, receiver)["id"]
    receiver.behave = lambda _: 503
    tell(story, 2)
    delivering = sender(story)
    delivering.run_once()
    let_pass(story, delivering, 2 * DAY + DAY // 4)

    first, second = endpoints.dead(name)
    assert (first["attempts"], first["why"]) == (len(DELAYS) + 1, "answered 503")
    assert positions(receiver.received) == [1] * 11 + [2] * 11

    tried = ids(receiver.received)
    receiver.behave = lambda _: 200
    assert endpoints.replay(name) == 2
    delivering.run_once()

    assert positions(receiver.accepted) == [1, 2]
    assert ids(receiver.accepted) == [first["webhook_id"], second["webhook_id"]]
    assert set(ids(receiver.accepted)) == set(tried)
    assert endpoints.dead(name) == []


def test_the_attempts_come_apart_over_about_a_day():
    from timeline.webhooks.schedule import next_delay

    for chance, least, most in ((0.0, 20, 21), (0.5, 22, 24), (1.0, 24, 26)):
        delays = [next_delay(attempts, lambda: chance) for attempts in range(1, len(DELAYS) + 1)]  # noqa: B023 - asked in the same turn
        assert least * HOUR < sum(delays) < most * HOUR
        assert delays == sorted(delays)
    assert next_delay(len(DELAYS) + 1, lambda: 0.5) is None


@pytest.mark.parametrize("does", ["stall", "drip", "close", 302, 404])
def test_a_receiver_that_stalls_or_sends_elsewhere_has_not_received(story, receiver, does):
    added(story, receiver)
    receiver.behave = lambda number: does if number == 0 else 204
    tell(story, 1)

    started = monotonic()
    sender(story, seconds=0.5).run_once()
    assert monotonic() - started < 10
    assert [each.path for each in receiver.received] == ["/in"]
    assert receiver.accepted == []

    story.clock.advance(HOUR)
    sender(story).run_once()
    assert ids(receiver.accepted) == ids(receiver.received[:1])


def test_a_stalled_receiver_holds_up_no_other(story, receiver):
    with receiving(lambda _: "stall") as stalled:
        added(story, stalled)
        added(story, receiver)
        tell(story, 20)

        delivering = sender(story, seconds=1)
        delivering.run_once()

        assert positions(receiver.accepted) == list(range(1, 21))
        assert len(stalled.received) == 1


def test_an_endpoint_that_moved_gets_what_waits_at_its_new_address(story, receiver):
    endpoints = Endpoints(story.service, ALLOWED)
    with receiving(lambda number: 204 if number == 0 else 500) as old:
        name = added(story, old)["id"]
        tell(story, 3)
        delivering = sender(story)
        delivering.run_once()
        endpoints.move(name, {"url": receiver.url})
        delivering.run_once()

    assert positions(old.accepted) == [1]
    assert positions(receiver.accepted) == [2, 3]
    assert old.received[1].id == receiver.accepted[0].id


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
