"""A relay loses nothing whatever its broker does; its checkpoint moves behind what was confirmed."""

import asyncio
import json

import pytest
from sqlalchemy import Engine

from timeline import Item, RelayRunning, Service, SystemClock
from timeline.errors import BadParameter, BrokerUnavailable
from timeline.relaying import Choice, Relay, holding

from .logs import assert_nothing_lost, checkpoint, fill
from .memory import Memory


class Heard:
    """Keeps what a relay tells."""

    def __init__(self) -> None:
        self.marks: list[tuple[int, int, int]] = []
        self.losses = 0
        self.finds = 0

    def moved(self, position: int, published: int, head: int) -> None:
        self.marks.append((position, published, head))

    def lost(self, why: BrokerUnavailable, pause: float) -> None:
        self.losses += 1

    def found(self) -> None:
        self.finds += 1


@pytest.fixture
def service(engine: Engine):
    service = Service(engine, SystemClock())
    yield service
    service.waker.close()


def relayed(service: Service, broker: Memory, choice: Choice | None = None, **words) -> Heard:
    """Relay until the log has no more."""
    heard = Heard()
    with holding(service.engine, service.clock, "test") as held:
        relay = Relay(service, broker, held, choice or Choice(), heard, first_pause=0.001, **words)
        asyncio.run(relay.run(asyncio.Event(), once=True))
    return heard


def positions(broker: Memory) -> list[int]:
    return [each.position for each in broker.kept]


@pytest.mark.parametrize("seed", range(4))
def test_whatever_is_lost_on_the_way_is_published_in_the_end_and_in_order(service, seed):
    head = fill(service.engine, 0, 60)
    broker = Memory(seed, faults=0.3)
    heard = relayed(service, broker, page=7)

    assert broker.lost > 3
    assert heard.losses == broker.lost
    assert_nothing_lost(positions(broker), range(1, head + 1))
    assert broker.confirmed == set(range(1, head + 1))
    assert checkpoint(service.engine, "test") == head
    assert heard.marks[-1] == (head, head, head)


def test_the_checkpoint_never_stands_at_what_was_not_confirmed(service):
    fill(service.engine, 0, 30)
    broker = Memory(5, faults=0.4)

    class Watching(Heard):
        def lost(self, why: BrokerUnavailable, pause: float) -> None:
            super().lost(why, pause)
            at = checkpoint(service.engine, "test")
            assert set(range(1, at + 1)) <= broker.confirmed

    heard = Watching()
    with holding(service.engine, service.clock, "test") as held:
        relay = Relay(service, broker, held, Choice(), heard, page=4, first_pause=0.001)
        asyncio.run(relay.run(asyncio.Event(), once=True))
    assert heard.losses > 3


def test_a_second_run_goes_on_where_the_first_one_stood(service):
    head = fill(service.engine, 0, 10)
    broker = Memory()
    relayed(service, broker)
    later = fill(service.engine, 10, 20)
    relayed(service, broker)
    relayed(service, broker)

    assert positions(broker) == list(range(1, later + 1))
    assert later > head


def test_a_message_is_the_cloud_event_of_its_position(service):
    fill(service.engine, 0, 3)
    broker = Memory()
    relayed(service, broker)

    for message in broker.kept:
        event = json.loads(message.body)
        assert event["specversion"] == "1.0"
        assert int(event["sequence"]) == message.position
        assert (event["type"], event["subject"]) == (message.type, message.occurrence)


def test_what_is_recorded_meanwhile_is_published_until_it_is_to_stop(service):
    fill(service.engine, 0, 5)
    broker, heads = Memory(), []

    async def run(relay: Relay) -> None:
        stop = asyncio.Event()
        running = asyncio.create_task(relay.run(stop))
        for batch in range(5, 10):
            heads.append(await asyncio.to_thread(fill, service.engine, batch, batch + 1))
            async with asyncio.timeout(10):
                while len(broker.kept) < heads[-1]:  # noqa: ASYNC110 - nobody tells what is kept
                    await asyncio.sleep(0.01)
        stop.set()
        async with asyncio.timeout(5):
            await running

    with holding(service.engine, service.clock, "test") as held:
        asyncio.run(run(Relay(service, broker, held, Choice(), Heard())))
    assert checkpoint(service.engine, "test") == heads[-1]
    assert positions(broker) == list(range(1, heads[-1] + 1))


def test_a_relay_whose_broker_stays_away_stops_when_it_is_to(service):
    fill(service.engine, 0, 5)
    broker = Memory(faults=1.0)

    async def run(relay: Relay) -> None:
        stop = asyncio.Event()
        running = asyncio.create_task(relay.run(stop))
        await asyncio.sleep(0.2)
        stop.set()
        async with asyncio.timeout(5):
            await running

    with holding(service.engine, service.clock, "test") as held:
        asyncio.run(run(Relay(service, broker, held, Choice(), Heard())))
    assert checkpoint(service.engine, "test") == 0
    assert broker.lost > 0


def test_two_relays_of_one_name_do_not_run_at_once(service):
    with holding(service.engine, service.clock, "test") as first:
        first.move(3)
        with (
            pytest.raises(RelayRunning, match="relay: test is running already"),
            holding(service.engine, service.clock, "test"),
        ):
            pass
        with holding(service.engine, service.clock, "other") as other:
            assert other.position() == 0
    with holding(service.engine, service.clock, "test") as again:
        assert again.position() == 3
        again.move(2)
        assert again.position() == 3


def test_only_the_kinds_asked_for_are_published_and_the_checkpoint_passes_the_others(service):
    head = fill(service.engine, 0, 40)
    broker = Memory()
    relayed(service, broker, Choice(kinds=("contract-agreed", "vendor-named")), page=5)

    assert {each.type for each in broker.kept} == {
        "timeline.contract-agreed",
        "timeline.vendor-named",
    }
    assert 0 < len(broker.kept) < head
    assert checkpoint(service.engine, "test") == head


def test_who_follows_a_vendor_is_told_of_the_acts_upon_its_claims(service):
    fill(service.engine, 0, 12)
    said = {"kind": "project-awarded", "size": 1, "unit": "project", "valid": "2016"}
    cited = {"region": "BR", "disclosed": "2020", "citation": {"source": "gazette"}}
    mine, other = (
        service.record([Item({**said, **cited, "occurrence": f"at-{name}", "vendor": name})])
        for name in ("followed", "unfollowed")
    )
    acts = [
        service.record(
            [Item({"act": "source-retracted", "target": claim, "disclosed": "2021", "reason": "x"})]
        ).position
        for claim in (*mine.claims, *other.claims)
    ]
    broker = Memory()
    relayed(service, broker, Choice(vendors=("followed",)), page=3)

    assert positions(broker) == [mine.position, acts[0]]


def test_a_kind_that_is_none_is_refused():
    with pytest.raises(
        BadParameter, match="kind: expected a kind of fact or an act, got 'contract'"
    ):
        Choice(kinds=("contract",)).check()
