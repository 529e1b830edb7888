"""A vendor that a file is the first to name is recorded, and told of where its name is near to a known one."""

import json

import pytest

from timeline.importing.candidates import open_candidates

from .conftest import Run


def claim(vendor: str, **said: object) -> str:
    whole = {
        "kind": "project-awarded",
        "occurrence": f"{vendor}-harbour",
        "vendor": vendor,
        "region": "BR-SP",
        "valid": "[2016..2017]",
        "disclosed": "2021-03-04",
        "citation": {"source": "harbour-exchange"},
    }
    return json.dumps({"claim": {**whole, **said}})


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "claims.jsonl"

    def written(*lines: str):
        path.write_text("\n".join(lines), encoding="utf-8")
        return path

    return written


def test_a_misspelt_vendor_is_recorded_and_told_of(run: Run, held, file):
    lines = file(claim("acme"), claim("dahua"), claim("hikvison"))

    status, output, error = run("record", lines)

    assert (status, output.split()[0]) == (0, "3")
    assert error == (
        "warning: line 3: vendor: hikvison is new and near to hikvision (Hikvision);"
        " `timeline candidates` lists it\n"
    )
    assert [(row["vendor"], row["into"]) for row in open_candidates(held)] == [
        ("hikvison", "hikvision")
    ]
    assert run("record", lines)[2] == ""


def test_a_dry_run_tells_of_it_and_keeps_nothing(run: Run, held, file):
    _, _, error = run("record", file(claim("dahau")), "--dry-run")

    assert "dahau is new and near to dahua" in error
    assert open_candidates(held) == []


def test_a_file_that_is_refused_leaves_no_candidate(run: Run, held, file):
    status, _, error = run("record", file(claim("dahau"), claim("acme", region="BR-ZZZ")))

    assert status == 1
    assert error.startswith("refused: line 2: region: ")
    assert open_candidates(held) == []


def test_whoever_is_mentioned_is_compared_too(run: Run, held, file):
    _, _, error = run("record", file(claim("acme", mentions=["hik-vision", "dahua"])))

    assert "line 1: vendor: hik-vision is new and near to hikvision" in error
    assert len(open_candidates(held)) == 1


def test_many_new_vendors_are_counted_after_the_first_few(run: Run, held, file):
    names = [f"{letter * 5}works" for letter in "abcdefghijkl"]
    assert run("record", file(*map(claim, names)))[2] == ""
    names = [name.replace("works", "work") for name in names]

    _, _, error = run("record", file(*map(claim, names)), "--dry-run")

    assert error.count("\n") == 11
    assert error.endswith("warning: 2 further vendors are near to others\n")
