"""The built-in casebook: every fact of it is there, from every source that says it."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from events import Citation, Claim, instant_of, parse_act, parse_claim
from timeline.regions import Regions

FILE = Path(__file__).parents[2] / "timeline" / "casebook" / "casebook.jsonl"
LINES = [json.loads(line) for line in FILE.read_text(encoding="utf-8").splitlines()]
CLAIMS = [parse_claim(line["claim"]) for line in LINES if "claim" in line]
ACTS = [parse_act(line["act"]) for line in LINES if "act" in line]
NAMES = {"source-described", "vendor-named", "region-named"}

BU, SZSE, FR = "biometric-update", "szse-filing", "federal-register"
DIA, WHITE, UN = "dialogo-americas", "cn-white-paper", "un-homicide-statistics"
DAHUA, HIKVISION = "dahua-xinjiang-five", "hikvision-xinjiang-five"
FILED = (SZSE, "reuters")
SUBSIDIARIES = (
    "luopu-haishi-dingxin",
    "moyu-haishi",
    "pishan-haishi-yongan",
    "urumqi-haishi-xinan",
    "yutian-haishi-meitian",
)
SAME_DAY = ("hikvision", "sensetime", "megvii", "yitu", "iflytek")
NAMED_BY_LAW = ("dahua", "hikvision", "huawei", "hytera", "zte")
PARTNER = "dahua-us-distribution-partner"

ROWS: dict[str, list[tuple[str, str, tuple[str, ...]]]] = {
    "A1": [("project-awarded", DAHUA, (*FILED, BU))],
    "A2": [("operation-observed", DAHUA, (*FILED, BU))],
    "A3": [("exit-announced", DAHUA, (*FILED, BU))],
    "A4": [("statement-made", "dahua-xinjiang-exit-silence", ("reuters", BU))],
    "A5": [("contract-terminated", HIKVISION, (BU,))],
    "A6": [
        ("contract-agreed", HIKVISION, FILED),
        ("contract-terminated", HIKVISION, FILED),
        ("statement-made", "hikvision-xinjiang-maintenance", FILED),
        ("statement-made", "hikvision-xinjiang-exit-silence", FILED),
    ],
    "A7": [("entity-listed", "dahua-us-entity-list", (FR, BU))],
    "A8": [("allegation-made", "dahua-uyghur-repression-allegation", (BU,))],
    "A9": [("measurement-published", "sensetime-smart-city-revenue-2023-h1", ("sensetime-ir", BU))],
    "A10": [("statement-made", "sensetime-turn-from-facial-recognition", (BU,))],
    "A11": [("allegation-made", f"{PARTNER}-allegation", (BU,))],
    "A12": [
        ("deployment-reported", "corsight-sao-paulo-military-police", (BU,)),
        ("supply-reported", "dahua-cameras-sao-paulo-military-police", (BU,)),
    ],
    "A13": [("statement-made", "chinese-companies-latin-america", (DIA, BU))],
    "A14": [("statement-made", "china-celac-security", (WHITE, "ceeep", DIA, BU))],
    "A15": [("measurement-published", "latin-america-murder-rates", (UN, BU))],
    "A16": [("statement-made", "latin-america-market-inference", (DIA, BU))],
    "B1": [("entity-listed", f"{vendor}-us-entity-list", (FR,)) for vendor in SAME_DAY],
    "B2": [
        ("listing-announced", f"{vendor}-us-entity-list", ("commerce",))
        for vendor in ("dahua", *SAME_DAY)
    ],
    "B3": [("denial-made", "dahua-us-entity-list", ("dahua-statement",))],
    "B4": [("entry-revised", "dahua-us-entity-list", (FR, FR))],
    "B5": [
        *(("entity-listed", f"{vendor}-us-entity-list", (FR,)) for vendor in SUBSIDIARIES),
        *(("ownership-held", f"hikvision-owns-{vendor}", (FR,)) for vendor in SUBSIDIARIES),
    ],
    "B6": [("contract-agreed", f"{vendor}-contract", (SZSE,)) for vendor in SUBSIDIARIES],
    "B7": [("entity-listed", f"{vendor}-us-fcc-covered-list", ("fcc",)) for vendor in NAMED_BY_LAW],
    "B8": [("entity-listed", "dahua-us-1260h", ("dod",))],
    "B9": [
        ("listing-announced", "hikvision-us-ns-cmic", ("ofac",)),
        ("entity-listed", "hikvision-us-ns-cmic", ("ofac",)),
    ],
    "B10": [
        ("entity-listed", "megvii-us-1260h", ("dod",)),
        ("entity-delisted", "megvii-us-1260h", ("dod",)),
    ],
    "B11": [
        ("statement-made", f"{vendor}-us-section-889", ("us-congress",)) for vendor in NAMED_BY_LAW
    ],
}


def of(kind: str, occurrence: str, source: str | None = None) -> list[Claim]:
    """The claims of a kind about an occurrence, from one source or from all."""
    return [
        claim
        for claim in CLAIMS
        if (claim.kind, claim.occurrence) == (kind, occurrence)
        and source in (None, claim.citation.source)
    ]


def said(claim: Claim) -> dict[str, Any]:
    """The fields of a claim, those of its kind too."""
    return claim.content()


def chain(citation: Citation) -> Iterator[Citation]:
    """A citation and all it relies on."""
    yield citation
    if isinstance(citation.derived_from, Citation):
        yield from chain(citation.derived_from)


def sources(claim: Claim) -> list[str]:
    """The sources of a claim from the one that was read to the furthest known."""
    return [link.source for link in chain(claim.citation)]


def test_a_line_holds_one_claim_or_act_and_nothing_else():
    assert {tuple(line) for line in LINES} == {("claim",), ("act",)}


def test_the_contracts_of_the_subsidiaries_are_members_of_the_five():
    linked = {(act.target, act.content()["of"]) for act in ACTS if act.act == "member-of"}

    assert linked == {(f"{name}-contract", HIKVISION) for name in SUBSIDIARIES}


def test_no_claim_is_there_twice():
    assert len({claim.id for claim in CLAIMS}) == len(CLAIMS)


@pytest.mark.parametrize("row", ROWS)
def test_every_fact_is_there_from_each_of_its_sources(row: str):
    for kind, occurrence, cited in ROWS[row]:
        found = Counter(claim.citation.source for claim in of(kind, occurrence))

        assert Counter(cited) <= found, f"{row}: {kind} of {occurrence}"


def test_every_fact_is_there_once_and_there_are_no_others():
    agreed = Counter(
        (kind, occurrence, source)
        for facts in ROWS.values()
        for kind, occurrence, cited in facts
        for source in cited
    )
    facts = [claim for claim in CLAIMS if claim.kind not in NAMES]

    assert Counter((c.kind, c.occurrence, c.citation.source) for c in facts) == agreed


def test_names_come_before_the_facts_that_use_them():
    kinds = [claim.kind in NAMES for claim in CLAIMS]

    assert kinds == sorted(kinds, reverse=True)


def test_every_vendor_bears_a_name_but_the_one_no_source_names():
    vendors = {vendor for claim in CLAIMS for vendor in claim.vendors}
    named = {claim.vendor for claim in CLAIMS if claim.kind == "vendor-named"}

    assert vendors - named == {PARTNER}


def test_every_source_is_described_once_beside_its_short_names():
    cited = {link.source for claim in CLAIMS for link in chain(claim.citation)}
    described = [claim for claim in CLAIMS if claim.kind == "source-described"]

    assert Counter(said(c)["about"] for c in described if "sort" in said(c)) == Counter(cited)


def test_every_region_is_in_the_table_or_placed_in_one():
    places = {
        said(claim)["region"]: (said(claim)["name"], said(claim)["within"])
        for claim in CLAIMS
        if "within" in said(claim)
    }
    regions = Regions.load().with_places(places)

    assert len(places) == len(SUBSIDIARIES)
    assert [r for claim in CLAIMS for r in claim.regions if not regions.known(r)] == []


def test_a_citation_is_written_alike_wherever_it_stands():
    spelled = defaultdict(set)
    for claim in CLAIMS:
        for link in chain(claim.citation):
            if link.id is not None:
                spelled[link.id].add(link.model_dump_json())

    assert [name for name, spellings in spelled.items() if len(spellings) > 1] == []


def test_no_address_is_given_where_none_was_seen():
    assert {link.url for claim in CLAIMS for link in chain(claim.citation)} == {None}


@pytest.mark.parametrize("kind", ["project-awarded", "operation-observed", "exit-announced"])
def test_the_article_on_dahua_relies_on_reuters_and_reuters_on_the_filing(kind: str):
    (claim,) = of(kind, DAHUA, BU)

    assert sources(claim) == [BU, "reuters", SZSE]


def test_the_wish_to_work_with_celac_has_one_root():
    (claim,) = of("statement-made", "china-celac-security", BU)

    assert sources(claim) == [BU, DIA, "ceeep", WHITE]
    roots = {list(chain(c.citation))[-1] for c in of("statement-made", "china-celac-security")}
    assert {root.id for root in roots} == {"cn-white-paper-celac"}
    assert [root.assessed for root in roots] == [True]


def test_it_was_not_assessed_whether_the_revenue_comes_from_the_interim_figures():
    (article,) = of("measurement-published", "sensetime-smart-city-revenue-2023-h1", BU)

    assert not article.citation.assessed


def test_the_same_number_refers_to_the_five_projects():
    (claim,) = of("contract-terminated", HIKVISION, BU)

    assert (claim.size, claim.size_from, claim.verbatim) == (5, DAHUA, "the same number")


def test_nothing_of_dahua_in_xinjiang_was_public_before_the_listing_was_announced():
    windows = [
        claim.window() for claim in CLAIMS if claim.vendor == "dahua" and "CN-XJ" in claim.regions
    ]

    assert min(window.lo for window in windows) == instant_of(datetime(2019, 10, 7, tzinfo=UTC))
