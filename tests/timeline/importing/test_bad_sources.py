"""Sources that are broken or made to break a reader: one line, nothing written, memory bounded."""

import gzip
import io
import subprocess
import sys
import zipfile

import pytest

from tests.timeline.importing.lists import KEYED, imported, log_of, profile
from timeline.errors import BadSource

ROWS = "".join(f"{n},Firm {n},firm,\n" for n in range(1, 200))
GOOD = f"id,name,sort,remarks\n{ROWS}".encode()
MANY = b"id,name,sort,remarks\n" + b"1,a,firm,\n" * 2_000_000
XML = KEYED.replace('format = "csv"', 'format = "xml"\nat = ["list", "firm"]')
JSON = KEYED.replace('format = "csv"', 'format = "json"\nat = ["firms"]')
DATED = KEYED.replace('described = ["remarks"]', 'begins = "remarks"')
BOMB = (
    b"""<?xml version="1.0"?><!DOCTYPE list [<!ENTITY a "aaaaaaaaaa">%s]><list>&z;</list>"""
    % b"".join(b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(25))
)


def zipped(*contents: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, content in enumerate(contents):
            archive.writestr(f"{number}.csv", content)
    return packed.getvalue()


@pytest.mark.parametrize(
    ("content", "text", "told"),
    [
        (gzip.compress(GOOD)[:-40], KEYED, "a gzip file that is cut short"),
        (gzip.compress(GOOD)[:-4] + b"abcd", KEYED, "a whole compressed file"),
        (gzip.compress(MANY), KEYED, "at most 200 times its size"),
        (zipped(MANY), KEYED, "at most 200 times its size"),
        (zipped(GOOD, GOOD), KEYED, "a zip file with one file in it, got 2"),
        (zipped(GOOD)[:100], KEYED, "a whole compressed file"),
        (GOOD + b"500,Soci\xe9t\xe9,firm,\n", KEYED, "expected UTF-8, got byte 0xe9"),
        (GOOD.decode().encode("utf-16"), KEYED, "expected UTF-8, got byte 0xff"),
        (GOOD.replace(b"id,name", b"name,id", 1), KEYED, "columns in the order id, name"),
        (GOOD.replace(b"remarks", b"remark", 1), KEYED, "expected column remarks, got 'remark'"),
        (GOOD + b"500,Firm,firm,,\n", KEYED, "expected 4 columns, got 5"),
        (GOOD + b"," * 1_000_000 + b"\n", KEYED, "a line of at most"),
        (GOOD + b"," * 2_000 + b"\n", KEYED, "at most 1000 columns"),
        (GOOD + b"x" * (1 << 25), KEYED, "a line of at most"),
        (GOOD + b'500,"Firm\n' + b"Firm\n" * 100_000, KEYED, "expected CSV, got field larger"),
        (GOOD + b"many,Firm,firm,\n", KEYED, r"id: expected \d+, got 'many'"),
        (GOOD.replace(b"id,", b"id\0,"), KEYED, "expected column id"),
        (GOOD.replace(b"firm,\n", b"firm,0000-01-01\n"), DATED, "a date in 1900 to 2100"),
        (GOOD.replace(b"firm,\n", b"firm,9999-12-31\n"), DATED, "a date in 1900 to 2100"),
        (GOOD.replace(b"firm,\n", b"firm,2023-02-30\n"), DATED, "a date in 1900 to 2100"),
        (BOMB, XML, "XML without a document type"),
        (b"<list><firm><id>1</id>", XML, "expected XML, got no element found"),
        (b"<a>" * 40 + b"</a>" * 40, XML, "elements at most 32 deep"),
        (
            b"<list><firm><fruit>1</fruit></firm></list>",
            XML,
            "only fields that are mapped, got 'fruit'",
        ),
        (b'{"firms": [{"id": 1, "id": 2}]}', JSON, "id"),
        (b'{"firms": [{"id": {"a": 1}}]}', JSON, "text or a number in id"),
        (b'{"firms": [1]}', JSON, "expected an object"),
        (b'{"companies": []}', JSON, "an object with firms"),
        (b"[" * 100_000, JSON, "nested too deep"),
        (b'{"firms": NaN}', JSON, "NaN"),
    ],
    ids=lambda value: value if isinstance(value, str) and len(value) < 60 else "",
)
def test_a_bad_source_is_refused_in_one_line_and_nothing_is_written(
    service, tmp_path, content, text, told
):
    path = tmp_path / "copy-2024-01-05"
    path.write_bytes(content)

    with pytest.raises(BadSource) as refused:
        imported(service, "keyed-list", path, profile=profile(tmp_path, text))
    assert told in str(refused.value)
    assert "\n" not in str(refused.value)
    assert len(str(refused.value)) < 400
    assert log_of(service) == []


def test_a_source_that_is_missing_or_a_folder_is_refused(service, tmp_path):
    for path, told in ((tmp_path / "none.csv", "no such file"), (tmp_path, "a folder")):
        with pytest.raises(BadSource, match=told):
            imported(service, "keyed-list", path, profile=profile(tmp_path))


def test_what_is_packed_is_read_like_what_is_not(service, tmp_path):
    how = {"profile": profile(tmp_path), "observed": "2024-01-05"}
    recorded = []
    for name, content in (("a.csv", GOOD), ("a.gz", gzip.compress(GOOD)), ("a.zip", zipped(GOOD))):
        (tmp_path / name).write_bytes(content)
        recorded.append(imported(service, "keyed-list", tmp_path / name, **how).recorded)

    assert recorded[0] > 0
    assert recorded[1:] == [0, 0]


CODE = """
import resource, sys
from pathlib import Path
from timeline import FixedClock, Service
from timeline.database import open_engine
from timeline.errors import BadSource
from timeline.importers import IMPORTERS
from timeline.importing.importer import Request
from timeline.importing.running import run_import
from timeline.migrate import migrate
migrate(sys.argv[3])
service = Service(open_engine(sys.argv[3]), FixedClock(1_790_000_000_000_000))
request = Request(Path(sys.argv[1]), sys.argv[2], observed="2024-01-05")
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
try:
    run_import(service, IMPORTERS["keyed-list"], request, dry_run=False, told=lambda *_: None)
except BadSource:
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
"""


@pytest.mark.slow
@pytest.mark.parametrize("pack", [gzip.compress, zipped])
def test_a_bomb_is_refused_before_it_is_held(tmp_path, sqlite_url, pack):
    path = tmp_path / "bomb"
    path.write_bytes(pack(MANY * 20))
    command = [sys.executable, "-c", CODE, path, profile(tmp_path), sqlite_url]
    done = subprocess.run(command, capture_output=True, text=True, check=True)

    assert int(done.stdout) < 64 << 10
