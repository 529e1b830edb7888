"""Contracts as OCDS: what each release says, when it was disclosed, and what is left out."""

import json
import os
import shutil
from pathlib import Path
from typing import Any

import pytest

from events import Act, Claim
from tests.timeline.importing.lists import counted, imported, kinds_of, log_of
from tests.timeline.importing.ocds_sources import ACME, OCID, contract, package, release
from timeline.importers import IMPORTERS
from timeline.importing.importer import Request
from timeline.importing.running import run_import

EXAMPLES = Path(os.environ.get("TIMELINE_SAMPLES", "samples")) / "ocds"
EXAMPLES /= "ocds_real_examples_2018-11-24.tar.gz"


def said(service, kind: str) -> list[Claim]:
    claims = [getattr(entry, "claim", None) for entry in log_of(service)]
    return [claim for claim in claims if claim is not None and claim.kind == kind]


def contracts(service, **asked: Any) -> list[list[int]]:
    """The contracts of Acme: certain, presumed, possible."""
    found = counted(service, "acme-cameras-ltd", **asked)
    return [counts for unit, *counts in found if unit == "contract"]


def acts(service) -> list[Act]:
    return [entry.act for entry in log_of(service) if hasattr(entry, "act")]


def test_a_contract_is_agreed_when_signed_and_known_when_released(service, tmp_path):
    period = {"startDate": "2019-03-01T00:00:00Z", "endDate": "2021-03-01T00:00:00Z"}
    signed = contract(period=period, value={"amount": 1_000, "currency": "MXN"})
    path = package(tmp_path, release("2019-02-10", signed))

    assert imported(service, "ocds", path).outcomes == {"imported": 1}
    (agreed,) = said(service, "contract-agreed")
    assert (agreed.occurrence, agreed.vendor) == (f"{OCID}:contract:c1", "acme-cameras-ltd")
    assert (agreed.valid, agreed.disclosed) == ("2019-02-01", "2019-02-10T12:00:00Z")
    assert agreed.region == "MX"
    assert agreed.note == "period of the contract: 2019-03-01 to 2021-03-01"
    assert agreed.citation.source == "ocds-abc123"
    assert agreed.citation.quote == "Cameras for the harbour"
    assert [claim.value for claim in said(service, "measurement-published")] == ["1000 MXN"]
    assert contracts(service, valid_at="2019-02-10") == [[0, 1, 1]]
    asked = {"valid_at": "2019-02-10", "known_at": "2019-02-09"}
    assert contracts(service, **asked) == []


def test_an_award_is_possible_until_it_is_cancelled(service, tmp_path):
    award = {"id": "a1", "suppliers": [ACME], "status": "cancelled"}
    path = package(tmp_path, release("2019-01-10"), release("2019-05-01", awards=[award]))
    imported(service, "ocds", path)

    (awarded,) = said(service, "project-awarded")
    assert (awarded.modality, awarded.valid) == ("announced", "2019-01-02")
    found = counted(service, "acme-cameras-ltd", valid_at="2019-04-01", known_at="2019-04-01")
    assert found == [("project", 0, 0, 1)]
    assert kinds_of(service)[-2:] == ["statement-made", "source-retracted"]
    assert counted(service, "acme-cameras-ltd", valid_at="2019-06-01") == []


def test_terminated_is_ended_at_some_time_up_to_the_release(service, tmp_path):
    ended = release("2020-05-05", contract("terminated"))
    imported(service, "ocds", package(tmp_path, ended, release("2019-02-10", contract())))

    (claim,) = said(service, "contract-terminated")
    assert (claim.valid, claim.disclosed) == ("[2019-02-01..2020-05-05]", "2020-05-05T12:00:00Z")
    assert contracts(service, valid_at="2020-06-01") == [[0, 0, 0]]
    asked = {"valid_at": "2019-02-10", "known_at": "2020-01-01"}
    assert contracts(service, **asked) == [[0, 1, 1]]


def test_cancelled_never_began_and_takes_back_what_was_agreed(service, tmp_path):
    before, after = release("2019-02-10", contract()), release("2019-04-01", contract("cancelled"))
    imported(service, "ocds", package(tmp_path, before, after))

    assert kinds_of(service)[-2:] == ["statement-made", "source-retracted"]
    assert said(service, "contract-terminated") == []
    (retracted,) = acts(service)
    assert retracted.target == said(service, "contract-agreed")[0].id
    asked = {"valid_at": "2019-03-01", "known_at": "2019-05-01"}
    assert contracts(service, **asked) == []
    assert contracts(service, valid_at="2019-03-01", known_at="2019-03-15") == [[0, 1, 1]]


def test_pending_is_meant_until_it_is_signed(service, tmp_path):
    pending = release("2019-01-20", contract("pending", dateSigned=None))
    imported(service, "ocds", package(tmp_path, pending, release("2019-02-10", contract())))

    claims = said(service, "contract-agreed")
    assert [(claim.modality, claim.valid) for claim in claims] == [
        ("announced", None),
        ("effected", "2019-02-01"),
    ]
    assert acts(service) == []


def test_another_date_of_signature_is_a_correction(service, tmp_path):
    other = release("2019-04-01", contract(dateSigned="2019-02-03T00:00:00Z"))
    path = package(tmp_path, release("2019-02-10", contract()), other, release("2019-05-01"))
    told = imported(service, "ocds", path)

    (corrected,) = acts(service)
    assert corrected.content()["by"]["valid"] == "2019-02-03"
    assert told.outcomes == {"imported": 2, "unchanged": 1}
    assert imported(service, "ocds", path).recorded == 0


def test_persons_are_left_out_unless_they_are_asked_for(service, tmp_path):
    award = {"id": "a1", "suppliers": [{"id": "s2", "name": "Jane Crane"}]}
    path = package(tmp_path, release("2019-02-10", contract(), awards=[award]))

    told = imported(service, "ocds", path)
    assert told.outcomes == {"left out": 1}
    assert log_of(service) == []
    assert imported(service, "ocds", path, persons=True).outcomes == {"imported": 1}


def test_a_supplier_is_known_by_its_identifier_under_another_name(service, tmp_path):
    names = {"2019-02-10": "Acme Cameras Ltd", "2019-03-10": "Harbour Vision Ltd"}
    for day, name in names.items():
        identifier = {"scheme": "MX-RFC", "id": "ACM010101AA1", "legalName": name}
        award = {"id": "a1", "suppliers": [{"name": name, "identifier": identifier}]}
        process = {"ocid": f"ocds-abc123-{day}", "awards": [award]}
        imported(service, "ocds", package(tmp_path, release(day, contract(), **process)))

    assert {claim.vendor for claim in said(service, "contract-agreed")} == {"acme-cameras-ltd"}
    assert [claim.name for claim in said(service, "vendor-named")] == list(names.values())


def test_each_supplier_of_a_contract_has_it(service, tmp_path):
    both = [ACME, {"id": "s2", "name": "Bolt Systems Inc"}]
    path = package(tmp_path, release("2019-02-10", contract(suppliers=both)))
    imported(service, "ocds", path)

    about = {claim.vendor: claim.occurrence for claim in said(service, "contract-agreed")}
    assert about == {
        "acme-cameras-ltd": f"{OCID}:contract:c1",
        "bolt-systems-inc": f"{OCID}:contract:c1:2",
    }


def test_names_in_other_scripts_make_ids(service, tmp_path):
    award = {"id": "нагорода", "suppliers": [{"name": "завод Камера"}]}
    said_so = {"ocid": "процес", "id": "реліз", "awards": [award]}
    signed = contract(id="договір", awardID="нагорода")
    path = package(tmp_path, release("2019-02-10", signed, **said_so), publisher={"name": "Місто"})

    assert imported(service, "ocds", path).outcomes == {"imported": 1}


def test_an_import_that_was_cut_off_goes_on_and_doubles_nothing(service, tmp_path):
    def process(number: int) -> dict[str, Any]:
        award = {"id": "a1", "suppliers": [{"name": f"Harbour {number} Ltd"}]}
        return release("2019-02-10", contract(), ocid=f"ocds-abc123-{number}", awards=[award])

    def cut_off(what: str, *_: int) -> None:
        if what == "importing":
            raise KeyboardInterrupt

    path = package(tmp_path, *map(process, range(500)))
    whole = imported(service, "ocds", path, dry_run=True).recorded
    with pytest.raises(KeyboardInterrupt):
        run_import(service, IMPORTERS["ocds"], Request(path), dry_run=False, told=cut_off)
    assert 0 < len(log_of(service)) < whole

    imported(service, "ocds", path)
    assert len(log_of(service)) == whole
    assert imported(service, "ocds", path).recorded == 0


def test_records_bare_releases_folders_and_archives_are_read_alike(service, tmp_path):
    folder = tmp_path / "some"
    folder.mkdir()
    whole = release("2019-02-10", contract())
    linked = [{"url": "https://city.example/r1", "date": "2019-02-10", "tag": ["award"]}]
    record = {"ocid": "ocds-abc123-8", "releases": linked}
    record["compiledRelease"] = {**whole, "ocid": "ocds-abc123-8", "tag": ["compiled"]}
    records = [{"ocid": OCID, "releases": [whole], "compiledRelease": whole}, record]
    (folder / "records.json").write_text(json.dumps({"records": records}), encoding="utf-8")
    (folder / "release.json").write_text(json.dumps(whole), encoding="utf-8")
    (folder / "broken.json").write_text("{", encoding="utf-8")

    told = imported(service, "ocds", folder)
    assert told.outcomes == {"imported": 2, "unchanged": 1, "refused": 1}
    assert told.beside == {"process": 2}
    packed = Path(shutil.make_archive(str(tmp_path / "packed"), "gztar", folder))
    again = imported(service, "ocds", packed)
    assert (again.recorded, again.outcomes) == (0, {"unchanged": 3, "refused": 1})


def test_a_file_that_is_no_json_is_left_out_and_told(service, tmp_path):
    folder = tmp_path / "some"
    folder.mkdir()
    (folder / "release.json").write_text(json.dumps(release("2019-02-10", contract())), "utf-8")
    for name in ("awards.csv", "contracts.CSV", "LICENSE"):
        (folder / name).write_text("awards/0/id\n1\n", encoding="utf-8")
    reasons = {
        ("left out", "a .csv file, only .json is read"): 2,
        ("left out", "a file without an ending, only .json is read"): 1,
    }

    told = imported(service, "ocds", folder)
    assert told.outcomes == {"imported": 1, "left out": 3}
    assert reasons.items() <= told.reasons.items()
    packed = Path(shutil.make_archive(str(tmp_path / "packed"), "gztar", folder))
    again = imported(service, "ocds", packed)
    assert again.outcomes == {"unchanged": 1, "left out": 3}
    assert reasons.items() <= again.reasons.items()


@pytest.mark.slow
@pytest.mark.skipif(not EXAMPLES.is_file(), reason="TIMELINE_SAMPLES has no folder ocds")
def test_every_published_release_is_accounted_for(service):
    told = imported(service, "ocds", EXAMPLES)

    files_left_out = 10
    assert told.rows == 887 + files_left_out
    assert told.beside == {"process": 610}
    assert told.outcomes["refused"] == 6
    again = imported(service, "ocds", EXAMPLES)
    assert again.recorded == 0
    assert again.outcomes["left out"] == told.outcomes["left out"]
