"""Statements of the log: what they say, at which position, and that an empty log reads the same out of them."""

import csv
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from events import Event
from tests.timeline.importing.lists import counted, imported, log_of
from timeline import FixedClock, Item, Service
from timeline.cli import app
from timeline.database import open_engine
from timeline.migrate import migrate
from timeline.stating import COLUMNS, statements

NOW = 1_790_000_000_000_000
CITED = {"source": "gazette", "url": "https://gazette.example/54"}


def named(vendor, name, name_type="legal", **more):
    said = {"kind": "vendor-named", "occurrence": f"{vendor}-names", "vendor": vendor}
    return {**said, "name": name, "name_type": name_type, "citation": CITED, **more}


def listed(vendor, list_="watch", valid="2019-10-09", **more):
    said = {"kind": "entity-listed", "occurrence": f"{vendor}-{list_}", "vendor": vendor}
    said |= {"region": "US", "list": list_, "valid": valid, "disclosed": "2019-10-09"}
    return {**said, "citation": CITED, **more}


SAID = (
    named("acme", "Acme Harbour Ltd", note="identifiers: XI-LEI 5493001KJTIIGC8Y1R12; GB-COH 815"),
    named("acme", "Akme", "alias"),
    named("acme", "AH", "short", language="en"),
    named("bolt", "Bolt Works"),
    listed("acme"),
    listed("bolt", valid="2018/2020-05-01"),
    listed("crane", "export", valid="[..2019-10-09]"),
    {
        "kind": "entity-delisted",
        "occurrence": "acme-watch",
        "vendor": "acme",
        "valid": "2022-02-03",
        "disclosed": "2022-02-03",
        "citation": CITED,
    },
    {
        "kind": "ownership-held",
        "occurrence": "acme-owns-bolt",
        "vendor": "bolt",
        "owner": "acme",
        "share": "51 %",
        "valid": "2018-05-01/..",
        "citation": CITED,
    },
)


@pytest.fixture
def service(engine) -> Service:
    service = Service(engine, FixedClock(NOW))
    service.record([Item(said) for said in SAID])
    return service


@pytest.fixture
def other(sqlite_url) -> Iterator[Service]:
    url = sqlite_url.replace("timeline.db", "other.db")
    migrate(url)
    engine = open_engine(url)
    yield Service(engine, FixedClock(NOW))
    engine.dispose()


def told(service: Service, position: int = 1 << 40) -> list[tuple[str, str, str]]:
    with service.snapshot() as snapshot:
        found = list(statements(snapshot, min(position, snapshot.live.position)))
    return [(each.record, each.prop, each.value) for each in found]


def written(service: Service, path: Path) -> Path:
    with service.snapshot() as snapshot, path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        writer.writerows(statements(snapshot, snapshot.live.position))
    return path


def test_vendors_identifiers_listings_and_ownership_are_told(service):
    assert told(service) == [
        ("acme", "name", "Acme Harbour Ltd"),
        ("acme", "alias", "Akme"),
        ("acme", "abbreviation", "AH"),
        ("acme", "leiCode", "5493001KJTIIGC8Y1R12"),
        ("acme", "registrationNumber", "815"),
        ("acme", "jurisdiction", "gb"),
        ("bolt", "name", "Bolt Works"),
        ("acme-watch", "entity", "acme"),
        ("acme-watch", "programId", "watch"),
        ("acme-watch", "authority", "gazette"),
        ("acme-watch", "country", "us"),
        ("acme-watch", "sourceUrl", "https://gazette.example/54"),
        ("acme-watch", "startDate", "2019-10-09"),
        ("acme-watch", "endDate", "2022-02-03"),
        ("bolt-watch", "entity", "bolt"),
        ("bolt-watch", "programId", "watch"),
        ("bolt-watch", "authority", "gazette"),
        ("bolt-watch", "country", "us"),
        ("bolt-watch", "sourceUrl", "https://gazette.example/54"),
        ("bolt-watch", "startDate", "2018"),
        ("bolt-watch", "endDate", "2020-05-01"),
        ("crane", "name", "crane"),
        ("crane-export", "entity", "crane"),
        ("crane-export", "programId", "export"),
        ("crane-export", "authority", "gazette"),
        ("crane-export", "country", "us"),
        ("crane-export", "sourceUrl", "https://gazette.example/54"),
        ("acme-owns-bolt", "owner", "acme"),
        ("acme-owns-bolt", "asset", "bolt"),
        ("acme-owns-bolt", "sourceUrl", "https://gazette.example/54"),
        ("acme-owns-bolt", "percentage", "51"),
        ("acme-owns-bolt", "startDate", "2018-05-01"),
    ]


def test_a_statement_is_seen_on_the_day_it_was_public(service):
    with service.snapshot() as snapshot:
        found = {(s.record, s.prop): s for s in statements(snapshot, 1 << 40)}

    assert found["acme-watch", "startDate"].first_seen == "2019-10-09"
    assert found["acme", "abbreviation"].lang == "eng"
    assert found["acme", "name"].dataset == "gazette"
    assert len({each.id for each in found.values()}) == len(found)


def test_an_older_position_tells_what_the_log_held_then(service):
    held = told(service, 7)
    service.record(
        [Item({"act": "vendor-merged", "target": "bolt", "into": "acme", "reason": "one"})]
    )

    assert told(service, 7) == held
    assert ("acme-watch", "endDate", "2022-02-03") not in held
    with service.snapshot() as snapshot:
        whose = {s.record: s.canonical_id for s in statements(snapshot, snapshot.live.position)}
        before = {s.record: s.canonical_id for s in statements(snapshot, 7)}
    assert (whose["bolt"], before["bolt"]) == ("acme", "bolt")


def test_what_was_set_aside_or_is_alleged_is_not_told(service):
    claims = {e.claim.occurrence: e.claim.id for e in log_of(service) if isinstance(e, Event)}
    act = {"act": "recording-voided", "target": claims["crane-export"], "reason": "a mistake"}
    service.record([Item(act), Item(listed("acme", "rumour", modality="alleged"))])

    assert not {record for record, _, _ in told(service)} & {"crane-export", "acme-rumour"}


def test_an_empty_log_reads_the_same_vendors_listings_and_ownership_out_of_them(
    service, other, tmp_path
):
    path = written(service, tmp_path / "statements.csv")
    summary = imported(other, "ftm", path)

    assert set(summary.outcomes) == {"imported"}
    assert known(other) == known(service)
    for vendor, same in (("acme", "acme-harbour-ltd"), ("bolt", "bolt-works"), ("crane", "crane")):
        for day in ("2018-06-01", "2019-12-31", "2021-01-01", "2023-01-01"):
            assert counted(other, same, valid_at=day) == counted(service, vendor, valid_at=day)
    assert imported(other, "ftm", path).recorded == 0
    assert values(written(other, tmp_path / "again.csv")) == values(path)


def values(path: Path) -> set[tuple[str, str]]:
    """What is told of vendors and shares, whatever the records are called."""
    told = ("name", "alias", "abbreviation", "leiCode", "registrationNumber", "percentage")
    return {(row["prop"], row["value"]) for row in read(path) if row["prop"] in told}


def known(service: Service) -> set[tuple[str, ...]]:
    """Names, identifiers, listings and ownership, with vendors by their first names."""
    claims = [e.claim.content() for e in log_of(service) if isinstance(e, Event)]
    first: dict[str, str] = {}
    for said in claims:
        if said["kind"] == "vendor-named":
            first.setdefault(said["vendor"], said["name"])
    found: set[tuple[str, ...]] = set()
    for said in claims:
        vendor = first.get(said.get("vendor", ""), said.get("vendor", ""))
        if said["kind"] == "vendor-named" and vendor != "crane":
            found.add((vendor, said["name"], said["name_type"]))
        elif said["kind"] == "entity-listed":
            found.add((vendor, said["list"], said["region"]))
        elif said["kind"] == "ownership-held":
            found.add((vendor, first[said["owner"]], said["share"]))
    return found


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_command_writes_csv_or_json_lines(service, database_url, monkeypatch, tmp_path):
    monkeypatch.setenv("TIMELINE_DATABASE", database_url)
    path = tmp_path / "out.csv"
    assert CliRunner().invoke(app, ["statements", "-o", str(path)]).exit_code == 0
    lines = CliRunner().invoke(app, ["statements", "--json"]).stdout.splitlines()
    rows = [{name: value for name, value in row.items() if value} for row in read(path)]

    assert [json.loads(line) for line in lines] == rows
    assert path.read_text("utf-8").partition("\n")[0] == ",".join(COLUMNS)
