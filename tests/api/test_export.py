"""Tables streamed over HTTP: their bytes, their position, and what is refused."""

import csv
import io
import json

import pyarrow.parquet as pq
import pytest

from timeline import EXPORTED


def lines(response):
    return [json.loads(line) for line in response.text.split("\n")[:-1]]


@pytest.mark.parametrize("table", EXPORTED)
def test_every_table_is_sent_in_every_format(reader, table):
    said = lines(reader.get(f"/v1/export/{table}.jsonl"))
    text = reader.get(f"/v1/export/{table}.csv")
    parquet = reader.get(f"/v1/export/{table}.parquet")
    header, *rows = csv.reader(io.StringIO(text.text, newline=""))
    read = pq.read_table(io.BytesIO(parquet.content))

    assert header == read.column_names == [column.name for column in EXPORTED[table].columns]
    assert len(said) == len(rows) == read.num_rows
    assert text.headers["content-type"] == "text/csv; charset=utf-8; header=present"


def test_a_table_is_sent_in_pieces_at_a_position_that_is_told(reader):
    response = reader.get("/v1/export/events.jsonl")

    assert "content-length" not in response.headers
    assert response.headers["content-location"] == "/v1/export/events.jsonl?position=183"
    assert response.headers["content-disposition"] == 'attachment; filename="events-183.jsonl"'
    assert [row["position"] for row in lines(response)] == list(range(1, 184))


def test_a_table_is_sent_as_it_was_at_a_position_and_since_another(reader):
    early = lines(reader.get("/v1/export/exposure.jsonl", params={"position": 100}))
    later = lines(reader.get("/v1/export/claims.jsonl", params={"position": 100, "since": 96}))

    assert early
    assert max(row["since"] for row in early) <= 100
    assert {row["until"] for row in early if row["until"]} <= set(range(101))
    assert [row["position"] for row in later] == [97, 98, 99, 100]


@pytest.mark.parametrize(
    ("address", "status", "detail"),
    [
        ("secrets.csv", 404, "table: expected one of events, claims"),
        ("events.xlsx", 422, "format: expected one of parquet, jsonl, csv, got 'xlsx'"),
        ("events.csv.gz", 404, "table: expected one of"),
        ("events.csv?position=999", 422, "position: expected a position from 0 to 183, got 999"),
        ("events.csv?position=-1", 422, "position: expected a whole number, got '-1'"),
        ("events.csv?position=10&since=11", 422, "since: expected a position from 0 to 10, got 11"),
        ("events.csv?since=x", 422, "since: expected a whole number, got 'x'"),
        ("events.csv?valid_at=2018", 422, "valid_at: no such parameter"),
        ("events.csv?since=1&since=2", 422, "since: expected to be given once"),
    ],
)
def test_what_will_not_do_is_a_problem_before_anything_is_sent(reader, address, status, detail):
    response = reader.get(f"/v1/export/{address}")

    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"
    assert response.json()["detail"].startswith(detail)


def test_more_exports_than_there_are_places_are_refused_until_one_has_ended(client, casebook):
    places = client.app.state.exports
    taken = 0
    while places.acquire(blocking=False):
        taken += 1
    refused = client.get("/v1/export/events.csv")
    places.release()
    sent = [client.get("/v1/export/events.csv").status_code for _ in range(taken + 1)]
    failed = [client.get("/v1/export/events.pdf").status_code for _ in range(taken + 1)]

    assert refused.status_code == 503
    assert refused.json()["type"] == "/problems/too-many-exports"
    assert set(sent) == {200}
    assert set(failed) == {422}


def test_a_reader_who_leaves_midway_gives_the_snapshot_and_the_place_back(
    client, casebook, monkeypatch
):
    monkeypatch.setattr("timeline.exporting.logged.MANY", 1)
    monkeypatch.setattr("timeline.exporting.streaming.PIECE", 1)
    checked_out = casebook.engine.pool.checkedout
    with client.stream("GET", "/v1/export/events.jsonl") as response:
        next(response.iter_raw())
    sent = [client.get("/v1/export/names.csv").status_code for _ in range(6)]

    assert set(sent) == {200}
    assert checked_out() == 0
