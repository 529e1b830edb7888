"""A log that was recorded before its events had leaves has them after the migration, and proves its answers."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, insert, inspect, select, text

from events import Act, Claim, parse_act, parse_claim
from projections import (
    Frontier,
    consistency_proof,
    inclusion_proof,
    payload_hash,
    root_from_inclusion,
    stream_subject,
    subject_key,
    subjects_of,
    verify_consistency,
)
from tests.timeline.story import EXCHANGE, Said, act, awarded, listed, observed
from timeline import FixedClock, Item, SchemaNotReady, Service, Settings
from timeline.database import open_engine, reading, writing
from timeline.log import log_events
from timeline.log.leaves import sealed_after
from timeline.migrate import migrate
from timeline.proving import subject_heads
from timeline.proving.checkpoints import issue
from timeline.proving.tiles import StoredTiles

from .bundles import bundled, verified
from .conftest import NOON

BEFORE = "0004"
MANY = 1_010
SECOND = 1_000_000
QUOTE = "zanzibar quayside utterance"
FIRST = awarded(citation={**EXCHANGE, "quote": QUOTE})
CORRECTION = act(
    "source-corrected", "", by=awarded(5, note=f"{QUOTE} again"), disclosed="2022-02-02"
)


def others() -> list[Said]:
    return [
        awarded(occurrence=f"quay-{n % 300}", vendor=f"vendor-{n % 60}", note=f"number {n}")
        for n in range(MANY)
    ]


def said() -> list[Claim | Act]:
    """Claims and acts as somebody recorded them then, two of them redacted later."""
    told = [parse_claim(each) for each in (FIRST, observed(), listed())]
    voided = awarded(note="a slip")
    links = act("same-occurrence", "harbour", other="quay-1")
    upon = parse_act({**CORRECTION, "target": told[1].id})
    assert upon.brought is not None
    return [
        *told,
        parse_claim(voided),
        parse_act(act("recording-voided", parse_claim(voided).id)),
        *(parse_claim(each) for each in others()),
        upon,
        parse_act(links),
        parse_act(act("payload-redacted", told[0].id)),
        parse_act(act("payload-redacted", upon.brought.id)),
        parse_claim(awarded(occurrence="pier")),
    ]


def record_as_then(connection: Connection) -> None:
    """Insert events with the columns there were, and take the words of those redacted out."""
    rows: list[dict[str, Any]] = []
    versions: dict[str, int] = {}
    streams: dict[str, str] = {}
    for position, each in enumerate(said(), 1):
        claim = isinstance(each, Claim)
        stream = each.occurrence if claim else streams.get(each.target, each.target)
        versions[stream] = versions.get(stream, 0) + 1
        brings = None if claim or each.brought is None else each.brought.id
        for name in (each.id, brings):
            streams[name or each.id] = stream
        rows.append(
            {
                "position": position,
                "stream": stream,
                "version": versions[stream],
                "topic": each.kind if claim else each.act,
                "state": each.canonical(),
                "recorded_at": NOON + (position // 10) * SECOND,
                "identity": each.id,
                "upon": None if claim else each.target,
                "brings": brings,
            }
        )
    connection.execute(insert(log_events), rows)
    connection.execute(
        text("UPDATE log_head SET position = :position, recorded_at = :recorded_at"),
        {name: rows[-1][name] for name in ("position", "recorded_at")},
    )
    for each in rows:
        if each["topic"] == "payload-redacted":
            connection.execute(
                text("UPDATE log_events SET state = :empty WHERE :name IN (identity, brings)"),
                {"empty": b"", "name": each["upon"]},
            )


@pytest.fixture
def service(database_url: str, key: Path) -> Iterator[Service]:
    """A service over a log recorded before the migration."""
    migrate(database_url, BEFORE)
    owner = open_engine(database_url, role=None)
    with writing(owner) as connection:
        assert "leaf" not in {
            each["name"] for each in inspect(connection).get_columns("log_events")
        }
        record_as_then(connection)
    owner.dispose()
    settings = Settings(database=database_url, key=str(key))
    with pytest.raises(SchemaNotReady):
        Service.open(settings, FixedClock(NOON))
    migrate(database_url)
    service = Service.open(settings, FixedClock(NOON + MANY * SECOND))
    yield service
    service.close()


@pytest.mark.slow
def test_a_log_recorded_before_has_leaves_a_tree_and_marks_and_nothing_else_of_it_changed(
    service: Service,
):
    recorded = said()
    with reading(service.engine) as connection:
        sealed = sealed_after(connection, 0, 2_000)
        rows = connection.execute(select(log_events).order_by(log_events.c.position)).all()
        head = service.log.head(connection)
    assert len(sealed) == head.position == len(recorded)
    tree = Frontier()
    tree.add([each.leaf for each in sealed])
    assert tree == head.frontier()
    for each, row, told in zip(sealed, rows, recorded, strict=True):
        assert each.leaf == each.envelope.leaf()
        assert (each.envelope.identity, each.envelope.recorded_at) == (told.id, row.recorded_at)
        if each.salt is None:
            assert (each.state, each.envelope.subjects) == (b"", ())
            assert len(each.envelope.payload) == 32
        else:
            assert each.state == told.canonical()
            assert len(each.salt) == 16
            assert each.envelope.payload == payload_hash(each.salt, each.state)
            names = sorted({subject_key(name) for name in subjects_of(told)})
            assert list(each.envelope.subjects) == names
    assert [each.envelope.position for each in sealed if each.salt is None] == [1, MANY + 6]
    assert len({each.salt for each in sealed}) == len(sealed) - 1


@pytest.mark.slow
def test_a_log_recorded_before_gives_out_checkpoints_and_grows_from_them(service: Service):
    first = issue(service.engine, service.log, service.clock, service.keys).checkpoint
    service.record([Item(awarded(occurrence="later"))])
    second = issue(service.engine, service.log, service.clock, service.keys).checkpoint

    assert (first.size, second.size) == (len(said()), len(said()) + 1)
    with reading(service.engine) as connection:
        tiles = StoredTiles(connection)
        proof = consistency_proof(tiles, first.size, second.size)
        assert verify_consistency(first.size, second.size, first.root, second.root, proof)
        for each in sealed_after(connection, 0, 2_000)[::97]:
            index = each.envelope.position - 1
            proof = inclusion_proof(tiles, index, second.size)
            found = root_from_inclusion(index, second.size, each.leaf, proof)
            assert found == second.root
        key = subject_key(stream_subject("harbour"))
        # A claim that was redacted before is about its stream alone.
        assert subject_heads.positions(connection, key)[0] == 1
        assert 1 not in subject_heads.positions(connection, subject_key("vendor:acme"))


@pytest.mark.slow
def test_bundles_of_a_log_recorded_before_verify_and_show_no_words_redacted_then_or_since(
    service: Service,
):
    for asked in (
        {"vendor": "acme", "position": 500},
        {"vendor": "vendor-1", "valid_at": "2018-01-01", "include_excluded": True},
        {"vendor": "acme", "recorded_at": "2020-01-01"},
    ):
        content = bundled(service, **asked)
        assert QUOTE.encode() not in content
        verified(content)
    content = bundled(service, "acme", valid_at="2018-01-01")
    assert QUOTE.encode() not in content
    found = verified(content).bundle
    shown = {each.envelope.position: each for each in found.events}
    assert shown[1].payload is None
    assert shown[2].payload
    service.record([Item(act("payload-redacted", str(shown[3].envelope.identity)))])
    after = verified(bundled(service, "acme", valid_at="2018-01-01")).bundle
    (emptied,) = [each for each in after.events if each.envelope.position == 3]
    assert emptied.payload is None
    assert emptied.envelope == shown[3].envelope
    assert len(emptied.envelope.subjects) == 1


def test_an_empty_log_is_migrated_to_one_without_leaves(database_url: str):
    migrate(database_url, BEFORE)
    migrate(database_url)
    engine = open_engine(database_url)
    with reading(engine) as connection:
        assert sealed_after(connection, 0, 10) == []
    engine.dispose()
