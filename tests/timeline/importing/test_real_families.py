"""Every folder of whole files, where TIMELINE_SAMPLES names one: each row accounted for, and twice is nothing new."""

import os
from pathlib import Path
from typing import Any

import pytest

from tests.timeline.importing.lists import imported
from timeline import FixedClock, Service
from timeline.database import open_engine
from timeline.migrate import migrate

SAMPLES = Path(os.environ.get("TIMELINE_SAMPLES", "samples"))
HERE = pytest.mark.skipif(not SAMPLES.is_dir(), reason="TIMELINE_SAMPLES names no folder")
NOW = 1_795_400_000_000_000
pytestmark = [pytest.mark.slow, HERE]

NO_FACTS = {"refdata"}
"""What the regions are built from; nobody disclosed anything in it."""
CONS = {"profile": "us-ofac-cons"}
FAMILIES: dict[str, tuple[tuple[str, str, dict[str, Any]], ...]] = {
    "aiddata-gcdf2": (("aiddata", "*.jsonl.gz", {"observed": "2022-06-28"}),),
    "bods": (("bods", "examples/*.json", {"observed": "2024-10-24"}),),
    "fara-history": (
        ("list-history", "*_deltas.jsonl.gz", {"profile": "us-fara"}),
        ("keyed-list", "*.csv.gz", {"profile": "us-fara"}),
    ),
    "federal-register": (("gazette", "*.jsonl.gz", {}),),
    "ocds": (("ocds", "*.tar.gz", {}), ("ocds", "standard-examples", {})),
    "us-restricted-lists-2026-07-09": (("us-lists", ".", {}),),
    "us-sdn-daily-2026": (
        ("list-history", "*_deltas.jsonl.gz", {"profile": "us-sdn-daily"}),
        ("keyed-list", "*.csv.gz", {"profile": "us-sdn-daily-csv"}),
    ),
    "us-sdn-history": (
        ("keyed-list", "sdn_*.csv.gz", {"profile": "us-sdn", "persons": True}),
        ("list-history", "*_deltas.jsonl.gz", {"profile": "us-sdn"}),
    ),
    "watchman-fixtures": (
        ("keyed-list", "bis_dpl_*.txt", {"profile": "us-dpl"}),
        ("keyed-list", "csl_*.csv.gz", {"profile": "us-csl"}),
        ("keyed-list", "ofac_cons_prim_*.csv", CONS),
        *(("list-parts", f"ofac_cons_{part}_*.csv", CONS) for part in ("add", "alt", "comments")),
        ("keyed-list", "UN_*.xml.gz", {"profile": "un-sc"}),
    ),
}


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Service:
    url = f"sqlite:///{tmp_path_factory.mktemp('families')}/timeline.db"
    migrate(url)
    return Service(open_engine(url), FixedClock(NOW))


def test_every_folder_is_imported_or_holds_no_facts():
    folders = {path.name for path in SAMPLES.iterdir() if path.is_dir()}
    assert folders - NO_FACTS == set(FAMILIES)


@pytest.mark.parametrize("family", FAMILIES)
def test_every_row_of_a_family_is_accounted_for_and_twice_is_nothing_new(service, family):
    for importer, pattern, how in FAMILIES[family]:
        folder = SAMPLES / family
        for path in [folder] if pattern == "." else sorted(folder.glob(pattern)):
            first = imported(service, importer, path, **how)
            assert first.rows > 0
            again = imported(service, importer, path, **how)
            assert (again.recorded, again.rows) == (0, first.rows), path.name
