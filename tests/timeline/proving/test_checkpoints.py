"""A checkpoint is made once for each size, and each is proven to be the start of those after it."""

import random
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from itertools import combinations
from pathlib import Path

import pytest
from sqlalchemy import select

from events import parse_act, parse_claim
from projections import (
    EMPTY_ROOT,
    bucket_hash,
    consistency_proof,
    inclusion_proof,
    leaf_hash,
    root_from_inclusion,
    root_of,
    subject_key,
    verify_consistency,
)
from timeline import FixedClock, Service, Settings
from timeline.database import open_engine, reading, writing
from timeline.log import log_events
from timeline.log.leaves import sealed_after
from timeline.proving import checkpoints, subject_heads
from timeline.proving.checkpoints import Issued, every, issue, latest
from timeline.proving.keys import rotate
from timeline.proving.notes import Note
from timeline.proving.tables import subject_buckets, subject_events
from timeline.proving.tables import subject_heads as heads_table
from timeline.proving.tiles import StoredTiles

from .growing import append, held, issued

SEED = 7
ISSUE = """
import sys
from timeline import Service, Settings
from timeline.proving.checkpoints import issue
service = Service.open(Settings(database=sys.argv[1], key=sys.argv[2]))
print(issue(service.engine, service.log, service.clock, service.keys).note, end="")
"""


def test_the_checkpoint_of_an_empty_log_is_of_size_0(service: Service):
    found = issued(service).checkpoint

    assert (found.size, found.root, found.subjects) == (0, EMPTY_ROOT, bytes(32))
    assert issued(service).checkpoint == found
    append(service, 0, 1)
    assert issued(service).size == 1


def test_a_checkpoint_is_signed_and_given_out_again_until_the_log_grows(
    service: Service, clock: FixedClock
):
    append(service, 0, 10)
    first = issued(service)
    clock.set(clock.now() + 5)
    assert issued(service) == first
    rotate(Path(service.settings.key))
    assert issued(service) == first
    append(service, 10, 1)
    second = issued(service)

    assert first.checkpoint.origin == second.checkpoint.origin == service.keys.origin
    assert (first.size, second.size) == (10, 11)
    assert second.made_at == first.made_at + 5
    assert Note.read(first.note).signed_by(service.keys.verifiers) == [service.keys.verifiers[0]]
    assert len(Note.read(second.note).signed_by(service.keys.verifiers)) == 2
    with reading(service.engine) as connection:
        assert every(connection) == [first, second]
        assert latest(connection) == second


@pytest.mark.slow
def test_each_checkpoint_is_the_start_of_those_after_it_by_what_the_database_keeps(
    service: Service,
):
    sizes = [1, 2, 255, 256, 257, 300, 511, 512, 513, 1_000, 1_024, 2_000, 2_561]
    before = 0
    for size in sizes:
        append(service, before, size - before)
        issued(service)
        before = size
    with reading(service.engine) as connection:
        found = {each.size: each.checkpoint for each in every(connection)}
        assert list(found) == sizes
        tiles = StoredTiles(connection)
        for old, size in combinations(sizes, 2):
            proof = consistency_proof(tiles, old, size)
            assert verify_consistency(old, size, found[old].root, found[size].root, proof)
            assert not verify_consistency(old, size, found[size].root, found[old].root, proof)
        leaves = [each.leaf for each in sealed_after(connection, 0, 3_000)]
        envelopes = [each.envelope for each in sealed_after(connection, 0, 3_000)]
        assert leaves == [leaf_hash(each.canonical()) for each in envelopes]
        chosen = random.Random(SEED)
        for size in sizes:
            assert root_of(leaves[:size]) == found[size].root
            for index in {0, size - 1, *(chosen.randrange(size) for _ in range(20))}:
                # What was read once is read again from the database as well.
                for hashes in (tiles, StoredTiles(connection)):
                    proof = inclusion_proof(hashes, index, size)
                    assert (
                        root_from_inclusion(index, size, leaves[index], proof) == found[size].root
                    )


@pytest.mark.slow
def test_the_map_of_subjects_is_the_same_whether_it_grew_step_by_step_or_at_once(
    service: Service, database_url: str, monkeypatch: pytest.MonkeyPatch
):
    chosen = random.Random(SEED)
    monkeypatch.setattr(subject_heads, "BATCH", 70)
    before = 0
    while before < 700:
        many = chosen.choice([1, 2, 5, 60, 150])
        append(service, before, many)
        before += many
        if chosen.random() < 0.7:
            issued(service)
    last = issued(service).checkpoint
    grown = held(service.engine)
    monkeypatch.undo()
    # The service may not take from these tables; their owner may.
    owner = open_engine(database_url, role=None)
    with writing(owner) as connection:
        for table in (heads_table, subject_events, subject_buckets):
            connection.execute(table.delete())
        touched = subject_heads.advance(connection, 0, before)
        assert subject_heads.hashed(connection, touched) == last.subjects
    owner.dispose()
    assert held(service.engine) == grown


def test_the_map_has_every_event_of_every_subject_and_its_buckets(service: Service):
    append(service, 0, 50)
    linked = {"act": "same-occurrence", "target": "site-1", "other": "site-2", "reason": "one"}
    place = {
        "kind": "region-named",
        "occurrence": "a-place",
        "region": "X-QUAY",
        "name": "Quay",
        "within": "BR",
        "citation": {"source": "gazette"},
    }
    service.log.append([parse_claim(place), parse_act(linked)])
    issued(service)
    with reading(service.engine) as connection:
        rows = connection.execute(select(log_events).order_by(log_events.c.position)).all()
        streams = {row.stream for row in rows}
        for stream in streams:
            expected = [row.position for row in rows if row.stream == stream]
            key = subject_key(f"stream:{stream}")
            assert subject_heads.positions(connection, key) == expected
            assert subject_heads.heads(connection, [key])[key].count == len(expected)
        assert subject_heads.positions(connection, subject_key("places")) == [51]
        assert subject_heads.positions(connection, subject_key("identity")) == [52]
        assert subject_heads.positions(connection, subject_key("sources")) == []
        vendors = [row.position for row in rows if b'"vendor":"vendor-3"' in bytes(row.state)]
        assert subject_heads.positions(connection, subject_key("vendor:vendor-3")) == vendors
        for number, told in subject_heads.buckets(connection).items():
            assert bucket_hash(subject_heads.bucket(connection, number)) == told


@pytest.mark.slow
@pytest.mark.parametrize("step", [checkpoints.STEP, 3], ids=["in one step", "in many"])
def test_threads_that_issue_at_once_make_one_checkpoint_of_a_size(
    service: Service, monkeypatch: pytest.MonkeyPatch, step: int
):
    monkeypatch.setattr(checkpoints, "STEP", step)
    append(service, 0, 60)

    def grow(number: int) -> list[Issued]:
        found = []
        for more in range(5):
            append(service, 100 + number * 10 + more, 1)
            found.append(issued(service))
        return found

    with ThreadPoolExecutor(4) as pool:
        told = {(each.size, each.note) for found in pool.map(grow, range(4)) for each in found}
    last = issued(service)
    with reading(service.engine) as connection:
        found = every(connection)
        assert told <= {(each.size, each.note) for each in found}
        assert len({each.size for each in found}) == len(found)
        tiles = StoredTiles(connection)
        for one, other in combinations([each.checkpoint for each in found], 2):
            proof = consistency_proof(tiles, one.size, other.size)
            assert verify_consistency(one.size, other.size, one.root, other.root, proof)
    assert last.size == 80


@pytest.mark.slow
def test_processes_that_issue_at_once_give_out_one_checkpoint_and_make_one_key(
    service: Service, database_url: str
):
    append(service, 0, 300)
    command = [sys.executable, "-c", ISSUE, database_url, service.settings.key]
    running = [
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for _ in range(3)
    ]
    notes = [process.communicate(timeout=60) for process in running]

    assert [process.returncode for process in running] == [0, 0, 0], notes
    assert {note for note, _ in notes} == {issued(service).note}
    with reading(service.engine) as connection:
        assert len(every(connection)) == 1


def test_what_fails_on_the_way_leaves_the_map_and_the_checkpoints_as_they_were(
    service: Service, clock: FixedClock
):
    append(service, 0, 20)
    issued(service)
    before = held(service.engine)
    append(service, 20, 20)

    class Stopped(FixedClock):
        def now(self) -> int:
            raise RuntimeError("stopped")

    with pytest.raises(RuntimeError, match="stopped"):
        issue(service.engine, service.log, Stopped(0), service.keys)
    assert held(service.engine) == before
    assert issued(service).size == 40
    again = Service(service.engine, clock, Settings(key=service.settings.key))
    assert issued(again).size == 40
