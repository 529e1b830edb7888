"""Statements of ownership: a record followed from statement to statement, each statement accounted for."""

import json
import os
from pathlib import Path

import pytest

from tests.timeline.importing.lists import imported, kinds_of, log_of
from tests.timeline.importing.statements import array, firm, owns, statement
from timeline import Asked, resolve_question
from timeline.answers.ownership import ownerships
from timeline.errors import BadSource
from timeline.importing.candidates import open_candidates

SAMPLES = Path(os.environ.get("TIMELINE_SAMPLES", "samples")) / "bods" / "examples"
FIRMS = (
    firm(1, "a", "Acme Systems Ltd", "0815"),
    firm(2, "b", "Bolt Works", alternateNames=["Bolt"]),
)
SHARE = owns(3, "r", "a", "b", 51, startDate="2019-05-01")


def claims(service, kind="ownership-held"):
    said = [getattr(entry, "claim", None) for entry in log_of(service)]
    return [claim for claim in said if claim is not None and claim.kind == kind]


def held(service, vendor, **asked):
    """How surely each ownership that a vendor is part of was held."""
    with service.snapshot() as snapshot:
        question = resolve_question(snapshot, Asked(**asked), vendor=vendor)
        found = ownerships(snapshot, vendor, question.as_of)
    return [(each.counts.certain, each.counts.presumed, each.counts.possible) for each in found]


def test_firms_are_vendors_and_a_share_is_an_ownership_and_twice_is_nothing_new(service, tmp_path):
    path = array(tmp_path, SHARE, *FIRMS)
    summary = imported(service, "bods", path, observed="2020-04-01")

    assert summary.outcomes == {"imported": 3}
    names = [
        (claim.vendor, claim.name, claim.name_type) for claim in claims(service, "vendor-named")
    ]
    assert names == [
        ("acme-systems-ltd", "Acme Systems Ltd", "legal"),
        ("bolt-works", "Bolt Works", "legal"),
        ("bolt-works", "Bolt", "alias"),
    ]
    assert claims(service, "vendor-named")[0].note == "identifiers: GB-COH 0815"
    [owned] = claims(service)
    assert (owned.vendor, owned.owner, owned.share) == ("bolt-works", "acme-systems-ltd", "51 %")
    assert (owned.valid, owned.disclosed) == ("2019-05-01", "2020-03-01")
    cited = owned.citation
    assert (cited.source, cited.id, cited.published) == (
        "harbour-register",
        "statement-3",
        "2020-03-01",
    )
    assert cited.sha256 is not None
    again = imported(service, "bods", path)
    assert (again.recorded, again.outcomes) == (0, {"unchanged": 3})


def test_a_closed_record_ends_and_was_in_force_before(service, tmp_path):
    closed = owns(
        4,
        "r",
        "a",
        "b",
        51,
        startDate="2019-05-01",
        endDate="2021-06-30",
        status="closed",
        day="2021-09-01",
    )
    summary = imported(service, "bods", array(tmp_path, closed, *FIRMS, SHARE))

    assert summary.outcomes == {"imported": 3, "ended": 1}
    assert [claim.valid for claim in claims(service)] == ["2019-05-01", "2019-05-01/2021-06-30"]
    assert held(service, "bolt-works", valid_at="2021-01-01") == [(1, 1, 1)]
    assert held(service, "bolt-works", valid_at="2022-01-01") == [(0, 0, 0)]
    known = {"valid_at": "2021-08-01", "known_at": "2021-08-01"}
    assert held(service, "bolt-works", **known) == [(1, 1, 1)]


def test_a_closed_record_that_names_no_end_ends_with_its_statement(service, tmp_path):
    imported(service, "bods", array(tmp_path, *FIRMS, SHARE))
    closed = statement(
        4, "relationship", "r", subject="b", interestedParty="a", day="2021-09-01", status="closed"
    )
    imported(service, "bods", array(tmp_path, closed))

    assert claims(service)[-1].valid == "2019-05-01/2021-09-01"
    assert "names no end" in claims(service)[-1].note
    once_more = {**closed, "statementId": "statement-5", "statementDate": "2021-10-01"}
    assert imported(service, "bods", array(tmp_path, once_more)).outcomes == {"unchanged": 1}


def test_another_share_from_a_later_day_is_a_change_and_from_the_same_day_a_correction(
    service, tmp_path
):
    later = owns(4, "r", "a", "b", 70, startDate="2021-01-01", status="updated", day="2021-02-01")
    other = owns(5, "r", "a", "b", 75, startDate="2021-01-01", status="updated", day="2021-03-01")
    again = {**other, "statementId": "statement-6", "statementDate": "2021-04-01"}
    summary = imported(service, "bods", array(tmp_path, *FIRMS, SHARE, later, other, again))

    assert summary.outcomes == {"imported": 3, "changed": 1, "corrected": 1, "unchanged": 1}
    assert kinds_of(service) == [*["ownership-held"] * 3, "source-corrected"]
    assert [(claim.share, claim.valid) for claim in claims(service)] == [
        ("51 %", "2019-05-01"),
        ("51 %", "2019-05-01/2020-12-31"),
        ("70 %", "2021-01-01"),
    ]
    act = log_of(service)[-1].act
    assert (act.brought.share, act.disclosed) == ("75 %", "2021-03-01")
    for day, known in (("2020-12-31", "2020-06-01"), ("2020-12-31", "2022-01-01")):
        assert (1, 1, 1) in held(service, "bolt-works", valid_at=day, known_at=known)
    now = held(service, "bolt-works", valid_at="2022-01-01", known_at="2022-01-01")
    assert sorted(now) == [(0, 0, 0), (1, 1, 1)]


def test_a_record_goes_on_in_a_later_file_and_not_backwards(service, tmp_path):
    newer = owns(4, "r", "a", "b", 60, startDate="2019-05-01", status="updated", day="2021-02-01")
    between = owns(5, "r", "a", "b", 55, startDate="2019-05-01", status="updated", day="2020-08-01")
    imported(service, "bods", array(tmp_path, *FIRMS, SHARE))
    assert imported(service, "bods", array(tmp_path, newer)).outcomes == {"corrected": 1}
    assert imported(service, "bods", array(tmp_path, SHARE)).outcomes == {"unchanged": 1}
    late = imported(service, "bods", array(tmp_path, between))

    assert late.outcomes == {"refused": 1}
    assert "a statement after 2021-02-01, the last imported" in str(late.reasons)


def test_persons_and_what_is_no_ownership_are_left_out(service, tmp_path):
    jane = statement(4, "person", "j", names=[{"type": "legal", "fullName": "Jane Crane"}])
    hers = owns(5, "s", "j", "a", 100, startDate="2018")
    board = owns(6, "t", "a", "b", 1, interest="boardMember")
    nobody = owns(7, "u", "a", "b", 1) | {
        "recordDetails": {"subject": "a", "interestedParty": {"reason": "unknown"}}
    }
    path = array(tmp_path, *FIRMS, jane, hers, board, nobody)
    summary = imported(service, "bods", path)

    assert summary.outcomes == {"imported": 2, "left out": 4}
    assert {reason for _, reason in summary.reasons} == {
        "a person",
        "a person in interestedParty",
        "no interest of ownership or control",
        "no record in interestedParty",
    }
    assert "crane" not in "".join(str(entry) for entry in log_of(service)).casefold()
    imported(service, "bods", path, persons=True)
    assert claims(service)[0].owner == "jane-crane"


def test_one_number_is_one_vendor_and_one_name_with_two_numbers_is_two(service, tmp_path):
    renamed = firm(3, "c", "Acme International", "0815")
    other = firm(4, "d", "Acme Systems Ltd", "4711")
    imported(service, "bods", array(tmp_path, *FIRMS, renamed, other))

    found = [(claim.vendor, claim.name) for claim in claims(service, "vendor-named")]
    assert ("acme-systems-ltd", "Acme International") in found
    assert ("acme-systems-ltd-2", "Acme Systems Ltd") in found
    [candidate] = open_candidates(service)
    assert (candidate["vendor"], candidate["into"]) == ("acme-systems-ltd-2", "acme-systems-ltd")


def test_lines_of_json_say_the_same_as_an_array_and_a_dry_run_writes_nothing(service, tmp_path):
    path = tmp_path / "statements.jsonl"
    path.write_text("\n".join(json.dumps(each) for each in (SHARE, *FIRMS)), encoding="utf-8")
    trial = imported(service, "bods", path, dry_run=True)
    assert log_of(service) == []
    assert imported(service, "bods", path).recorded == trial.recorded == 5
    assert imported(service, "bods", array(tmp_path, *FIRMS, SHARE)).recorded == 0


def test_a_statement_that_is_not_sound_is_refused_with_its_reason_and_the_others_are_taken(
    service, tmp_path
):
    bad = (
        owns(4, "s", "a", "b", 51, startDate="in May"),
        owns(5, "t", "a", "b", 151),
        owns(6, "u", "z", "b", 51),
        firm(7, "e", ""),
        firm(8, "f", "Firm", fruit="pear"),
    )
    summary = imported(service, "bods", array(tmp_path, *FIRMS, SHARE, *bad))

    assert summary.outcomes == {"imported": 3, "refused": 5}
    reasons = " ".join(sorted(reason for _, reason in summary.reasons))
    for words in (
        "startDate: expected a date",
        "share.exact: expected a number",
        "in the file",
        "a name",
        "'fruit'",
    ):
        assert words in reasons


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("[]", "expected statements, got none"),
        ("", "expected statements, got none"),
        ("[1]", "statement 1: expected an object"),
        ('{"statementId": "x"', "broken JSON"),
        (json.dumps([{**SHARE, "recordType": "fruit"}]), "in recordType, got 'fruit'"),
        (json.dumps([{**SHARE, "recordStatus": None}]), "in recordStatus, got null"),
        (json.dumps([SHARE, SHARE]), "statement 2: expected each statementId once"),
        (json.dumps([firm(1, "a", "A", version="0.2")]), "bodsVersion 0.4, got '0.2'"),
        (json.dumps([firm(1, "a", "A", day="2122-01-01")]), "not after now"),
        (json.dumps([firm(1, "a", "A", day="2020-13-01")]), "statement 1: "),
        (json.dumps([{**SHARE, "declaration": "\ud800"}]), "halves of surrogates"),
        ('[{"statementId": ' + "[" * 5_000, "nested too deep"),
        (json.dumps([{**SHARE, "recordId": "\x00"}]), "an id in recordId"),
    ],
)
def test_a_file_that_is_not_of_the_standard_is_refused_and_nothing_is_written(
    service, tmp_path, content, words
):
    path = tmp_path / "statements.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(BadSource, match=words):
        imported(service, "bods", path)
    assert log_of(service) == []


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="TIMELINE_SAMPLES names no folder with them")
def test_every_statement_of_the_examples_of_the_standard_is_accounted_for(service):
    paths = sorted(SAMPLES.glob("*.json"))
    for path in paths:
        assert imported(service, "bods", path).outcomes["refused"] == 0
    assert sum(imported(service, "bods", path).recorded for path in paths) == 0
    shares = {claim.share for claim in claims(service) if claim.vendor == "gasgrid-finland-oy"}
    assert shares == {"23.5 %", "76.5 %", "100 %"}
