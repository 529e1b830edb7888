"""The lists themselves, where a folder of them is named by TIMELINE_SAMPLES."""

import os
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from events import Event
from tests.timeline.importing.lists import counted, imported
from timeline import FixedClock, Service
from timeline.casebook import casebook_lines
from timeline.cli.recording import read_items
from timeline.database import open_engine, reading
from timeline.importing.candidates import open_candidates
from timeline.importing.formats import parse
from timeline.importing.opening import pieces, sha256_of
from timeline.importing.profile import read_profile
from timeline.importing.state import load
from timeline.migrate import migrate
from timeline.projecting import OPEN

SAMPLES = Path(os.environ.get("TIMELINE_SAMPLES", "samples"))
HERE = pytest.mark.skipif(not SAMPLES.is_dir(), reason="TIMELINE_SAMPLES names no folder")
NOW = 1_795_400_000_000_000
pytestmark = [pytest.mark.slow, HERE]


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Service:
    url = f"sqlite:///{tmp_path_factory.mktemp('samples')}/timeline.db"
    migrate(url)
    service = Service(open_engine(url), FixedClock(NOW))
    service.record(read_items("\n".join(casebook_lines())))
    return service


def test_the_sdn_list_as_of_its_last_copy_is_that_copy_row_for_row(service):
    folder = SAMPLES / "us-sdn-history"
    for persons in (False, True):
        how = {"profile": "us-sdn", "persons": persons}
        told = imported(service, "list-history", folder / "sdn_deltas.jsonl.gz", **how)
        assert told.rows == 3_587_089
        assert told.beside["quarantined"] == 1
        assert (
            imported(service, "list-history", folder / "sdn_deltas.jsonl.gz", **how).recorded == 0
        )
        assert_list_is(service, folder / "sdn_2024-05-03.csv.gz", persons=persons)


def assert_list_is(service: Service, path: Path, *, persons: bool) -> None:
    """What is kept of the rows, and what the log counts as in force on the day, is what the copy holds."""
    profile = read_profile("us-sdn")
    rows = list(parse(profile, path, pieces(path)))
    with reading(service.engine) as connection:
        state = load(connection, "us-sdn+persons" if persons else "us-sdn")
    kept = [known for each in state.rows.values() for known in each if known.present]
    assert sorted(known.fingerprint for known in kept) == sorted(row.fingerprint for row in rows)

    there = {f"us-sdn:{row.fields[0]}" for row in rows if persons or not row.fields[2]}
    assert in_force(service, "2024-05-03") == there


def in_force(service: Service, day: str) -> set[str]:
    """The occurrences of the list that are certainly in force on a day, as best known."""
    on = date.fromisoformat(day).toordinal()
    with service.snapshot() as snapshot:
        table = snapshot.table("exposure")
        statement = select(table.c.occurrence).where(
            table.c.unit == "us-sdn",
            table.c.until == OPEN,
            table.c.certain > 0,
            table.c.valid_from <= on,
            table.c.valid_to > on,
            table.c.known_from <= NOW,
            table.c.known_to > NOW,
        )
        return {row.occurrence for row in snapshot.connection.execute(statement)}


def test_hikvisions_representations_are_right_and_a_respelling_is_a_correction(service):
    path = SAMPLES / "fara-history" / "foreign_principals_deltas.jsonl.gz"
    told = imported(service, "list-history", path, profile="us-fara")
    assert told.rows == 13_933_408
    assert told.outcomes["quarantined"] == 0

    for day, counts in (
        ("2021-01-01", (2, 2, 2)),
        ("2022-10-16", (3, 3, 4)),
        ("2022-10-20", (4, 4, 4)),
        ("2022-10-28", (4, 4, 4)),
        ("2022-11-01", (4, 4, 4)),
    ):
        found = counted(service, "hikvision-usa-inc", valid_at=day, known_at=day)
        assert found == [("representation", *counts)]
    assert imported(service, "list-history", path, profile="us-fara").recorded == 0


def test_a_second_observer_of_a_list_speaks_of_the_same_occurrences(service):
    path = SAMPLES / "us-sdn-daily-2026" / "sdn_daily_deltas.jsonl.gz"
    told = imported(service, "list-history", path, profile="us-sdn-daily")

    assert told.rows == 537_614
    assert counted(service, "aerocaribbean-airlines") == [("us-sdn", 1, 1, 1)]


def test_the_restricted_lists_agree_with_the_casebook(service):
    folder = SAMPLES / "us-restricted-lists-2026-07-09"
    assert imported(service, "us-lists", folder).rows == 5_929
    assert imported(service, "us-lists", folder).recorded == 0

    for vendor, events in (("dahua", 3), ("hikvision", 3), ("sensetime", 4)):
        found = counted(service, vendor, valid_at="2026-08-01")
        assert ("us-entity-list", 1, 1, 1) in found
        assert len(dates_of(service, f"{vendor}-us-entity-list")) == events


def dates_of(service: Service, occurrence: str) -> list[str | None]:
    """The dated events that the copy of the list tells of a listing."""
    with reading(service.engine) as connection:
        entries = service.log.streams(connection, [occurrence], 1 << 40)[occurrence]
    events = [entry for entry in entries if isinstance(entry, Event)]
    return [event.claim.valid for event in events if event.claim.citation.sha256]


@pytest.mark.parametrize(
    ("file", "profile", "rows", "released"),
    [
        ("bis_dpl_2019-06-29.txt", "us-dpl", 546, False),
        ("bis_dpl_2019-07-09.txt", "us-dpl", 546, False),
        ("bis_dpl_2021-07-07.txt", "us-dpl", 546, False),
        ("bis_dpl_2022-09-07.txt", "us-dpl", 581, True),
        ("bis_dpl_2023-11-30.txt", "us-dpl", 665, True),
        ("csl_fixture_2023-11-30.csv.gz", "us-csl", 4_228, False),
        ("ofac_cons_prim_2025-12-19.csv", "us-ofac-cons", 442, False),
        ("UN_consolidated_2026-02-27.xml.gz", "un-sc", 1_003, False),
    ],
)
def test_every_row_of_a_copy_is_accounted_for(service, file, profile, rows, released):
    path = SAMPLES / "watchman-fixtures" / file
    release = sha256_of(path)[:10] if released else ""
    told = imported(service, "keyed-list", path, profile=profile, release=release)

    assert told.rows == rows
    assert told.outcomes["quarantined"] == 0
    assert imported(service, "keyed-list", path, profile=profile).recorded == 0


def test_dahua_electronics_of_flushing_is_not_dahua(service):
    near = [row for row in open_candidates(service) if row["name"].startswith("DAHUA ELECTRONICS")]

    assert {(row["vendor"], row["into"]) for row in near} == {
        ("dahua-electronics-corporation", "dahua")
    }
