"""An export since another, joined to it as its manifest says, is a whole export; redactions and all."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.oracle.acted import acted_logs
from tests.oracle.profiles import many
from tests.timeline.conftest import fresh
from tests.timeline.proving.test_bundles_of_drawn_logs import record
from tests.timeline.story import TIMES, act, awarded, listed, observed
from tests.timeline.test_stored_projection_with_acts import on_both
from timeline import BadParameter, FixedClock, Service, Settings, Unproven
from timeline.exporting.manifest import NAME

from .exported import joined, manifest_of, rows_of, sorted_rows, written

__all__ = ["fresh"]
HIDDEN_WORDS = "zanzibar quayside utterance"
HIDDEN = awarded(note=HIDDEN_WORDS)


def parts(rows, name, *columns):
    """Some columns of a table's rows."""
    from timeline.exporting.registry import TABLES

    names = [column.name for column in TABLES[name].columns]
    return [tuple(row[names.index(column)] for column in columns) for row in rows[name]]


def test_a_later_export_holds_what_is_new_and_what_it_changed(story, tmp_path):
    first, _ = story.given(awarded(), listed())
    written(story.service, tmp_path / "one")
    story.when(act("source-corrected", first, disclosed="2022-01-01", by=awarded(4)))
    manifest = written(story.service, tmp_path / "two", tmp_path / "one")
    rows = rows_of(tmp_path / "two")

    assert (manifest.since, manifest.position) == (2, 3)
    assert parts(rows, "events", "position", "kind") == [(3, "source-corrected")]
    assert parts(rows, "claims", "position", "size_lo", "act")[0][:2] == (3, 4)
    assert rows["changed"] == [("harbour",)]
    assert {row[2] for row in rows["exposure"]} == {"harbour"}
    written(story.service, tmp_path / "all")
    assert sorted_rows(joined(rows_of(tmp_path / "one"), tmp_path / "two")) == sorted_rows(
        rows_of(tmp_path / "all")
    )


def test_a_redaction_empties_what_an_earlier_export_told(story, tmp_path):
    hidden, _ = story.given(HIDDEN, observed(citation=TIMES))
    written(story.service, tmp_path / "one", form="jsonl")
    story.given(listed(), act("payload-redacted", hidden))
    manifest = written(story.service, tmp_path / "two", tmp_path / "one", form="jsonl")
    rows = rows_of(tmp_path / "two")

    assert [file.path for file in manifest.tables["events"].files] == [
        "events/redacted.jsonl",
        "events/000000000003-000000000004.jsonl",
    ]
    assert parts(rows, "events", "position", "redacted", "payload", "salt")[0] == (
        *(1, True, None, None),
    )
    assert parts(rows, "claims", "position", "redacted", "kind", "note")[0] == (
        *(1, True, "project-awarded", None),
    )
    both = joined(rows_of(tmp_path / "one"), tmp_path / "two")
    assert HIDDEN_WORDS not in repr(both)
    written(story.service, tmp_path / "all")
    assert sorted_rows(both) == sorted_rows(rows_of(tmp_path / "all"))


def test_no_file_of_an_export_holds_words_that_were_redacted_before(story, tmp_path):
    (hidden,) = story.given(HIDDEN)
    story.when(act("payload-redacted", hidden))
    for form in ("jsonl", "csv"):
        written(story.service, tmp_path / form, form=form)
        content = b"".join(f.read_bytes() for f in (tmp_path / form).rglob("*") if f.is_file())

        assert HIDDEN_WORDS.encode() not in content
    written(story.service, tmp_path / "parquet")
    assert HIDDEN_WORDS not in repr(rows_of(tmp_path / "parquet"))


def test_occurrences_that_are_linked_later_are_told_anew_under_one_name(story, tmp_path):
    story.given(awarded(), awarded(occurrence="quay", citation=TIMES), listed())
    written(story.service, tmp_path / "one")
    story.when(act("same-occurrence", "harbour", other="quay"))
    written(story.service, tmp_path / "two", tmp_path / "one")
    written(story.service, tmp_path / "all")

    assert {row[0] for row in rows_of(tmp_path / "two")["changed"]} == {"harbour", "quay"}
    assert sorted_rows(joined(rows_of(tmp_path / "one"), tmp_path / "two")) == sorted_rows(
        rows_of(tmp_path / "all")
    )


@pytest.mark.slow
@on_both(sqlite=15, postgres=4)
def test_two_exports_of_any_log_join_to_a_whole_one(fresh, examples, tmp_path_factory):
    @many(examples)
    @given(st.data())
    def joins(data: st.DataObject) -> None:
        folder = tmp_path_factory.mktemp("drawn")
        entries = data.draw(acted_logs(links=True, most=9))
        with fresh() as engine:
            service = Service(engine, FixedClock(0), Settings(key=str(folder / "timeline.key")))
            split = data.draw(st.integers(0, len(entries)), label="split")
            record(service, entries[:split], data)
            written(service, folder / "one", form="jsonl")
            record(service, entries[split:], data)
            written(service, folder / "two", folder / "one", form="jsonl")
            written(service, folder / "all", form="jsonl")

        both = joined(rows_of(folder / "one"), folder / "two")
        assert sorted_rows(both) == sorted_rows(rows_of(folder / "all"))

    joins()


def test_an_export_goes_on_from_a_position_too(story, tmp_path):
    story.given(awarded(), listed())
    manifest = written(story.service, tmp_path / "one", 1)

    assert (manifest.since, manifest.previous) == (1, None)
    assert parts(rows_of(tmp_path / "one"), "events", "position") == [(2,)]


def test_an_export_of_another_log_or_of_other_rows_is_not_gone_on_from(story, tmp_path):
    story.given(awarded(), listed())
    written(story.service, tmp_path / "one")
    manifest = manifest_of(tmp_path / "one")
    tree = manifest.checkpoint.split("\n")
    changes = {
        "other-root": {"checkpoint": "\n".join([*tree[:2], "A" * 43 + "=", *tree[3:]])},
        "other-rows": {"projections": {**manifest.projections, "exposure": 0}},
        "later": {"position": 99},
    }
    for name, change in changes.items():
        place = tmp_path / name
        place.mkdir()
        (place / NAME).write_bytes(manifest.model_copy(update=change).canonical())
        with pytest.raises(BadParameter, match=r"^since: expected"):
            written(story.service, tmp_path / "two", place)
    (tmp_path / NAME).write_text(json.dumps({"format": "timeline-export/2"}))
    with pytest.raises(Unproven, match="not a manifest of"):
        written(story.service, tmp_path / "two", tmp_path)

    assert not (tmp_path / "two").exists()
    assert not (tmp_path / ".two.partial").exists()
