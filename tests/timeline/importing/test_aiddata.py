"""Projects of AidData: what is planned is announced, a status ends what it ends, and nothing twice."""

from typing import Any

import pytest

from events import ActEvent, Event
from tests.timeline.importing.lists import counted, imported, kinds_of, log_of
from tests.timeline.importing.projects import project, projects
from timeline.errors import BadParameter, BadSource

DAY = {"observed": "2022-06-28"}


def began(day: str) -> dict[str, str]:
    return {"Actual Implementation Start Date (MM/DD/YYYY)": f"{day} 00:00:00"}


def completed(day: str) -> dict[str, str]:
    return {"Actual Completion Date (MM/DD/YYYY)": f"{day} 00:00:00"}


def claims(service: Any) -> list[Any]:
    return [entry.claim for entry in log_of(service) if isinstance(entry, Event)]


@pytest.mark.parametrize(
    ("status", "said", "modality", "begins", "ends"),
    [
        ("Pipeline: Pledge", {}, "announced", "2012", None),
        ("Pipeline: Commitment", began("2013-01-01"), "announced", "2012", None),
        ("Implementation", {}, "effected", "[2012..2022-06-28]", None),
        ("Implementation", began("2013-01-01"), "effected", "2013-01-01", None),
        ("Completion", {}, "effected", "[2012..2022-06-28]", "[2012..2022-06-28]"),
        ("Completion", completed("2015-02-03"), "effected", "[2012..2015-02-03]", "2015-02-03"),
        ("Suspended", {}, "announced", "2012", None),
        ("Suspended", began("2013-01-01"), "effected", "2013-01-01", None),
        ("Cancelled", {}, None, None, None),
        ("Cancelled", began("2013-01-01"), "effected", "2013-01-01", "[2013-01-01..2022-06-28]"),
    ],
)
def test_what_a_status_says(service, tmp_path, status, said, modality, begins, ends):
    told = imported(service, "aiddata", projects(tmp_path, project(7, status, **said)), **DAY)

    assert told.outcomes == {"imported": 1}
    found = {claim.kind: claim for claim in claims(service) if claim.vendor == "bolt-systems-ltd"}
    award, end = found.get("project-awarded"), found.get("contract-terminated")
    assert (award and award.modality, award and award.valid) == (modality, begins)
    assert (end and end.valid) == ends
    assert ("statement-made" in found) == (status in ("Cancelled", "Suspended"))


def test_who_implements_has_the_project_and_who_finances_it_is_noted(service, tmp_path):
    imported(service, "aiddata", projects(tmp_path, project(7, **began("2013-01-01"))), **DAY)

    assert {c.vendor for c in claims(service)} == {"bolt-systems-ltd", "harbour-bank", None}
    (finance,) = [c for c in claims(service) if c.kind == "statement-made"]
    assert (finance.vendor, finance.region, finance.valid) == ("harbour-bank", "KE", "2012")
    (amount,) = [c for c in claims(service) if c.kind == "measurement-published"]
    assert amount.content()["value"] == "1250000.50 USD"
    (source,) = [c for c in claims(service) if c.kind == "source-described"]
    assert "ODC-By" in source.content()["name"]
    assert counted(service, "bolt-systems-ltd", valid_at="2013-06-01") == [("project", 0, 0, 1)]


def test_a_second_time_nothing_is_new_and_a_changed_row_says_what_changed(service, tmp_path):
    imported(
        service, "aiddata", projects(tmp_path, project(7, "Implementation"), project(8)), **DAY
    )
    before = len(log_of(service))
    rows = (project(7, "Completion", **completed("2023-05-06")), project(8))
    assert imported(service, "aiddata", projects(tmp_path, *rows[1:]), **DAY).recorded == 0
    told = imported(service, "aiddata", projects(tmp_path, *rows), observed="2024-01-01")

    assert told.outcomes == {"ended": 1, "unchanged": 1}
    new = [
        entry.act.content()["act"] if isinstance(entry, ActEvent) else entry.claim.kind
        for entry in log_of(service)[before:]
    ]
    assert new == ["contract-terminated"]


def test_a_project_that_was_planned_and_is_cancelled_was_none(service, tmp_path):
    imported(service, "aiddata", projects(tmp_path, project(7, "Pipeline: Commitment")), **DAY)
    assert counted(service, "bolt-systems-ltd") == [("project", 0, 0, 1)]
    row = projects(tmp_path, project(7, "Cancelled"))
    imported(service, "aiddata", row, observed="2024-01-01")

    assert "source-retracted" in kinds_of(service)
    assert counted(service, "bolt-systems-ltd") == []


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"Status": "Paused"}, "Cancelled, Suspended in Status, got 'Paused'"),
        ({"Commitment Year": 0}, "a year in 1949 to 2100 in Commitment Year"),
        ({"Commitment Year": 2030}, "projects committed up to 2022-06-28"),
        (completed("9999-12-31"), "a day in 1949 to 2100 in Actual Completion"),
        (completed("2013-02-30"), "a day in 1949 to 2100 in Actual Completion"),
        ({"Amount (Constant USD2017)": -1}, "an amount in Amount"),
        ({"Title": None}, "text in Title"),
        ({"fruit": "1"}, "the fields of a project, got fruit"),
        ({"AidData TUFF Project ID": 8}, "each project once"),
    ],
)
def test_projects_that_are_not_sound_are_refused_in_one_line(service, tmp_path, said, told):
    path = projects(tmp_path, project(8), project(7, **said))

    with pytest.raises(BadSource) as refused:
        imported(service, "aiddata", path, **DAY)
    assert told in str(refused.value)
    assert "\n" not in str(refused.value)
    assert log_of(service) == []


def test_a_recipient_that_is_nowhere_refuses_its_row_alone(service, tmp_path):
    path = projects(
        tmp_path, project(7, Recipient="Atlantis"), project(8, Recipient="Multi-Region")
    )
    told = imported(service, "aiddata", path, **DAY)

    assert told.outcomes == {"refused": 1, "imported": 1}


def test_when_the_copy_was_taken_has_to_be_told(service, tmp_path):
    with pytest.raises(BadParameter, match="observed"):
        imported(service, "aiddata", projects(tmp_path, project()))
