"""What is to be told arrives, signed, in order and under one id, or is given up."""

from time import monotonic

import pytest
from standardwebhooks import Webhook, WebhookVerificationError

from events import instant_text
from timeline import Endpoints, SystemClock
from timeline.webhooks.schedule import DELAYS, SECOND, next_delay

from .receiver import receiving
from .sending import ALLOWED, DAY, HOUR, added, ids, let_pass, positions, sender, signed, tell


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
    story.clock.set(SystemClock().now())  # which the package asks
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


def test_what_came_of_the_last_attempt_is_told_while_it_is_tried_again(story, receiver):
    endpoints = Endpoints(story.service, ALLOWED)
    name = added(story, receiver)["id"]
    assert endpoints.get(name)["delivering"] is None
    receiver.behave = lambda number: (503, "close")[number] if number < 2 else 204
    tell(story, 2)
    delivering = sender(story)

    delivering.run_once()
    first = instant_text(story.clock.now())
    soon = instant_text(story.clock.now() + DELAYS[0] * SECOND)
    told = endpoints.get(name)["delivering"]
    assert (told["number"], told["attempts"], told["about"]) == (1, 1, {"position": 1})
    assert (told["why"], told["tried_at"], told["next_at"]) == ("answered 503", first, soon)
    assert told["webhook_id"] == receiver.received[0].id

    story.clock.advance(HOUR)
    delivering.run_once()
    (told,) = [each["delivering"] for each in endpoints.every()]
    assert told["why"] == "not reached, RemoteProtocolError"
    assert (told["attempts"], told["tried_at"]) == (2, instant_text(story.clock.now()))

    endpoints.move(name, {"url": receiver.url})
    assert endpoints.get(name)["delivering"] == {**told, "next_at": None}
    delivering.run_once()
    assert endpoints.get(name)["delivering"] is None
    assert positions(receiver.accepted) == [1, 2]


def test_a_delivery_that_was_not_tried_yet_has_no_reason(story, receiver):
    name = added(story, receiver)["id"]
    receiver.behave = lambda _: 503
    tell(story, 3)
    delivering = sender(story)
    delivering.run_once()
    let_pass(story, delivering, DAY + DAY // 4)

    (dead, *_), told = Endpoints(story.service).dead(name), Endpoints(story.service).get(name)
    assert dead["why"] == "answered 503"
    assert dead["tried_at"] is not None
    assert told["delivering"]["number"] == 2

    Endpoints(story.service).replay(name)
    again = Endpoints(story.service).get(name)["delivering"]
    assert (again["number"], again["attempts"], again["next_at"]) == (1, 0, None)


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
