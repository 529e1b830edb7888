"""What every broker does for a relay: one suite over all of them."""

import asyncio
import json
from collections.abc import Sequence

import pytest

from timeline.errors import BadParameter, BrokerRefused, BrokerUnavailable
from timeline.relaying import Broker, Message, open_broker, read_address

from .servers import free_port


def messages(first: int, last: int, body: str = "") -> list[Message]:
    return [
        Message(
            number,
            f"site-{number % 7}",
            "timeline.project-awarded",
            json.dumps({"id": f"c-{number}", "time": "2026", "body": body}).encode(),
        )
        for number in range(first, last + 1)
    ]


def publish(url: str, *batches: Sequence[Message]) -> None:
    async def run(broker: Broker) -> None:
        try:
            await broker.connect()
            for batch in batches:
                await broker.publish(batch)
        finally:
            await broker.close()

    asyncio.run(run(open_broker(read_address(url))))


def test_what_was_confirmed_is_kept_in_order_with_its_position_for_an_id(place):
    publish(place.url, messages(1, 300), messages(301, 420))

    kept = place.kept()
    if not place.url.startswith("kafka"):  # a topic may have partitions
        assert [each.id for each in kept] == [str(number) for number in range(1, 421)]
    assert {each.id: each.body for each in kept} == {
        each.id: each.body for each in messages(1, 420)
    }
    assert {each.content_type for each in kept} == {"application/cloudevents+json; charset=UTF-8"}


def test_what_is_published_again_has_the_same_id_and_jetstream_keeps_it_once(place):
    publish(place.url, messages(1, 30))
    publish(place.url, messages(11, 40))

    ids = [int(each.id) for each in place.kept()]
    assert list(dict.fromkeys(sorted(ids))) == list(range(1, 41))
    if place.url.startswith("nats"):
        assert ids == list(range(1, 41))


def test_what_was_confirmed_outlives_a_broker_that_is_killed(stoppable):
    publish(stoppable.url, messages(1, 50))
    stoppable.server.kill()
    with pytest.raises(BrokerUnavailable):
        publish(stoppable.url, messages(51, 60))
    stoppable.server.start()
    publish(stoppable.url, messages(51, 60))

    assert [int(each.id) for each in stoppable.kept()] == list(range(1, 61))


@pytest.mark.parametrize("scheme", ["nats", "amqp", "kafka"])
def test_a_broker_that_is_not_there_is_told_in_one_line_without_credentials(scheme):
    url = f"{scheme}://someone:s%2Fcret@127.0.0.1:{free_port()}/place"
    with pytest.raises(BrokerUnavailable) as told:
        publish(url, messages(1, 1))

    text = str(told.value)
    assert text.startswith(f"broker: {scheme}://127.0.0.1:")
    assert "\n" not in text
    assert not any(word in text for word in ("someone", "s/cret", "s%2Fcret"))


def test_wrong_credentials_are_refused_without_being_shown(servers):
    url = servers("rabbitmq").url("place").replace("guest:guest", "guest:s3cret")
    with pytest.raises(BrokerUnavailable, match="ACCESS_REFUSED") as told:
        publish(url, messages(1, 1))

    assert "s3cret" not in str(told.value)


def test_an_exchange_whose_messages_no_queue_takes_confirms_nothing(servers):
    with pytest.raises(BrokerUnavailable, match="no queue takes"):
        publish(servers("rabbitmq").url("untaken") + "&queue=", messages(1, 3))


def test_a_queue_is_named_by_the_address(servers):
    server = servers("rabbitmq")
    publish(server.url("named") + "&queue=of-mine", messages(1, 3))

    assert [each.id for each in server.kept("of-mine")] == ["1", "2", "3"]


def test_an_event_that_is_too_large_is_named_by_its_position(servers):
    with pytest.raises(BrokerRefused, match=r"position 2, it takes at most 1,048,576 bytes"):
        publish(servers("nats").url("large"), [*messages(1, 1), *messages(2, 2, "x" * 1_100_000)])


def test_another_log_on_the_same_stream_is_refused_and_not_dropped(servers):
    url = servers("nats").url("shared")
    publish(url, messages(1, 20))
    other = [
        Message(each.position, "site", each.type, each.body.replace(b"c-", b"d-"))
        for each in messages(1, 20)
    ]

    with pytest.raises(BrokerRefused, match="another log's event by the id 1"):
        publish(url, other)


def test_a_stream_may_be_named_in_place_of_its_subject(servers):
    server = servers("nats")

    async def make() -> None:
        import nats

        client = await nats.connect(server.url(""))
        await client.jetstream().add_stream(name="ONE", subjects=["one.of-it"])
        await client.jetstream().add_stream(name="MANY", subjects=["many.>"])
        await client.close()

    asyncio.run(make())
    publish(server.url("ONE"), messages(1, 3))
    publish(server.url("many.some"), messages(1, 3))
    with pytest.raises(BrokerRefused, match=r"stream MANY takes many.>: name a subject of it"):
        publish(server.url("MANY"), messages(1, 3))


REFUSED = {
    "ftp://me:s3cret@host/x": "'ftp://***@host/x'",
    "me:s3cret@host": "'***@host'",
    "nats://me:s3cret@host:0/x": "expected nats://HOST:PORT",
    "nats://me:s3cret@host:port/x": "a port from 1 to 65535",
    "nats://me:s3cret@/x": "expected nats://HOST:PORT",
    "nats://host/a..b": "without wildcards",
    "nats://host/a.>": "without wildcards",
    "kafka://host/a/b": "a topic",
    "nats://host/a?password=s3cret": "expected no parameters",
    "amqp://me:s3cret@host/x?queues=s3cret": "no parameter but exchange and queue",
    "nats://host/x#s3cret": "nothing behind #",
}


@pytest.mark.parametrize("url", REFUSED)
def test_an_address_that_is_none_is_refused_in_one_line_without_credentials(url):
    with pytest.raises(BadParameter) as told:
        read_address(url)

    assert REFUSED[url] in str(told.value)
    assert "s3cret" not in str(told.value)


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("nats://token@host", "nats://host:4222/timeline"),
        ("amqp://me:pw@host", "amqp://host:5672/%2F?exchange=timeline"),
        ("amqps://me:pw@host/v?exchange=x&queue=", "amqps://host:5671/v?exchange=x&queue="),
        ("kafka://[::1]:9093/topic", "kafka://[::1]:9093/topic"),
    ],
)
def test_an_address_is_shown_without_credentials_and_in_full(url, shown):
    assert str(read_address(url)) == shown
    assert "pw" not in repr(read_address(url))
