"""Three formats hold the same cells, whatever is in them; what a file looks like is settled."""

import json
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.timeline.story import EXCHANGE, act, awarded, listed
from timeline.exporting.manifest import FORMAT
from timeline.exporting.registry import TABLES
from timeline.exporting.verifying import verify_export

from .exported import rows_of, written

ODD = [
    "=1+1",
    "+44 20",
    "-58 %",
    "@home",
    "'quoted'",
    'two\r\nlines, "a comma"',
    "\tindented",
    "null",
    "大华",
    "\u2028 \U0001f4f7",
]


def odd_claims():
    """Claims whose words and dates are at the edges of what can be said."""
    for number, words in enumerate(ODD):
        yield awarded(occurrence=f"odd-{number}", verbatim=words, note=words)
    for number, valid in enumerate(["9999", "0001-01-01", "../2017", "2016~/..", "[..2017]"]):
        yield awarded(occurrence=f"far-{number}", valid=valid, size="several")
    yield awarded(occurrence="undated", valid=None, disclosed=None, region=None, size=None)
    yield listed(concerns="CN-XJ", mentions=["bolt", "crane"], disclosed="[2019-01-01..2019-12-31]")


@pytest.fixture
def odd(story):
    """A service with them recorded, and some acts."""
    said = [{k: v for k, v in each.items() if v is not None} for each in odd_claims()]
    first, *_ = story.given(*said)
    story.given(
        act("confirmed", first, at="2022-03-04", disclosed="2022-03-05", citation=EXCHANGE),
        act("vendor-merged", "bolt", into="acme"),
    )
    return story.service


def test_every_format_holds_the_same_cells(odd, tmp_path):
    found = {}
    for form in ("parquet", "jsonl", "csv"):
        written(odd, tmp_path / form, form=form)
        found[form] = rows_of(tmp_path / form)
        verify_export(tmp_path / form)

    at = [column.name for column in TABLES["claims"].columns].index("note")
    notes = [row[at] for row in found["parquet"]["claims"]][: len(ODD)]
    assert [words.strip() for words in ODD] == notes
    assert found["jsonl"] == found["parquet"]
    assert found["csv"] == found["parquet"]


def test_a_row_that_holds_beyond_the_calendar_is_left_out_and_no_bound_is_made_up(odd, tmp_path):
    written(odd, tmp_path / "out")
    names = [column.name for column in TABLES["exposure"].columns]
    rows = [dict(zip(names, row, strict=True)) for row in rows_of(tmp_path / "out")["exposure"]]
    far = [row for row in rows if row["occurrence"] == "far-0" and row["possible"] != 0]

    assert far
    assert {str(row["valid_from"]) for row in far} == {"9999-01-01"}
    assert {row["valid_to"] for row in far} == {None}
    undated = [row for row in rows if row["occurrence"] == "undated"]
    assert {row["region"] for row in undated} == {None}
    assert None in {row["valid_from"] for row in undated}


def test_parquet_has_days_and_instants_of_its_own(odd, tmp_path):
    written(odd, tmp_path / "out")
    schema = pq.read_schema(tmp_path / "out/exposure/000001.parquet")

    assert schema.field("valid_from").type == pa.date32()
    assert schema.field("known_from").type == pa.timestamp("us", tz="UTC")
    assert schema.field("certain").type == pa.int64()
    assert schema.field("contested").type == pa.bool_()


def test_csv_is_as_rfc_4180_has_it_and_runs_no_formula(odd, tmp_path):
    written(odd, tmp_path / "out", form="csv")
    (file,) = (tmp_path / "out/claims").iterdir()
    content = file.read_bytes().decode("utf-8")
    header, first, *_ = content.split("\r\n")

    assert header == ",".join(column.name for column in TABLES["claims"].columns)
    assert "'=1+1" in first
    assert ",," in first
    assert '"two\r\nlines, ""a comma"""' in content
    assert "''quoted'" in content
    assert content.endswith("\r\n")


def test_a_second_export_has_the_same_bytes(odd, tmp_path):
    for form in ("parquet", "jsonl", "csv"):
        one = written(odd, tmp_path / f"one-{form}", form=form)
        other = written(odd, tmp_path / f"other-{form}", form=form)

        assert one == other


def test_the_columns_are_those_of_the_schema_version():
    columns = {
        name: [f"{column.name} {column.sort}" for column in table.columns]
        for name, table in TABLES.items()
    }

    golden = Path(__file__).with_name(f"{FORMAT.replace('/', '-')}.json")

    assert columns == json.loads(golden.read_text(encoding="utf-8"))


def test_an_empty_log_is_exported_as_empty_tables(service, tmp_path):
    manifest = written(service, tmp_path / "out")

    assert (manifest.position, manifest.checkpoint) == (0, None)
    assert {name: rows for name, rows in rows_of(tmp_path / "out").items() if rows} == {}
    assert verify_export(tmp_path / "out").signers == ()


def test_files_of_the_log_are_ranges_whose_bytes_stay(story, tmp_path, monkeypatch):
    monkeypatch.setattr("timeline.exporting.files.RANGE", 3)
    story.given(*(awarded(occurrence=f"o-{number}") for number in range(4)))
    one = written(story.service, tmp_path / "one").tables["events"].files
    story.given(*(awarded(occurrence=f"o-{number}") for number in range(4, 7)))
    two = written(story.service, tmp_path / "two").tables["events"].files

    assert [file.path for file in two] == [
        "events/000000000001-000000000003.parquet",
        "events/000000000004-000000000006.parquet",
        "events/000000000007-000000000007.parquet",
    ]
    assert two[0] == one[0]
    assert verify_export(tmp_path / "two").manifest.position == 7
