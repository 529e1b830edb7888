"""Regions: what lies in what, on which day, and where the table comes from."""

import json
import os
from datetime import date
from pathlib import Path
from time import perf_counter

import pytest

from timeline.regions import Regions
from timeline.regions.build import TABLE, UnreadableTable, table
from timeline.regions.groups import read_groups
from timeline.regions.regions import _table

REGIONS = Regions.load()
TODAY = date(2026, 1, 1).toordinal()

MEMBERS = {"CELAC": 33, "EU": 27, "ASEAN": 11, "BRICS": 10, "FVEY": 5}


def on(text: str) -> int:
    return date.fromisoformat(text).toordinal()


def test_xinjiang_lies_in_china_and_so_on_up_to_the_world():
    line = REGIONS.ancestors("CN-XJ", on("2000-01-01"))

    assert line == ("CN", "030", "142", "001")


def test_sao_paulo_lies_in_latin_america_and_in_the_americas():
    assert REGIONS.parents("BR-SP") == ("BR",)
    assert REGIONS.parents("BR") == ("005",)
    assert set(REGIONS.parents("005")) == {"019", "419"}
    assert REGIONS.parents("419") == ("019",)
    assert REGIONS.ancestors("BR-SP", on("2000-01-01")) == ("BR", "005", "019", "419", "001")


def test_a_subdivision_may_lie_in_another():
    assert REGIONS.parents("GB-LND") == ("GB-ENG",)
    assert "GB-LND" in REGIONS.descendants("GB", TODAY)


@pytest.mark.parametrize(
    ("day", "member"),
    [
        ("2011-12-02", False),
        ("2011-12-03", True),
        ("2020-01-15", True),
        ("2020-01-16", False),
        ("2023-01-04", False),
        ("2023-01-05", True),
    ],
)
def test_brazil_is_in_celac_only_while_it_takes_part(day: str, member: bool):
    assert ("CELAC" in REGIONS.ancestors("BR-SP", on(day))) is member
    assert ("BR-SP" in REGIONS.descendants("CELAC", on(day))) is member


def test_without_a_day_a_group_holds_whoever_was_ever_a_member():
    assert "CELAC" in REGIONS.ancestors("BR", None)
    assert "EU" in REGIONS.ancestors("GB-ENG", None)


def test_the_united_kingdom_is_in_the_eu_to_the_end_of_january_2020():
    assert "EU" in REGIONS.ancestors("GB", on("2020-01-31"))
    assert "EU" not in REGIONS.ancestors("GB", on("2020-02-01"))


@pytest.mark.parametrize("group", MEMBERS)
def test_a_group_has_as_many_members_as_it_says(group: str):
    countries = [id for id in REGIONS.descendants(group, TODAY) if len(id) == 2]

    assert len(countries) == MEMBERS[group]


def test_every_group_says_where_its_dates_come_from():
    for group in read_groups():
        assert group.source.endswith(".")
        assert group.note.endswith(".")
        for membership in group.memberships:
            assert REGIONS.known(membership.member)
            assert membership.until is None or membership.since < membership.until


def test_every_parent_is_a_region():
    for region, _ in REGIONS.names():
        for parent in REGIONS.parents(region):
            assert REGIONS.known(parent), f"{region} lies in {parent}"


def test_no_region_lies_in_itself():
    for region, _ in REGIONS.names():
        for parent in REGIONS.parents(region):
            assert region not in REGIONS.ancestors(parent, None)


def test_every_place_lies_in_the_world():
    everything = {region for region, _ in REGIONS.names()} - set(MEMBERS) - {"001"}

    assert set(REGIONS.descendants("001", TODAY)) == everything


def test_ancestors_and_descendants_are_each_other_reversed():
    for region in ("419", "CELAC", "142", "GB-ENG", "EU"):
        for below in REGIONS.descendants(region, TODAY):
            assert region in REGIONS.ancestors(below, TODAY)


def test_names_are_english():
    names = dict(REGIONS.names())

    assert names["CN-XJ"] == "Xinjiang"
    assert names["419"] == "Latin America"
    assert names["BR-SP"] == "São Paulo"
    assert names["001"] == "World"


def test_territories_are_not_listed_as_subdivisions_too():
    assert REGIONS.known("HK")
    assert not REGIONS.known("CN-HK")
    assert not REGIONS.known("US-PR")


def test_groups_and_codes_that_ended_are_left_out():
    assert not any(REGIONS.known(id) for id in ("SU", "YU", "ZR", "EZ", "UN", "GB-UKM"))


def test_a_recorded_place_lies_where_it_was_put():
    wider = REGIONS.with_places(
        {"CN-XJ-KHORGOS": ("Khorgos", "CN-XJ"), "CN-XJ-ZONE": ("Zone", "CN-XJ-KHORGOS")}
    )

    assert wider.ancestors("CN-XJ-ZONE", on("2000-01-01"))[:3] == ("CN-XJ-KHORGOS", "CN-XJ", "CN")
    assert {"CN-XJ-ZONE", "CN-XJ-KHORGOS"} <= set(wider.descendants("142", TODAY))
    assert dict(wider.names())["CN-XJ-KHORGOS"] == "Khorgos"
    assert not REGIONS.known("CN-XJ-KHORGOS")
    assert wider.with_places({"CN-XJ-GATE": ("Gate", "CN-XJ-ZONE")}).parents("CN-XJ-GATE") == (
        "CN-XJ-ZONE",
    )


@pytest.mark.parametrize(
    ("places", "reason"),
    [
        ({"CN-XJ": ("Xinjiang", "CN")}, "CN-XJ is a region already"),
        ({"x": ("X", "nowhere")}, "x lies in nowhere, which is no region"),
        ({"x": ("X", "x")}, "x lies in itself: x in x"),
        ({"x": ("X", "y"), "y": ("Y", "x")}, "x lies in itself: x in y in x"),
    ],
)
def test_places_that_cannot_be_are_refused(places: dict[str, tuple[str, str]], reason: str):
    with pytest.raises(ValueError, match=f"^{reason}$"):
        REGIONS.with_places(places)


def test_an_unknown_region_is_refused():
    for question in (REGIONS.parents, lambda id: REGIONS.ancestors(id, None), REGIONS.get):
        with pytest.raises(KeyError, match="XX-NO"):
            question("XX-NO")


def test_the_table_loads_in_a_fraction_of_a_second_and_places_copy_nothing():
    _table.cache_clear()
    start = perf_counter()
    regions = Regions.load()
    loaded = perf_counter()
    for _ in range(100):
        regions.with_places({"CN-XJ-KHORGOS": ("Khorgos", "CN-XJ")})

    assert loaded - start < 0.5
    assert perf_counter() - loaded < 0.5


def test_the_table_is_what_cldr_gives():
    folder = os.environ.get("TIMELINE_CLDR")
    if not folder:
        pytest.skip("TIMELINE_CLDR names no folder; the fixture below tests the building")
    assert table(Path(folder)) == TABLE.read_text(encoding="utf-8")


def cldr(folder: Path, **names: str) -> Path:
    """A CLDR folder of one country, in the layout of the npm packages."""
    files = {
        "cldr-core-1.0/package/package.json": {"version": "1.0"},
        "cldr-core-1.0/package/supplemental/territoryContainment.json": {
            "supplemental": {
                "territoryContainment": {
                    "001": {"_contains": ["150"]},
                    "001-status-grouping": {"_contains": ["EU", "UN"]},
                    "150": {"_contains": ["GB", "AX"]},
                    "150-status-deprecated": {"_contains": ["SU"]},
                    "EU": {"_contains": ["AX"], "_grouping": "true"},
                }
            }
        },
        "cldr-core-1.0/package/supplemental/subdivisionContainment.json": {
            "supplemental": {
                "subdivisionContainment": {
                    "FI": {"_contains": ["fi01"]},
                    "GB": {"_contains": ["gbeng"]},
                    "gbeng": {"_contains": ["gblnd"]},
                }
            }
        },
        "cldr-localenames-full-1.0/package/main/en/territories.json": {
            "main": {
                "en": {
                    "localeDisplayNames": {
                        "territories": {"001": "world", "150": "Europe", "GB": "UK", "AX": "Åland"}
                    }
                }
            }
        },
        "cldr-subdivisions-full-1.0/package/subdivisions/en/en.json": {
            "subdivisions": {"localeDisplayNames": {"subdivisions": names}}
        },
    }
    for path, content in files.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(content), encoding="utf-8")
    return folder


def test_the_table_is_built_one_region_a_line(tmp_path: Path):
    text = table(cldr(tmp_path, gbeng="England", gblnd="London", gbukm="UK"))

    assert text.splitlines() == [
        '{"source": "CLDR 1.0, licence Unicode-3.0", "regions": {',
        '"001": ["World"],',
        '"150": ["Europe", "001"],',
        '"AX": ["Åland", "150"],',
        '"GB": ["UK", "150"],',
        '"GB-ENG": ["England", "GB"],',
        '"GB-LND": ["London", "GB-ENG"]',
        "}}",
    ]


def test_a_subdivision_without_a_name_is_refused(tmp_path: Path):
    with pytest.raises(UnreadableTable, match="GB-LND: a subdivision without a name"):
        table(cldr(tmp_path, gbeng="England"))


def test_a_folder_without_cldr_is_refused(tmp_path: Path):
    with pytest.raises(UnreadableTable, match="expected one file, got 0"):
        table(tmp_path)
