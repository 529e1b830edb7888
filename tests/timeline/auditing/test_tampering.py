"""An audit finds every edit made straight in the database, and where it was made."""

import json
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import Engine, text

from tests.timeline.auditing.tampering import edit, restore, rows_of, unguarded
from timeline import (
    BadParameter,
    FixedClock,
    Item,
    Service,
    Settings,
    issue_checkpoint,
    migrate,
)
from timeline.auditing.audit import Audited, audit
from timeline.casebook import casebook_lines
from timeline.database import open_engine, reading
from timeline.log import log_events
from timeline.log.sealing import seal_all
from timeline.proving.keys import open_keys
from timeline.proving.notes import sign

NOON = 1_800_000_000_000_000
MINUTE = 60_000_000
TOGETHER = 20
EDITS = {"sqlite": 400, "postgresql": 100}


ROW = (
    "region, type, unit, known_from, known_to, valid_from, valid_to,"
    " certain, presumed, possible, size_lo, size_hi, contested"
)
OPEN = "until = 4611686018427387904"
LATE_ROW = (
    f"INSERT INTO exposure_a (vendor, occurrence, since, until, {ROW}) SELECT 'ghost', occurrence, 184,"
    f" until, {ROW} FROM exposure_a WHERE occurrence = 'dahua-xinjiang-five' AND {OPEN}"
)
GHOST_ROW = (
    f"INSERT INTO exposure_a (vendor, occurrence, since, until, {ROW}) SELECT vendor, 'ghost', since,"
    f" until, {ROW} FROM exposure_a WHERE occurrence = 'dahua-xinjiang-five' AND {OPEN}"
)
GHOST_CLAIM = (
    "INSERT INTO history_a (vendor, region, at, occurrence, counts, known_from, known_to, since)"
    " SELECT 'ghost', region, at, occurrence, counts, known_from, known_to, since"
    " FROM history_a WHERE at = 96"
)
SWAPPED = (
    "UPDATE subject_events SET position = position + CASE number WHEN 1 THEN 1 ELSE -1 END"
    " WHERE number < 3 AND key IN (SELECT key FROM subject_events GROUP BY key HAVING count(*) > 3)"
)


@pytest.fixture
def service(database_url: str, tmp_path: Path) -> Iterator[Service]:
    """The casebook in commits a minute apart, a claim of it redacted, with checkpoints between."""
    migrate(database_url)
    clock = FixedClock(NOON)
    key = str(tmp_path / "timeline.key")
    service = Service(open_engine(database_url), clock, Settings(database=database_url, key=key))
    items = [Item(json.loads(line)) for line in casebook_lines() if line.strip()]
    told: list[str] = []
    for start in range(0, len(items), TOGETHER):
        clock.advance(MINUTE)
        told += service.record(items[start : start + TOGETHER]).claims
        if start == 3 * TOGETHER:
            issue_checkpoint(service.engine, service.log, clock, service.keys)
    redaction = {"act": "payload-redacted", "target": told[90], "reason": "ordered"}
    clock.advance(MINUTE)
    service.record([Item(redaction)])
    issue_checkpoint(service.engine, service.log, clock, service.keys)
    yield service
    service.close()


@pytest.fixture
def owner(database_url: str) -> Iterator[Engine]:
    owner = open_engine(database_url, role=None)
    yield owner
    owner.dispose()


def found(audited: Audited) -> list[str]:
    return [str(each) for each in audited.findings]


def test_an_untouched_log_is_sound(service: Service):
    audited = audit(service)

    assert found(audited) == []
    assert (audited.events, audited.checkpoints) == (184, 2)
    assert audited.folds > 100


def test_every_edit_is_found_at_its_first_bad_position(service: Service, owner: Engine):
    random = Random(20_261_123)
    with reading(owner) as connection:
        rows = rows_of(connection)
    missed = []
    for _ in range(EDITS[owner.dialect.name]):
        with unguarded(owner) as connection:
            what, position = edit(connection, rows, random)
        audited = audit(service, sample=0)
        if audited.findings.first_position != position:
            missed.append((what, position, found(audited)))
        restore(owner, rows)

    assert missed == []
    assert found(audit(service, sample=0)) == []


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("UPDATE log_head SET position = position - 1", "it does not belong in the log"),
        ("UPDATE log_head SET position = position + 1", "it is missing"),
        ("UPDATE log_head SET recorded_at = recorded_at + 1", "another time than the last event"),
        ("UPDATE log_head SET tree = NULL", "the tree kept at the log's head is another"),
        ("UPDATE checkpoints SET size = 3 WHERE size = 80", "it has size 80"),
        ("DELETE FROM subject_heads", "the map of subjects kept is another"),
        ("UPDATE subject_heads SET count = count + 1", "the map of subjects kept is another"),
        ("UPDATE subject_events SET position = 1", "the events listed by subject are others"),
        ("UPDATE exposure_a SET certain = certain + 1", "projection exposure"),
        ("DELETE FROM history_a", "projection history"),
        ("UPDATE names_a SET name = 'other'", "projection names"),
        (LATE_ROW, "a row begins or ends with it"),
        (GHOST_ROW, "rows of ghost, of which the log holds nothing"),
        (
            GHOST_CLAIM,
            "position 96: projection history",
        ),
        ("INSERT INTO coverage_a VALUES ('ghost', 739000, 96)", "position 96: projection coverage"),
        ("UPDATE coverage_a SET since = 1", "projection coverage: it does not give a row"),
        ("INSERT INTO pairs_a VALUES ('XX', 'ghost', 5)", "position 5: projection pairs"),
        (SWAPPED, "the events listed by subject are others"),
        (
            "UPDATE subject_buckets SET hash = (SELECT s.hash FROM subject_buckets AS s LIMIT 1)",
            "the hashes kept of the map of subjects",
        ),
        (
            "UPDATE log_tracking SET position = 7 WHERE name = 'subjects'",
            "said to have come to position 7",
        ),
    ],
)
def test_what_is_kept_beside_the_events_is_compared_too(
    service: Service, owner: Engine, statement: str, told: str
):
    with unguarded(owner) as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("ALTER TABLE checkpoints DISABLE TRIGGER USER"))
        connection.execute(text(statement))
        if connection.dialect.name == "postgresql":
            connection.execute(text("ALTER TABLE checkpoints ENABLE TRIGGER USER"))

    assert told in " ".join(found(audit(service, sample=200)))


def test_a_rewritten_log_is_not_the_one_a_kept_checkpoint_signed(service: Service, owner: Engine):
    kept = issue_checkpoint(service.engine, service.log, service.clock, service.keys).note
    assert found(audit(service, since=kept, sample=0)) == []

    # As if everything had been recorded anew: other salts, and nothing that contradicts itself.
    with unguarded(owner) as connection:
        seal_all(connection)

    told = found(audit(service, since=kept, sample=0))
    assert "the events before it are not those that the checkpoint given signed" in told
    assert "the events before it are not those that the checkpoint of size 184 signed" in told


def test_a_log_cut_short_is_told_by_a_kept_checkpoint(service: Service, owner: Engine):
    kept = issue_checkpoint(service.engine, service.log, service.clock, service.keys).note
    with unguarded(owner) as connection:
        connection.execute(log_events.delete().where(log_events.c.position > 150))

    audited = audit(service, since=kept, sample=0)
    assert audited.findings.first_position == 151


def test_a_checkpoint_of_another_log_is_refused(service: Service, tmp_path: Path):
    other = sign("elsewhere\n1\n", open_keys(tmp_path / "other.key").signing)

    with pytest.raises(BadParameter, match="since: expected a checkpoint of this log"):
        audit(service, since=other)


def test_a_trigger_that_somebody_added_is_found(service: Service, owner: Engine):
    body = "AFTER INSERT ON log_events BEGIN DELETE FROM names_a; END"
    if owner.dialect.name == "postgresql":
        body = "AFTER INSERT ON log_events EXECUTE FUNCTION log_written_once()"
    with owner.begin() as connection:
        connection.execute(text(f"CREATE TRIGGER added {body}"))

    assert found(audit(service, sample=0)) == ["the trigger added does not belong in the database"]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("statement", "told"),
    [
        (
            "UPDATE log_events SET state = CAST(state AS TEXT) WHERE position = 5",
            "position 5: its row",
        ),
        ("UPDATE log_events SET stream = X'00' WHERE position = 5", "position 5: its row"),
        ("UPDATE log_events SET subjects = 'ab' WHERE position = 5", "position 5: its row"),
        ("UPDATE subject_heads SET head = 'ab'", "the map of subjects kept is another"),
        ("UPDATE subject_buckets SET hash = 'ab'", "the hashes kept of the map"),
        ("UPDATE subject_events SET position = 'x'", "the events listed by subject are others"),
        ("UPDATE checkpoints SET note = X'00'", "the checkpoint of size 80 is broken"),
    ],
)
def test_what_sqlite_keeps_of_another_type_is_found(
    service: Service, owner: Engine, statement: str, told: str
):
    with unguarded(owner) as connection:
        connection.execute(text(statement))

    assert told in " ".join(found(audit(service, sample=0)))
