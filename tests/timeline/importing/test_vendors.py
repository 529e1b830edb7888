"""Who a name on a list is: vendors matched by recorded names alone, and candidates for a person to decide."""

import json

import pytest
from typer.testing import CliRunner

from tests.timeline.importing.lists import KEYED, copy, counted, imported, log_of, profile
from timeline.casebook import casebook_lines
from timeline.cli import app
from timeline.cli.recording import read_items
from timeline.errors import BadParameter, UnknownImporter, UnknownProfile
from timeline.importers import IMPORTERS
from timeline.importing.candidates import decide, open_candidates
from timeline.importing.profile import read_profile, shipped
from timeline.migrate import migrate

NEW_YORK = "7,DAHUA ELECTRONICS CORPORATION,firm,Flushing NY"
HANGZHOU = "8,Zhejiang Dahua Technology,firm,Hangzhou"
LIST = KEYED.replace("rows = [2,", "rows = [1,")


@pytest.fixture
def listed(service, tmp_path):
    service.record(read_items("\n".join(casebook_lines())))
    path = copy(tmp_path, "2024-01-05", NEW_YORK, HANGZHOU)
    imported(service, "keyed-list", path, profile=profile(tmp_path, LIST))
    return service


def test_a_name_that_is_recorded_means_its_vendor_and_another_does_not(listed):
    assert ("watch", 1, 1, 1) in counted(listed, "dahua", valid_at="2024-02-01")
    assert counted(listed, "dahua-electronics-corporation") == [("watch", 1, 1, 1)]
    assert [(row["vendor"], row["into"]) for row in open_candidates(listed)] == [
        ("dahua-electronics-corporation", "dahua")
    ]


@pytest.mark.parametrize("name", ["Hikvison", "HIKVISSION CO", "Hikvision Digitel"])
def test_a_name_with_a_typo_is_a_candidate(service, tmp_path, name):
    service.record(read_items("\n".join(casebook_lines())))
    path = copy(tmp_path, "2024-01-05", f"7,{name},firm,")
    imported(service, "keyed-list", path, profile=profile(tmp_path, LIST))

    assert [row["into"] for row in open_candidates(service)] == ["hikvision"]


def test_ministries_are_no_candidates_for_one_another(service, tmp_path):
    bodies = ("Finance", "Foreign Affairs", "Economic Affairs", "Culture and Sport", "Justice")
    rows = [
        f"{place}{number},Ministry of {body} of {country},firm,"
        for place, country in enumerate(("Georgia", "Estonia", "Elbonia"))
        for number, body in enumerate(bodies)
    ]
    path = copy(tmp_path, "2024-01-05", *rows)
    told = imported(service, "keyed-list", path, profile=profile(tmp_path, LIST))

    assert open_candidates(service) == []
    assert told.candidates == 0


def test_a_candidate_is_merged_by_a_person_or_put_aside(listed):
    pair = ("dahua-electronics-corporation", "dahua")
    with pytest.raises(BadParameter, match="reason"):
        decide(listed, "merge", *pair, None, "jane")
    with pytest.raises(BadParameter, match="VENDOR INTO of a candidate"):
        decide(listed, "apart", "dahua", "hikvision", None, "jane")
    decide(listed, "apart", *pair, None, "jane")
    assert open_candidates(listed) == []

    decide(listed, "merge", *pair, "one firm after all", "jane")
    act = log_of(listed)[-1].act
    assert (act.act, act.target, act.into, act.actor) == ("vendor-merged", *pair, "jane")


def test_two_keys_of_one_list_are_two_vendors_though_they_have_one_name(service, tmp_path):
    path = copy(tmp_path, "2024-01-05", "1,Acme Ltd,firm,", "2,ACME LTD.,firm,")
    imported(service, "keyed-list", path, profile=profile(tmp_path))

    vendors = [e.claim.vendor for e in log_of(service) if e.claim.kind == "entity-listed"]
    assert vendors == ["acme-ltd", "acme-ltd-2"]
    assert [(row["vendor"], row["into"]) for row in open_candidates(service)] == [
        ("acme-ltd-2", "acme-ltd")
    ]


def test_names_in_no_latin_letters_have_ids_too(service, tmp_path):
    path = copy(tmp_path, "2024-01-05", "1,大华,firm,", "2,海康威视,firm,")
    imported(service, "keyed-list", path, profile=profile(tmp_path))

    vendors = {e.claim.vendor for e in log_of(service) if e.claim.kind == "entity-listed"}
    assert len(vendors) == 2
    assert all(vendor.startswith("watch-") for vendor in vendors)


@pytest.mark.parametrize("name", shipped())
def test_a_shipped_profile_is_sound(name):
    assert read_profile(name).name == name


@pytest.mark.parametrize("name", IMPORTERS)
def test_an_importer_says_what_it_takes(name):
    assert IMPORTERS[name].name == name
    assert IMPORTERS[name].description


def test_a_profile_that_is_not_there_is_refused(service, tmp_path):
    path = copy(tmp_path, "2024-01-05", NEW_YORK)
    for how in ({}, {"profile": "us-nothing"}):
        with pytest.raises(UnknownProfile, match="us-sdn"):
            imported(service, "keyed-list", path, **how)


def test_the_command_tells_the_summary_and_the_candidates(sqlite_url, tmp_path, monkeypatch):
    monkeypatch.setenv("TIMELINE_DATABASE", sqlite_url)
    migrate(sqlite_url)
    path = copy(tmp_path, "2024-01-05", NEW_YORK, "9,Dahua Works,firm,")
    how = profile(tmp_path, LIST)

    told = json.loads(run("import", "keyed-list", str(path), "--profile", how, "--json"))
    assert told["outcomes"] == {"listed": 2}
    assert told["rows"] == 2
    shown = run("import", "keyed-list", str(path), "--profile", how, "--dry-run")
    assert "2 rows accounted for; 0 claims and acts would be recorded" in " ".join(shown.split())
    rows = json.loads(run("candidates", "--json"))["candidates"]
    assert [row["vendor"] for row in rows] == ["dahua-works"]
    run("candidates", "merge", rows[0]["vendor"], rows[0]["into"], "--reason", "one firm")
    assert "dahua-works" not in run("candidates")

    refused = CliRunner().invoke(app, ["import", "nothing", str(path)])
    assert isinstance(refused.exception, UnknownImporter)


def run(*words: str) -> str:
    result = CliRunner().invoke(app, list(words))
    assert result.exit_code == 0, result.output
    return result.stdout
