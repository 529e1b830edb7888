"""Statements of FollowTheMoney: names, listings and ownership, each statement accounted for."""

import json

import pytest

from tests.timeline.importing.lists import counted, imported, kinds_of, log_of
from tests.timeline.importing.statements import table, told
from timeline.errors import BadSource
from timeline.importers import IMPORTERS
from timeline.importing.candidates import open_candidates
from timeline.importing.importer import Request
from timeline.importing.running import run_import

ACME = (
    told(
        "NK-a",
        "Company",
        "name",
        "Acme Systems Ltd",
        lang="eng",
        original_value="ACME Systems, Ltd.",
    ),
    told("NK-a", "Company", "alias", "Akme"),
    told("NK-a", "Company", "leiCode", "5493001KJTIIGC8Y1R12"),
    told("NK-a", "LegalEntity", "country", "gb"),
    told("NK-a", "LegalEntity", "registrationNumber", "0815"),
    told("NK-a", "Company", "sector", "harbours"),
)
BOLT = told("NK-b", "Organization", "name", "Bolt Works")
JANE = (
    told("NK-j", "Person", "name", "Jane Crane"),
    told("NK-j", "LegalEntity", "name", "J. Crane"),
)
SANCTION = (
    told("s-1", "Sanction", "entity", "NK-a"),
    told("s-1", "Sanction", "authority", "The Treasury"),
    told("s-1", "Sanction", "programId", "XX-WATCH"),
    told("s-1", "Sanction", "country", "us"),
    told("s-1", "Sanction", "startDate", "2022-05-01"),
)
OWNED = (
    told("o-1", "Ownership", "owner", "NK-a"),
    told("o-1", "Ownership", "asset", "NK-b"),
    told("o-1", "Ownership", "percentage", "51", original_value="51 per cent"),
    told("o-1", "Ownership", "startDate", "2019"),
    told("o-1", "Ownership", "endDate", "2022-06-30"),
)


def claims(service, kind):
    said = [getattr(entry, "claim", None) for entry in log_of(service)]
    return [claim for claim in said if claim is not None and claim.kind == kind]


def test_statements_give_names_listings_and_ownership_and_twice_is_nothing_new(service, tmp_path):
    path = table(tmp_path, *SANCTION, *OWNED, *reversed(ACME), BOLT)
    summary = imported(service, "ftm", path)

    assert summary.outcomes == {"imported": 16, "left out": 1}
    assert summary.reasons == {("left out", "the property sector of Company"): 1}
    names = [
        (claim.name, claim.name_type, claim.language) for claim in claims(service, "vendor-named")
    ]
    assert names == [
        ("Acme Systems Ltd", "legal", "eng"),
        ("Akme", "alias", None),
        ("Bolt Works", "legal", None),
    ]
    first = claims(service, "vendor-named")[0]
    assert first.note == "identifiers: XI-LEI 5493001KJTIIGC8Y1R12; GB-REGISTER 0815"
    assert (first.citation.source, first.citation.quote) == (
        "harbour_list".replace("_", "-"),
        "ACME Systems, Ltd.",
    )
    [listed] = claims(service, "entity-listed")
    assert (listed.vendor, listed.list, listed.region) == ("acme-systems-ltd", "xx-watch", "US")
    assert (listed.valid, listed.disclosed) == ("2022-05-01", "[..2023-04-20]")
    owned = claims(service, "ownership-held")
    assert [(claim.vendor, claim.owner, claim.share, claim.valid) for claim in owned] == [
        ("bolt-works", "acme-systems-ltd", "51 per cent", "2019"),
        ("bolt-works", "acme-systems-ltd", "51 per cent", "2019/2022-06-30"),
    ]
    assert counted(service, "acme-systems-ltd", valid_at="2023-01-01")[0] == ("xx-watch", 1, 1, 1)
    again = imported(service, "ftm", path)
    assert (again.recorded, again.outcomes) == (0, {"unchanged": 16, "left out": 1})


def test_an_end_told_later_delists_and_another_beginning_corrects(service, tmp_path):
    imported(service, "ftm", table(tmp_path, *ACME, *SANCTION))
    listed = told("s-1", "Sanction", "listingDate", "2022-04-01")
    ended = told("s-1", "Sanction", "endDate", "2024-01-31", first_seen="2024-02-02T00:00:00")
    imported(service, "ftm", table(tmp_path, *SANCTION, listed, ended))
    assert kinds_of(service) == ["entity-listed", "entity-delisted"]
    assert claims(service, "entity-delisted")[0].disclosed == "[..2024-02-02]"

    moved = told("s-1", "Sanction", "startDate", "2022-06-01")
    summary = imported(service, "ftm", table(tmp_path, *SANCTION[:4], moved, ended))
    assert summary.outcomes["corrected"] == 6
    assert kinds_of(service)[2:] == ["source-corrected"]
    assert counted(service, "acme-systems-ltd", valid_at="2022-05-15") == [("xx-watch", 0, 0, 0)]
    gone = imported(service, "ftm", table(tmp_path, *SANCTION[:4], moved))
    assert gone.outcomes["corrected"] == 5
    assert kinds_of(service)[3:] == ["source-retracted"]


def test_persons_are_left_out_and_counted_unless_asked_for(service, tmp_path):
    of_jane = told("o-2", "Ownership", "owner", "NK-j"), told("o-2", "Ownership", "asset", "NK-a")
    ship = told("v-1", "Vessel", "name", "Harbour Queen")
    on_ship = told("s-2", "Sanction", "entity", "v-1"), told("s-2", "Sanction", "program", "Ships")
    path = table(tmp_path, *JANE, *ACME, *of_jane, ship, *on_ship)
    summary = imported(service, "ftm", path)

    assert summary.outcomes == {"imported": 5, "left out": 8}
    assert {reason for _, reason in summary.reasons} == {
        "a person",
        "a person in owner",
        "a Vessel",
        "neither an organisation nor a person in entity",
        "the property sector of Company",
    }
    assert "crane" not in "".join(str(entry) for entry in log_of(service)).casefold()
    imported(service, "ftm", path, persons=True)
    assert claims(service, "ownership-held")[0].owner == "j-crane"


def test_one_identifier_is_one_vendor_and_one_name_with_two_numbers_is_two(service, tmp_path):
    imported(service, "ftm", table(tmp_path, *ACME))
    same = (
        told("NK-c", "Company", "name", "Acme Holdings"),
        told("NK-c", "Company", "leiCode", "5493001kjtiigc8y1r12"),
    )
    other = (
        told("NK-d", "Company", "name", "Acme Systems Ltd"),
        told("NK-d", "Company", "leiCode", "529900T8BM49AURSDO55"),
    )
    imported(service, "ftm", table(tmp_path, *same, *other))

    vendors = [(claim.vendor, claim.name) for claim in claims(service, "vendor-named")[2:]]
    assert vendors == [
        ("acme-systems-ltd", "Acme Holdings"),
        ("acme-systems-ltd-2", "Acme Systems Ltd"),
    ]
    [candidate] = open_candidates(service)
    assert (candidate["vendor"], candidate["into"]) == ("acme-systems-ltd-2", "acme-systems-ltd")


def test_a_record_that_is_given_another_id_stays_the_same_vendor(service, tmp_path):
    imported(service, "ftm", table(tmp_path, *ACME))
    renamed = told("Q42", "Company", "name", "Acme International", entity_id="NK-a")
    imported(service, "ftm", table(tmp_path, renamed))

    assert claims(service, "vendor-named")[-1].vendor == "acme-systems-ltd"


def test_lines_of_json_say_the_same_as_a_table(service, tmp_path):
    imported(service, "ftm", table(tmp_path, *ACME, *SANCTION))
    path = tmp_path / "statements.jsonl"
    path.write_text("\n".join(json.dumps(each) for each in (*ACME, *SANCTION)), encoding="utf-8")

    assert imported(service, "ftm", path).recorded == 0


def test_a_statement_that_is_not_sound_is_refused_with_its_reason_and_the_others_are_taken(
    service, tmp_path
):
    late = told("s-1", "Sanction", "listingDate", "2122-01-01")
    away = told("s-3", "Sanction", "entity", "NK-z"), told("s-3", "Sanction", "program", "Watch")
    odd = told("o-1", "Ownership", "startDate", "in May")
    external = told("NK-a", "Company", "alias", "Acme Mines", external="t")
    nameless = told("NK-e", "Company", "leiCode", "1")
    path = table(tmp_path, *ACME, BOLT, *SANCTION, late, *away, *OWNED, odd, external, nameless)
    summary = imported(service, "ftm", path)

    assert summary.outcomes == {"imported": 6, "left out": 2, "refused": 6 + 2 + 6 + 1}
    reasons = " ".join(reason for _, reason in summary.reasons)
    for words in (
        "not after now",
        "in the file",
        "a date such as",
        "external",
        "name: expected a name",
    ):
        assert words in reasons
    assert kinds_of(service) == []


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("entity_id,prop,schema,value\n", "expected a header with entity_id, prop"),
        ("entity_id,prop,schema,value,dataset,fruit\n", "no column but"),
        ("entity_id,prop,schema,value,dataset\na,b,c,d\n", "line 2: expected 5 columns, got 4"),
        ("entity_id,prop,schema,value,dataset\na,name,Company,,d\n", "expected text in value"),
        ("entity_id,prop,schema,value,dataset\n", "expected statements"),
        ('{"entity_id": "a"}', "line 1: expected text in prop"),
        ('{"entity_id": "a"', "broken JSON"),
        (json.dumps({**BOLT, "value": "\ud800"}), "line 1: expected text without halves"),
        ("[]", "expected a header"),
        ("", "expected a header"),
    ],
)
def test_a_file_that_is_not_of_statements_is_refused_and_nothing_is_written(
    service, tmp_path, content, words
):
    path = tmp_path / "statements.csv"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(BadSource, match=words):
        imported(service, "ftm", path)
    assert log_of(service) == []


def test_an_import_that_was_cut_off_goes_on_where_it_stood(service, tmp_path, monkeypatch):
    path = table(tmp_path, *ACME, BOLT, *SANCTION, *OWNED)
    whole = imported(service, "ftm", path, dry_run=True).recorded
    monkeypatch.setattr("timeline.importing.running.BATCH", 1)

    def cut(what, done, _whole):
        if what == "importing" and done:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run_import(service, IMPORTERS["ftm"], Request(path), dry_run=False, told=cut)
    begun = len(log_of(service))
    assert 0 < begun < whole
    assert imported(service, "ftm", path).recorded == whole - begun
