"""OCDS that is broken or made to break a reader: one line, and nothing written."""

import gzip
import io
import json
import tarfile

import pytest

from tests.timeline.importing.lists import imported, log_of
from tests.timeline.importing.ocds_sources import contract, package, release
from timeline.errors import BadSource

GOOD = release("2019-02-10", contract())
LONG = b'{"ocid": "' + b"x" * (50 << 20) + b'"}'


def packed(content: bytes) -> bytes:
    found = io.BytesIO()
    with tarfile.open(fileobj=found, mode="w:gz") as archive:
        member = tarfile.TarInfo("a.json")
        member.size = len(content)
        archive.addfile(member, io.BytesIO(content))
    return found.getvalue()


def said(value: object) -> bytes:
    return json.dumps(value).encode()


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"{", "broken JSON"),
        (b"", "broken JSON"),
        (b"[]", "expected an object"),
        (b"\xff\xfe", "expected UTF-8"),
        (b'{"a": 1, "a": 2}', "expected one JSON object"),
        (b'{"a":' * 100_000, "expected one JSON object"),
        (b'{"a":' * 80 + b"1" + b"}" * 80, "values at most 64 deep"),
        (said({"entries": []}), "an OCDS release or package"),
        (said({"releases": []}), "a package with releases, got none"),
        (said({"releases": {"a": 1}}), "releases: expected a list"),
        (said({"releases": [1]}), "releases 1: expected an object"),
        (said({"records": [{"ocid": "x", "releases": []}]}), "a package with releases"),
        (said({"releases": [GOOD, {**GOOD, "ocid": None}]}), "release 2: expected an ocid"),
        (said({**GOOD, "date": None}), "release 1: date: expected a date in 1900 to 2100"),
        (said({**GOOD, "date": "0000-01-01T00:00:00Z"}), "a date in 1900 to 2100"),
        (said({**GOOD, "date": "9999-12-31T00:00:00Z"}), "a date in 1900 to 2100"),
        (said({**GOOD, "date": "2019-02-30T00:00:00Z"}), "a date in 1900 to 2100"),
        (said({**GOOD, "date": 20190210}), "a date in 1900 to 2100"),
        (said({**GOOD, "date": "2090-01-01T00:00:00Z"}), "a date that is not after now"),
        (LONG, "at most 33554432 bytes of JSON"),
        (gzip.compress(LONG), "at most 200 times its size"),
        (packed(LONG), "at most 200 times its size"),
        (packed(said(GOOD))[:-60], "a gzip file that is cut short"),
        (gzip.compress(gzip.decompress(packed(said(GOOD)))[:700]), "a whole tar archive"),
        (packed(b"{"), "a.json: expected one JSON object"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_bad_source_is_refused_in_one_line_and_nothing_is_written(
    service, tmp_path, content, told
):
    path = tmp_path / "source.json"
    path.write_bytes(content)

    with pytest.raises(BadSource) as refused:
        imported(service, "ocds", path)
    assert told in str(refused.value)
    assert "\n" not in str(refused.value)
    assert len(str(refused.value)) < 400
    assert log_of(service) == []


@pytest.mark.parametrize(
    ("bad", "told"),
    [
        ({"dateSigned": "0000-01-01T00:00:00Z"}, "expected a date, got '0000-01-01T00:00:00Z'"),
        ({"dateSigned": "9999-12-31T00:00:00Z"}, "expected a date in 1900 to 2100"),
        ({"period": {"startDate": "soon"}}, "expected a date, got 'soon'"),
    ],
)
def test_a_process_with_a_date_that_cannot_be_is_refused_and_others_are_not(
    service, tmp_path, bad, told
):
    other = {**GOOD, "ocid": "ocds-abc123-1"}
    late = {**release("2019-03-10", contract(**bad)), "ocid": "ocds-abc123-2"}
    path = package(tmp_path, other, late, {**late, "id": "z", "date": "2019-04-10"})
    summary = imported(service, "ocds", path)

    assert summary.outcomes == {"imported": 1, "refused": 2}
    ((_, reason),) = [each for each in summary.reasons if each[0] == "refused"]
    assert told in reason
    assert imported(service, "ocds", path).recorded == 0


@pytest.mark.parametrize("odd", [1, "text", [1], [[]], {"a": 1}, None, True, "\x00\ud800"])
@pytest.mark.parametrize("field", ["buyer", "parties", "awards", "contracts", "tender"])
def test_a_field_of_another_type_breaks_nothing(service, tmp_path, field, odd):
    path = package(tmp_path, {**GOOD, field: odd})

    assert imported(service, "ocds", path).rows == 1


@pytest.mark.parametrize("odd", [1, "\x00\ud800", [1], {"a": 1}, None, True, "x" * 10_000])
@pytest.mark.parametrize(
    "field", ["id", "awardID", "title", "status", "value", "period", "suppliers"]
)
def test_a_field_of_a_contract_of_another_type_breaks_nothing(service, tmp_path, field, odd):
    path = package(tmp_path, release("2019-02-10", contract(**{field: odd})))

    assert imported(service, "ocds", path).rows == 1
