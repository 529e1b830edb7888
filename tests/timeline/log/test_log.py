"""What an append promises, and what can be read back."""

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from events import KINDS, parse_claim
from timeline.clock import FixedClock
from timeline.database import open_engine, reading
from timeline.log import Log, log_events


class Refused(Exception):
    """A check did not agree."""


def refuse(connection):
    raise Refused


def test_every_kind_comes_back_from_the_log_as_it_went_in(engine, log):
    claims = [parse_claim({"kind": kind, **cls.EXAMPLE}) for kind, cls in KINDS.items()]
    appended = log.append(claims)
    with reading(engine) as connection:
        events = log.read(connection, after=0, limit=1_000)
    assert tuple(events) == appended.events
    assert [event.claim for event in events] == claims
    assert [event.position for event in events] == list(range(1, len(claims) + 1))


def test_an_empty_log_has_its_head_at_zero(engine, log):
    assert log.append([]).position == 0
    with reading(engine) as connection:
        assert (log.head(connection).position, log.head(connection).recorded_at) == (0, 0)
        assert log.read(connection, after=0, limit=10) == []


def test_a_claim_recorded_twice_is_one_event(engine, log, clock, a_claim):
    first = log.append([a_claim(1)])
    clock.advance(1)
    again = log.append([a_claim(1)])
    assert again.events == first.events
    assert (again.new, again.position) == (0, 1)
    with reading(engine) as connection:
        assert log.head(connection).recorded_at == first.events[0].recorded_at


def test_a_claim_repeated_in_a_batch_is_one_event(log, a_claim):
    appended = log.append([a_claim(1), a_claim(2), a_claim(1)])
    assert [event.position for event in appended.events] == [1, 2, 1]
    assert appended.new == 2


def test_a_batch_of_old_and_new_claims_answers_in_the_order_given(log, a_claim):
    log.append([a_claim(1), a_claim(2)])
    appended = log.append([a_claim(3), a_claim(2), a_claim(4), a_claim(1)])
    assert [event.position for event in appended.events] == [3, 2, 4, 1]
    assert [event.claim for event in appended.events] == [a_claim(n) for n in (3, 2, 4, 1)]
    assert (appended.new, appended.position) == (2, 4)


def test_a_batch_larger_than_one_question_is_recognised_whole(log, a_claim):
    claims = [a_claim(n, occurrence=f"occurrence-{n}") for n in range(1_100)]
    assert log.append(claims).new == 1_100
    assert log.append(claims).new == 0


def test_a_check_that_raises_leaves_the_log_as_it_was(engine, log, a_claim):
    with pytest.raises(Refused):
        log.append([a_claim(1)], check=refuse)
    with reading(engine) as connection:
        assert log.head(connection).position == 0
    assert log.append([a_claim(1)]).position == 1


def test_a_check_sees_the_log_before_the_batch(log, a_claim):
    log.append([a_claim(1)])
    seen = []
    log.append([a_claim(2)], check=lambda connection: seen.append(log.head(connection).position))
    assert seen == [1]


def test_a_batch_that_fails_halfway_is_not_recorded_at_all(engine, log, a_claim, monkeypatch):
    with monkeypatch.context() as fault:
        fault.setattr("timeline.log.insertion._MOVE", text("UPDATE no_such_table SET position = 1"))
        with pytest.raises(DBAPIError, match="no_such_table"):
            log.append([a_claim(1), a_claim(2)])
    with reading(engine) as connection:
        assert log.read(connection, after=0, limit=10) == []
    assert log.append([a_claim(1)]).position == 1


def test_a_batch_is_recorded_at_one_instant(log, clock, a_claim):
    appended = log.append([a_claim(1), a_claim(2)])
    assert {event.recorded_at for event in appended.events} == {clock.now()}


def test_recorded_time_advances_by_commit_when_the_clock_stands_or_goes_back(log, clock, a_claim):
    first = log.append([a_claim(1)]).events[0].recorded_at
    second = log.append([a_claim(2)]).events[0].recorded_at
    clock.advance(-3_600_000_000)
    third = log.append([a_claim(3)]).events[0].recorded_at
    clock.set(first + 10)
    fourth = log.append([a_claim(4)]).events[0].recorded_at
    assert (second, third, fourth) == (first + 1, first + 2, first + 10)


def test_versions_count_within_each_stream(engine, log, a_claim):
    log.append([a_claim(1, "one"), a_claim(2, "two"), a_claim(3, "one")])
    log.append([a_claim(4, "one")])
    with reading(engine) as connection:
        rows = connection.execute(
            select(log_events.c.stream, log_events.c.version).order_by(log_events.c.position)
        ).all()
    assert [tuple(row) for row in rows] == [("one", 1), ("two", 1), ("one", 2), ("one", 3)]


def test_events_are_read_in_pages(engine, log, a_claim):
    log.append([a_claim(n) for n in range(5)])
    with reading(engine) as connection:
        assert [event.position for event in log.read(connection, after=1, limit=2)] == [2, 3]
        assert [event.position for event in log.read(connection, after=4, limit=2)] == [5]


def test_events_are_found_by_position(engine, log, a_claim):
    appended = log.append([a_claim(n) for n in range(5)])
    with reading(engine) as connection:
        found = log.at(connection, [5, 2, 99])
    assert found == {2: appended.events[1], 5: appended.events[4]}


def test_events_are_found_by_claim(engine, log, a_claim):
    appended = log.append([a_claim(1), a_claim(2)])
    with reading(engine) as connection:
        assert log.by_id(connection, a_claim(2).id) == appended.events[1]
        assert log.by_id(connection, a_claim(3).id) is None


def test_streams_end_at_a_position(engine, log, a_claim):
    log.append([a_claim(1, "one"), a_claim(2, "two"), a_claim(3, "one"), a_claim(4, "one")])
    with reading(engine) as connection:
        streams = log.streams(connection, ["one", "two", "three"], upto=3)
    assert {stream: [event.position for event in events] for stream, events in streams.items()} == {
        "one": [1, 3],
        "two": [2],
        "three": [],
    }


def test_the_position_at_an_instant_is_the_last_one_recorded_by_then(engine, log, clock, a_claim):
    start = clock.now()
    log.append([a_claim(1), a_claim(2)])
    clock.advance(100)
    log.append([a_claim(3)])
    with reading(engine) as connection:
        assert [
            log.position_at(connection, start + offset) for offset in (-1, 0, 1, 99, 100, 10**9)
        ] == [0, 2, 2, 2, 3, 3]
        assert log.recorded_at(connection, 3) == start + 100
        with pytest.raises(LookupError):
            log.recorded_at(connection, 4)


def test_a_reading_does_not_see_what_is_appended_meanwhile(engine, log, a_claim):
    log.append([a_claim(1)])
    with reading(engine) as connection:
        before = log.head(connection)
        log.append([a_claim(2)])
        assert log.head(connection) == before
        assert len(log.read(connection, after=0, limit=10)) == 1


def test_what_was_appended_is_there_after_reopening(database_url, engine, log, a_claim):
    log.append([a_claim(1)])
    again = open_engine(database_url)
    try:
        assert Log(again, FixedClock(0)).append([a_claim(1)]).new == 0
    finally:
        again.dispose()
