"""Tables kept by hand, as CSV and as JSON Lines."""

import json

import pytest

from tests.timeline.importing.lists import imported, log_of
from timeline import Item
from timeline.casebook import casebook_lines
from timeline.errors import TimelineError
from timeline.importing.candidates import open_candidates

HEADER = "kind,occurrence,vendor,region,size,valid,disclosed,mentions,source,url,quote,derived_from"
ROW = (
    "project-awarded,acme-harbour,acme,BR-SP,3,[2016..2017],2021-03-04,bolt; crane,"
    "harbour-exchange,https://exchange.example/77,three projects,-"
)


def table(folder, *lines, name="facts.csv"):
    path = folder / name
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_a_row_of_a_csv_is_a_claim_with_its_citation(service, tmp_path):
    told = imported(service, "table", table(tmp_path, HEADER, ROW))

    assert told.outcomes == {"imported": 1}
    claim = log_of(service)[0].claim
    assert (claim.size, claim.valid, claim.mentions) == (3, "[2016..2017]", ("bolt", "crane"))
    assert claim.citation.quote == "three projects"
    assert claim.citation.assessed
    assert claim.citation.derived_from is None


def test_an_empty_cell_says_nothing(service, tmp_path):
    row = "statement-made,acme-silence,acme,,,,,,times,,,"
    path = table(tmp_path, HEADER + ",statement", row + ",no reason was given")
    imported(service, "table", path)

    claim = log_of(service)[0].claim
    assert (claim.region, claim.valid, claim.disclosed) == (None, None, None)
    assert not claim.citation.assessed


def test_the_casebook_is_such_a_table(service, tmp_path):
    path = table(tmp_path, *casebook_lines(), name="casebook.jsonl")
    told = imported(service, "table", path)

    assert told.outcomes == {"imported": len(casebook_lines())}
    items = [Item(json.loads(line)) for line in casebook_lines()]
    assert service.record(items).new == 0
    assert imported(service, "table", path).outcomes == {"unchanged": len(casebook_lines())}


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        (
            [HEADER, ROW, ROW.replace("[2016..2017]", "2016-1X-99")],
            "line 3: valid: expected a day of the calendar",
        ),
        ([HEADER, ROW, ROW.replace("2021-03-04", "0000-01-01")], "years 1 to 9999"),
        (
            [HEADER, ROW, ROW.replace("BR-SP", "BR-ZZZ")],
            "line 3: region: expected the id of a known",
        ),
        ([HEADER + ",fruit", ROW + ",apple"], "line 2: fruit"),
        ([HEADER, ROW + ",more"], "line 2: expected 12 columns, got 13"),
        (["kind,kind", "a,b"], "a header with a name for each column"),
        ([HEADER, ROW.replace("project-awarded", "project-won")], "line 2: kind: expected one of"),
        (['{"claim": {"kind": "x"'], "line 1: expected"),
        (['{"act": {"act": "withdrawn"}}'], "line 1: target"),
    ],
)
def test_a_table_with_a_row_that_is_not_sound_is_refused_and_nothing_is_written(
    service, tmp_path, lines, told
):
    with pytest.raises(TimelineError) as refused:
        imported(service, "table", table(tmp_path, *lines))

    assert told in str(refused.value)
    assert "\n" not in str(refused.value)
    assert log_of(service) == []


def test_a_vendor_that_a_table_is_the_first_to_name_is_a_candidate_for_one_of_a_near_name(
    service, tmp_path
):
    service.record([Item(json.loads(line)) for line in casebook_lines()])
    rows = [
        ROW.replace("acme-harbour,acme", f"{vendor}-at-work,{vendor}")
        for vendor in ("acme", "hikvison", "dahua")
    ]
    path = table(tmp_path, HEADER, *rows, rows[1].replace("at-work", "on-sea"))

    assert imported(service, "table", path, dry_run=True).candidates == 1
    assert open_candidates(service) == []
    assert imported(service, "table", path).candidates == 1
    (candidate,) = open_candidates(service)
    assert candidate == {
        "vendor": "hikvison",
        "name": "hikvison",
        "into": "hikvision",
        "near": "Hikvision",
        "list": "table",
    }
    assert imported(service, "table", path).candidates == 0


def test_a_vendor_that_a_table_names_is_compared_by_its_names_and_with_those_before_it(
    service, tmp_path
):
    named = {"kind": "vendor-named", "disclosed": "2021-03-04", "source": "gazette"}
    lines = [
        {**named, "occurrence": f"{vendor}-names", "vendor": vendor, "name": name}
        for vendor, name in (("v-1", "Harbour Dredging"), ("v-2", "Harbor Dredging Ltd"))
    ]
    path = table(tmp_path, *map(json.dumps, lines), name="names.jsonl")
    imported(service, "table", path)

    assert [(row["vendor"], row["into"]) for row in open_candidates(service)] == [("v-2", "v-1")]
