"""Every importer before sources that are broken or made to break it: one line, nothing written, memory bounded."""

import gzip
import io
import json
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from tests.timeline.importing import refusing
from tests.timeline.importing.gazettes import document, gazette
from tests.timeline.importing.lists import KEYED, copy, deltas, profile, version
from tests.timeline.importing.ocds_sources import contract, package, release
from tests.timeline.importing.projects import project, projects
from tests.timeline.importing.statements import array, firm, owns, table, told

MANY = b"\n" * (150 << 20)
ENTITIES = "".join(
    f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdef", "bcdefg", strict=True)
)
XML = f'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "aaaa">{ENTITIES}]><l>&g;</l>'.encode()
HELD = 64 << 10
"""KiB that no source may add."""
FACTS = (
    "kind,occurrence,vendor,valid,source\n"
    "project-awarded,acme-harbour,acme,2019-01-05,harbour-exchange\n"
)


class Good(NamedTuple):
    """A sound source of an importer, how to import it, and a date in it."""

    content: bytes
    how: dict[str, Any]
    date: str


def good(folder: Path) -> dict[str, Good]:
    """A sound source of every importer."""
    dated = KEYED.replace('described = ["remarks"]', 'begins = "remarks"')
    how = {"profile": profile(folder, dated), "observed": "2024-01-05"}
    rows = ["1,Acme,firm,2019-01-05", "2,Bolt,firm,2019-01-06", "3,Crane,firm,2019-01-07"]
    versions = version(1, "2024-01-05T00:00:00Z", 3, add=[row.split(",") for row in rows])
    sanction = [
        told("s", "Sanction", prop, value)
        for prop, value in (
            *(("entity", "a"), ("programId", "watch"), ("startDate", "2019-01-05")),
        )
    ]
    owned = owns(3, "r-c", "r-a", "r-b", 51, startDate="2019-01-05")
    entries = [{"name": "Acme", "effective_date": "2019-01-05"}]
    listed = {"list_id": "bis-entity-list", "count": 1, "entities": entries}
    return {
        "keyed-list": Good(copy(folder, "2024-01-05", *rows).read_bytes(), how, "2019-01-05"),
        "list-history": Good(
            gzip.decompress(deltas(folder, versions).read_bytes()), how, "2019-01-05"
        ),
        "list-parts": Good(b'1,10,"aka","Akme",-0-\n', how, ""),
        "table": Good(FACTS.encode(), {}, "2019-01-05"),
        "ftm": Good(
            table(folder, told("a", "Company", "name", "Acme"), *sanction).read_bytes(),
            {},
            "2019-01-05",
        ),
        "bods": Good(
            array(folder, firm(1, "r-a", "Acme"), firm(2, "r-b", "Bolt"), owned).read_bytes(),
            {},
            "2019-01-05",
        ),
        "ocds": Good(
            package(folder, release("2019-02-10", contract())).read_bytes(), {}, "2019-02-01"
        ),
        "us-lists": Good(json.dumps(listed).encode(), {}, ""),
        "gazette": Good(
            gzip.decompress(gazette(folder, document(1)).read_bytes()), {}, document(1)["published"]
        ),
        "aiddata": Good(
            projects(folder, project(1, **{"Commitment Year": 2019})).read_bytes(),
            {"observed": "2024-01-05"},
            "",
        ),
    }


def zipped(content: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("source", content)
    return packed.getvalue()


def bad(sound: Good, bomb: bytes, zip_bomb: bytes) -> Iterator[tuple[str, bytes]]:
    """What is wrong, and the source with it."""
    yield "a gzip file cut short", gzip.compress(sound.content)[:-12]
    yield "another encoding", sound.content.decode().encode("utf-16")
    yield "a million columns", sound.content.rstrip(b"\n") + b"," * 1_000_000 + b"\n"
    yield "a gzip bomb", gzip.compress(sound.content) + bomb
    yield "a zip bomb", zip_bomb
    yield "an XML entity bomb", XML
    if sound.date:
        yield "the year 0", sound.content.replace(sound.date.encode(), b"0000-01-01")
        yield "the year 9999", sound.content.replace(sound.date.encode(), b"9999-12-31")


@pytest.mark.slow
def test_no_importer_takes_a_bad_source_or_holds_it(tmp_path, sqlite_url):
    sound = good(tmp_path)
    bomb, zip_bomb = gzip.compress(MANY), zipped(MANY)
    first = tmp_path / "sound-2024-01-05"
    first.write_bytes(sound["keyed-list"].content)
    cases: list[tuple[str, str, Path]] = [("keyed-list", "nothing", first)]
    for name, each in sound.items():
        for number, (what, content) in enumerate(bad(each, bomb, zip_bomb)):
            path = tmp_path / f"{name}-{number}"
            path.write_bytes(content)
            cases.append((name, what, path))
    found = tried([(name, str(path), sound[name].how) for name, _, path in cases], sqlite_url)

    assert found[0]["recorded"] > 0
    for (name, what, _), came in zip(cases[1:], found[1:], strict=True):
        lines = [came["refused"], *came["reasons"]]
        dated = what.startswith("the year") and came["outcomes"].get("refused")
        assert came["refused"] or dated, (name, what, came)
        assert not any("\n" in line for line in lines), (name, what)
        assert dated or came["recorded"] == 0, (name, what, came)
    assert found[-1]["held"] - found[0]["held"] < HELD


def tried(cases: list[tuple[str, str, dict[str, Any]]], url: str) -> list[dict[str, Any]]:
    done = subprocess.run(
        [sys.executable, refusing.__file__, url],
        input=json.dumps(cases),
        capture_output=True,
        text=True,
        check=True,
    )
    return [json.loads(line) for line in done.stdout.splitlines()]
