"""Redaction: the words are gone from every byte kept, the envelope and everything else stay as they were."""

from collections.abc import Callable, Iterator
from hashlib import sha256
from typing import Any

import psycopg
import pytest
from sqlalchemy import inspect, make_url, text

from events import Redacted, parse_claim
from projections import PROJECTIONS
from tests.timeline.redacted import QUOTE, SECRET, among_others, kept_bytes
from tests.timeline.story import EXCHANGE, GAZETTE, Said, Story, act, awarded, listed, opened_story
from timeline.database import reading
from timeline.log import log_events

DAY = "2018-01-01"
MAY = "2022-05-01"
NAME = "Quixotic Harbourworks"
OLD = (0, 3, 3)
NAMED: Said = {
    "kind": "vendor-named",
    "occurrence": "acme-names",
    "vendor": "acme",
    "name": NAME,
    "disclosed": "2021-03-04",
    "citation": EXCHANGE,
}
on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
on_postgresql = pytest.mark.parametrize(
    "database_url", [pytest.param("postgres", marks=pytest.mark.postgresql)], indirect=True
)


@pytest.fixture
def story(database_url: str) -> Iterator[Story]:
    with opened_story(database_url) as story:
        yield story


@pytest.fixture
def rows(story: Story) -> Callable[[], list[Any]]:
    def read() -> list[Any]:
        with reading(story.service.engine) as connection:
            return list(connection.execute(log_events.select().order_by(log_events.c.position)))

    return read


def everything(story: Story) -> str:
    """Every value of every table, as text."""
    with reading(story.service.engine) as connection:
        return "\n".join(
            repr(tuple(row))
            for table in inspect(connection).get_table_names()
            for row in connection.execute(text(f'SELECT * FROM "{table}"'))
        )


@on_sqlite
def test_no_byte_of_the_words_is_left_in_the_files_of_sqlite(story: Story, database_url: str):
    claim, name = among_others(story, SECRET, NAMED)
    story.total(DAY, vendor=NAME)
    words = [word.encode() for word in (QUOTE, NAME, "quixoticharbourworks")]
    before = b"".join(kept_bytes(database_url).values())
    story.when(act("payload-redacted", claim))
    story.when(act("payload-redacted", name))

    assert all(word in before for word in words)
    assert {
        file: [word for word in words if word in content]
        for file, content in kept_bytes(database_url).items()
    } == {file: [] for file in kept_bytes(database_url)}


@on_sqlite
def test_a_redaction_told_again_takes_out_what_a_crash_left(story: Story, database_url: str):
    (claim,) = among_others(story, SECRET)
    said = act("payload-redacted", claim)
    forgotten, story.service.log.forget = story.service.log.forget, lambda: None
    story.when(said)
    story.service.log.forget = forgotten

    assert story.record(said).new == 0
    assert all(QUOTE.encode() not in content for content in kept_bytes(database_url).values())


@on_postgresql
def test_no_byte_of_the_words_is_left_in_the_relations_of_postgresql_after_a_vacuum(
    story: Story, database_url: str
):
    claim, name = among_others(story, SECRET, NAMED)
    server = make_url(database_url).set(drivername="postgresql")
    address = server.render_as_string(hide_password=False)

    def left() -> set[str]:
        with psycopg.connect(address, autocommit=True) as owner:
            owner.execute("VACUUM FULL")
            owner.execute("CHECKPOINT")
            found = owner.execute(
                "SELECT relname, pg_read_binary_file(pg_relation_filepath(oid)) FROM pg_class"
                " WHERE relkind IN ('r', 'i', 't') AND relnamespace <> 'pg_catalog'::regnamespace"
            ).fetchall()
        words = [word.encode() for word in (QUOTE, NAME)]
        return {relation for relation, content in found if any(w in bytes(content) for w in words)}

    assert {"log_events", "names_a"} <= left()
    story.when(act("payload-redacted", claim))
    story.when(act("payload-redacted", name))
    assert left() == set()


def test_no_table_holds_the_words_and_the_envelope_stays(
    story: Story, rows: Callable[[], list[Any]]
):
    claim, name = story.given(SECRET, NAMED)
    before = rows()
    story.when(act("payload-redacted", claim, law="a ruling"))
    story.when(act("payload-redacted", name))

    assert QUOTE not in everything(story)
    assert NAME not in everything(story)
    for was, now in zip(before, rows(), strict=False):
        changed = {"state": b"", "seal": sha256(was.seal + was.state).digest()}
        assert dict(now._mapping) == {**was._mapping, **changed}
        assert (bool(was.state), bytes(now.state)) == (True, b"")
    entry = entry_of(story, claim)
    assert isinstance(entry, Redacted)
    assert (entry.position, entry.id, entry.kind, entry.occurrence) == (
        1,
        claim,
        "project-awarded",
        "harbour",
    )


def entry_of(story: Story, name: str) -> Any:
    with reading(story.service.engine) as connection:
        return story.service.log.by_id(connection, name)


def test_a_redacted_claim_counts_nowhere_and_its_placeholder_says_so(story: Story):
    other, claim = story.given(awarded("at least 2", citation=GAZETTE), SECRET)
    pinned = story.one(DAY, None, 2)["in_force"]["possible"]
    story.when(act("payload-redacted", claim))

    assert pinned == 3
    for position in (None, 3, 2):
        one = story.one(DAY, None, position)
        assert one["in_force"]["possible"] is None
        (placeholder,) = one["redacted"]
        assert (placeholder["id"], placeholder["position"]) == (claim, 2)
        assert "no longer include it" in placeholder["effect"]
    assert story.history() == story.history(None, 2) == [other]
    assert story.status(claim)["status"] == "redacted"
    assert [each["id"] for each in story.why("harbour")["redacted"]] == [claim]


def test_every_other_act_leaves_every_byte_of_the_log_as_it_was(
    story: Story, rows: Callable[[], list[Any]]
):
    claim, on_list = story.given(awarded(), listed())
    story.given(awarded(occurrence="port"), awarded(vendor="bolt", occurrence="depot"))
    acts = [
        act("source-corrected", claim, by=awarded(4, disclosed=MAY), disclosed=MAY),
        act("source-retracted", on_list, disclosed=MAY),
        act("transcription-corrected", claim, by=awarded(5)),
        act("recording-voided", claim),
        act("confirmed", claim, at="2020-06-01", disclosed=MAY),
        act("refined", claim, by=awarded(valid="2016-07"), disclosed=MAY),
        act("same-occurrence", "harbour", other="port"),
        act("member-of", "depot", of="harbour"),
        act("vendor-merged", "bolt", into="acme"),
    ]
    for said in acts:
        before = rows()
        done = story.when(said)
        story.when(act("withdrawn", done))
        assert rows()[: len(before)] == before


def test_the_claim_that_an_act_brought_is_redacted_with_the_act_and_counts_no_more(story: Story):
    (claim,) = story.given(awarded())
    by = awarded(4, disclosed=MAY, citation={**EXCHANGE, "quote": QUOTE})
    brought = parse_claim(by).id
    done = story.when(act("source-corrected", claim, by=by, disclosed=MAY))
    story.when(act("payload-redacted", brought))

    assert QUOTE not in everything(story)
    assert story.total(DAY) is None
    assert story.total(DAY, None, 1) == OLD
    assert story.status(brought)["status"] == "redacted"
    assert entry_of(story, done).upon == claim


def test_what_a_withdrawn_act_brought_can_be_redacted_and_the_claim_before_it_stands(story: Story):
    (claim,) = story.given(awarded())
    by = awarded(4, disclosed=MAY)
    done = story.when(act("source-corrected", claim, by=by, disclosed=MAY))
    story.when(act("withdrawn", done))
    story.when(act("payload-redacted", parse_claim(by).id))

    story.then({(DAY,): OLD, (DAY, "2022-04-30"): OLD, (DAY, None, 1): OLD})


def test_a_correction_stands_when_what_it_corrected_is_redacted(story: Story):
    (claim,) = story.given(SECRET)
    by = awarded(4, disclosed=MAY)
    story.when(act("source-corrected", claim, by=by, disclosed=MAY))
    story.when(act("payload-redacted", claim))

    story.then({(DAY,): (0, 4, 4), (DAY, None, 2): (0, 4, 4), (DAY, "2022-04-30"): None})


def test_a_redacted_claim_told_again_is_already_there_and_does_not_come_back(story: Story):
    _, claim = story.given(listed(), SECRET)
    redaction = act("payload-redacted", claim)
    story.when(redaction)
    again = story.record(SECRET, redaction)

    assert (again.new, again.positions, again.claims[0]) == (0, (2, 3), claim)
    assert QUOTE not in everything(story)
    assert story.total(DAY) is None


def test_a_redacted_claim_that_an_act_brought_does_not_come_back_on_its_own(story: Story):
    (claim,) = story.given(awarded())
    by = awarded(4, citation={**EXCHANGE, "quote": QUOTE})
    done = act("transcription-corrected", claim, by=by)
    story.given(done, act("payload-redacted", parse_claim(by).id))
    again = story.record(by, done)

    assert (again.new, again.positions) == (0, (2, 2))
    assert QUOTE not in everything(story)


@pytest.mark.parametrize("projection", PROJECTIONS, ids=lambda projection: projection.name)
def test_after_a_redaction_a_projection_is_what_a_rebuild_makes_of_it(
    story: Story, projection: Any
):
    first = awarded(vendor="bolt", region="AR", citation=GAZETTE)
    claim, name = story.given(first, NAMED)
    story.given(awarded(), awarded(vendor="bolt", occurrence="depot", region="AR"))
    story.given(act("payload-redacted", claim), act("payload-redacted", name))

    def held() -> list[Any]:
        with story.service.snapshot() as snapshot:
            found = snapshot.connection.execute(snapshot.table(projection.name).select())
            return sorted(map(tuple, found), key=repr)

    live = held()
    story.service.projector.rebuild(projection.name)
    assert held() == live


@pytest.mark.parametrize("recorded_first", [False, True])
def test_a_claim_that_an_act_brought_too_leaves_no_row_anywhere(
    database_url: str, recorded_first: bool
):
    with opened_story(database_url) as story:
        (award,) = story.given(awarded())
        said = awarded(4, region="US", citation=GAZETTE)
        correction = act("transcription-corrected", award, by=said)
        *_, named = story.given(
            *((said, correction, said) if recorded_first else (correction, said))
        )
        story.when(act("payload-redacted", named))

        assert [each["source"] for each in story.exposure()["coverage"]] == ["exchange"]
