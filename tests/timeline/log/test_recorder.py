"""What the recorder does beyond eventsourcing's own suites."""

from threading import Event, Thread
from uuid import uuid4

import pytest
from eventsourcing.domain import DomainEvent
from eventsourcing.persistence import (
    EventStore,
    IntegrityError,
    OperationalError,
    ProgrammingError,
    StoredEvent,
    Tracking,
)
from sqlalchemy import text

from timeline.database import open_engine, reading, writing
from timeline.log import Placed, Recorder, SaidMapper, advance, checkpoint


@pytest.fixture
def recorder(engine, clock):
    return Recorder(engine, clock)


def test_stream_ids_are_text_unless_told_otherwise(recorder):
    recorder.insert_events([StoredEvent("a-stream", 1, "topic", b"state")])
    assert recorder.select_events("a-stream") == [StoredEvent("a-stream", 1, "topic", b"state")]
    assert recorder.select_notifications(None, 10)[0].originator_id == "a-stream"


def test_the_log_and_the_recorder_see_each_others_events(recorder, log, a_claim):
    log.append([a_claim(1, "one")])
    assert recorder.insert_events([StoredEvent("two", 1, "topic", b"state")]) == [2]
    assert log.append([a_claim(2, "one")]).position == 3
    assert [event.id for event in recorder.select_notifications(None, 10)] == [1, 2, 3]


def test_claims_pass_through_eventsourcings_event_store(recorder, a_claim):
    store = EventStore(SaidMapper(), recorder)
    placed = [Placed("one", 1, a_claim(1, "one")), Placed("one", 2, a_claim(2, "one"))]
    assert [recording.notification.id for recording in store.put(placed)] == [1, 2]
    assert list(store.get("one")) == placed
    assert [event.topic for event in recorder.select_events("one")] == ["project-awarded"] * 2


def test_the_mapper_takes_placed_claims_only():
    event = DomainEvent(uuid4(), 1, timestamp=DomainEvent.create_timestamp())
    with pytest.raises(TypeError, match="Placed"):
        SaidMapper().to_stored_event(event)


def test_a_checkpoint_moves_forward_only(engine):
    with writing(engine) as connection:
        assert checkpoint(connection, "reader") is None
        assert advance(connection, "reader", 5)
        assert not advance(connection, "reader", 5)
        assert not advance(connection, "reader", 4)
        assert checkpoint(connection, "reader") == 5


def test_events_and_a_refused_checkpoint_are_one_transaction(recorder):
    recorder.insert_tracking(Tracking("reader", 7))
    with pytest.raises(IntegrityError, match="reader"):
        recorder.insert_events([StoredEvent("one", 1, "t", b"")], tracking=Tracking("reader", 7))
    assert recorder.max_notification_id() is None


def test_errors_are_eventsourcings(database_url):
    unmigrated = open_engine(database_url)
    with pytest.raises((OperationalError, ProgrammingError), match="log_events"):
        Recorder(unmigrated).select_events("one")
    unmigrated.dispose()


def test_a_subscription_that_waits_is_stopped_from_another_thread(recorder):
    seen = []
    arrived = Event()

    def follow(subscription):
        for notification in subscription:
            seen.append(notification.id)
            arrived.set()

    with recorder.subscribe() as subscription:
        thread = Thread(target=follow, args=[subscription])
        thread.start()
        recorder.insert_events([StoredEvent("one", 1, "topic", b"state")])
        assert arrived.wait(timeout=5)
        subscription.stop()
        thread.join(timeout=5)
    assert not thread.is_alive()
    assert seen == [1]


def test_a_reader_of_an_old_snapshot_does_not_hold_up_the_recorder(engine, recorder):
    with reading(engine) as connection:
        connection.execute(text("SELECT count(*) FROM log_events")).scalar()
        assert recorder.insert_events([StoredEvent("one", 1, "topic", b"state")]) == [1]
