"""The restricted lists of the United States: one entry, several dated claims about one listing."""

import json

import pytest

from tests.timeline.importing.lists import counted, imported, kinds_of, log_of
from timeline.casebook import casebook_lines
from timeline.cli.recording import read_items
from timeline.errors import BadSource
from timeline.importing.citations import cited_in
from timeline.importing.us_published import LISTS


@pytest.fixture(autouse=True)
def short_lists(monkeypatch):
    for name, published in LISTS.items():
        monkeypatch.setitem(LISTS, name, published._replace(rows=(1, 100)))


def entry(name, **said):
    fields = (
        "aliases",
        "country",
        "address",
        "status",
        "effective_date",
        "federal_register",
        "notes",
    )
    return {"name": name, **dict.fromkeys(fields), "aliases": [], **said}


def written(folder, name, *entries, **more):
    head = {"list_id": name, "source_file": "list.txt", "extracted": "2026-07-09"}
    path = folder / f"{name}.json"
    path.write_text(json.dumps({**head, "count": len(entries), "entities": entries, **more}))
    return path


DAHUA = entry(
    "Dahua Technology",
    federal_register="84 FR 54004, 10/9/19.\n85 FR 44159, 7/22/20.\n87 FR 62202, 10/13/22",
)


def test_an_entry_gives_a_listing_and_its_revisions_and_agrees_with_the_casebook(service, tmp_path):
    service.record(read_items("\n".join(casebook_lines())))
    before = len(log_of(service))
    told = imported(service, "us-lists", written(tmp_path, "bis-entity-list", DAHUA))

    said = [entry.claim for entry in log_of(service)[before:]]
    assert [(claim.kind, claim.valid, claim.disclosed) for claim in said] == [
        ("entity-listed", "2019-10-09", "2019-10-09"),
        ("entry-revised", "2020-07-22", "2020-07-22"),
        ("entry-revised", "2022-10-13", "2022-10-13"),
    ]
    assert {claim.occurrence for claim in said} == {"dahua-us-entity-list"}
    assert ("us-entity-list", 1, 1, 1) in counted(service, "dahua", valid_at="2024-01-01")
    assert told.outcomes == {"listed": 1}
    assert imported(service, "us-lists", tmp_path / "bis-entity-list.json").recorded == 0


def test_a_list_that_names_all_anew_begins_nothing_on_its_day(service, tmp_path):
    service.record(read_items("\n".join(casebook_lines())))
    cited = {"effective_date": "2026-06-10", "federal_register": "91 FR 35189 (June 10, 2026)"}
    both = entry("Dahua", **cited), entry("Acme Systems", **cited)
    imported(service, "us-lists", written(tmp_path, "dow-1260h", *both))

    claims = [e.claim for e in log_of(service)[-3:] if e.claim.kind != "vendor-named"]
    assert [(claim.kind, claim.occurrence, claim.valid) for claim in claims] == [
        ("entry-revised", "dahua-us-1260h", "2026-06-10"),
        ("entity-listed", "us-1260h:acme-systems", "[..2026-06-10]"),
    ]


def test_a_listing_may_be_announced_before_it_takes_effect(service, tmp_path):
    notes = "Listing Date (CMIC): 03 Jun 2021; Divestment Date (CMIC): 03 Jun 2022"
    acme = entry("Acme Ltd", effective_date="2021-08-02", notes=notes)
    imported(service, "us-lists", written(tmp_path, "ofac-nscmic", acme))

    assert kinds_of(service) == ["listing-announced", "entity-listed", "statement-made"]
    asked = {"known_at": "2021-07-01"}
    assert counted(service, "acme-ltd", valid_at="2021-08-01", **asked) == [("us-ns-cmic", 0, 0, 0)]
    assert counted(service, "acme-ltd", valid_at="2021-08-02", **asked) == [("us-ns-cmic", 1, 1, 1)]


def test_what_may_be_a_person_is_left_out_and_stays_left_out(service, tmp_path):
    jane = entry("Jane Crane", aliases=[], federal_register="84 FR 1, 10/9/19")
    firm = entry("Crane Trading", aliases=["Jane Crane"], federal_register="84 FR 1, 10/9/19")
    path = written(tmp_path, "bis-entity-list", jane, firm)

    assert imported(service, "us-lists", path).outcomes == {"left out": 1, "listed": 1}
    assert imported(service, "us-lists", path).outcomes == {"left out": 1, "unchanged": 1}
    assert imported(service, "us-lists", path, persons=True).outcomes == {
        "listed": 1,
        "unchanged": 1,
    }


def test_a_folder_is_read_whole_and_one_name_is_one_vendor_in_it(service, tmp_path):
    written(tmp_path, "bis-entity-list", entry("Acme Ltd", federal_register="84 FR 1, 10/9/19"))
    written(tmp_path, "fcc-covered", entry("ACME LTD.", effective_date="2021-03-12"))
    written(tmp_path, "dhs-uflpa", entry("Acme-Ltd", effective_date="January 15, 2025"))

    assert imported(service, "us-lists", tmp_path).outcomes == {"listed": 3}
    units = [unit for unit, *_ in counted(service, "acme-ltd", valid_at="2026-01-01")]
    assert units == ["us-entity-list", "us-fcc-covered-list", "us-uflpa"]
    assert imported(service, "us-lists", tmp_path).recorded == 0


@pytest.mark.parametrize(
    ("text", "days", "undated"),
    [
        ("84 FR 54004, 10/9/19.\n85 FR 34505,\n6/5/20", ["2019-10-09", "2020-06-05"], 0),
        ("67 F.R. 56530 9/4/02 67 F.R. 10890 3/11/02", ["2002-03-11", "2002-09-04"], 0),
        ("91 FR 35189 (June 10, 2026)", ["2026-06-10"], 0),
        ("81 FR 61601 preview citation details, 9/7/16", ["2016-09-07"], 0),
        ("86 FR 67319", [], 1),
        ("86 FR 66277 11/222/2021", [], 1),
        ("", [], 0),
    ],
)
def test_citations_are_read_with_their_days(text, days, undated):
    cited, left = cited_in(text)

    assert ([each.day for each in cited], left) == (days, undated)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"list_id": "unknown"}, "list_id: expected one of"),
        ({"extracted": "9999-01-01"}, "extracted: expected a day"),
        ({"fruit": 1}, "an object with list_id"),
        ({"entities": []}, "1 to 100 entries, got 0"),
        ({"entities": [{**DAHUA, "fruit": 1}]}, "entry 1: expected only fields that are mapped"),
        ({"entities": [{**DAHUA, "effective_date": "0000-01-01"}]}, "a date in effective_date"),
    ],
)
def test_a_list_that_is_not_as_expected_is_refused(service, tmp_path, change, told):
    with pytest.raises(BadSource, match=told):
        imported(service, "us-lists", written(tmp_path, "bis-entity-list", DAHUA, **change))
    assert log_of(service) == []
