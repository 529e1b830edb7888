"""The answers that the casebook must give, asked over HTTP."""

import pytest

PROJECT, CONTRACT, LISTING = "project", "contract", "listing"


def counts(answer, type_, unit=None):
    """(certain, presumed, possible) of a type of occurrence; None where it has no total."""
    found = [
        (row["certain"], row["presumed"], row["possible"])
        for row in answer["totals"]
        if row["type"] == type_ and unit in (None, row["unit"])
    ]
    assert len(found) <= 1
    return found[0] if found else None


@pytest.mark.parametrize(
    ("valid_at", "expected"),
    [
        ("2015-12-31", (0, 0, 0)),
        ("2016-06-30", (0, 0, 5)),
        ("2018-01-01", (1, 1, 5)),
        ("2024-12-23", (1, 1, 4)),
        ("2025-06-01", (0, 0, 4)),
    ],
)
def test_the_five_projects_have_the_bounds_that_their_claims_allow(ask, valid_at, expected):
    answer = ask(vendor="dahua", region="CN-XJ", valid_at=valid_at)

    assert answer["status"] == "exposed"
    assert counts(answer, PROJECT) == expected


def test_hindsight_tells_how_long_the_projects_stayed_unknown(ask):
    answer = ask(vendor="dahua", region="CN-XJ", valid_at="2018-01-01")

    assert answer["hindsight"]["first_public"] == "2024-12-23"
    assert answer["hindsight"]["lag_days"] == [2549, 3279]
    assert answer["defaults_applied"] == ["known_at", "recorded_at"]


def test_nothing_is_recorded_of_what_was_not_yet_public(ask):
    answer = ask(vendor="dahua", region="CN-XJ", known_at="2017-12-31")

    assert answer["status"] == "none_recorded"
    assert answer["totals"] == []
    assert "reuters" in [each["source"] for each in answer["coverage"]]


def test_a_listing_that_is_announced_is_not_yet_in_force(ask):
    before = ask(vendor="dahua", region="CN-XJ", known_at="2019-10-08")
    after = ask(vendor="dahua", region="CN-XJ", known_at="2019-10-09")

    assert counts(before, LISTING) in (None, (0, 0, 0))
    assert counts(after, LISTING) == (1, 1, 1)


def test_a_denial_by_the_vendor_itself_is_shown_beside_the_listing(ask):
    answer = ask(vendor="dahua", region="CN-XJ", known_at="2019-10-09", type="listing")

    [dispute] = answer["occurrences"][0]["disputed_by"]
    assert (dispute["by"], dispute["self"]) == ("dahua", True)


def test_before_the_first_event_the_log_says_that_it_held_nothing(ask):
    answer = ask(vendor="dahua", region="CN-XJ", recorded_at="2026-02-28")

    assert answer["status"] == "before_first_record"
    assert answer["occurrences"] == []


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"valid_at": "2020-01-01"}, (5, 5, 5)),
        ({"valid_at": "2024-12-14"}, (0, 0, 0)),
        ({"known_at": "2024-12-12"}, None),
    ],
)
def test_the_five_contracts_are_in_force_until_they_ended(ask, asked, expected):
    assert counts(ask(vendor="hikvision", region="CN-XJ", **asked), CONTRACT) == expected


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"valid_at": "2024-06-01"}, (1, 1, 1)),
        ({"valid_at": "2025-02-01"}, (0, 0, 0)),
        ({"valid_at": "2025-02-01", "known_at": "2024-12-31"}, (1, 1, 1)),
    ],
)
def test_a_delisting_counts_from_its_disclosure(ask, asked, expected):
    answer = ask(vendor="megvii", region="US", type="listing", **asked)

    assert counts(answer, LISTING, "us-1260h") == expected


def test_latin_america_includes_what_is_in_sao_paulo(reader):
    answer = reader.get("/v1/regions/419").json()

    assert {each["id"] for each in answer["occurrences"]} >= {
        "corsight-sao-paulo-military-police",
        "dahua-cameras-sao-paulo-military-police",
    }
    beside = {claim["occurrence"] for claim in [*answer["notes"], *answer["measurements"]]}
    assert beside == {
        "chinese-companies-latin-america",
        "latin-america-market-inference",
        "latin-america-murder-rates",
    }


def test_four_citations_of_one_white_paper_are_one_root(reader):
    answer = reader.get("/v1/claims/china-celac-security/why").json()

    assert len(answer["chain"]) == 4
    assert answer["roots"] == {"lo": 1, "hi": 1, "sources": ["cn-white-paper"]}


@pytest.mark.parametrize("name", ["dahua", "Dahua", "Zhejiang Dahua Technology"])
@pytest.mark.parametrize("place", ["CN-XJ", "cn-xj", "Xinjiang", "新疆"])
def test_a_name_asks_the_same_as_the_id(ask, name, place):
    answer = ask(vendor=name, region=place, valid_at="2018-01-01")

    assert answer == ask(vendor="dahua", region="CN-XJ", valid_at="2018-01-01")
