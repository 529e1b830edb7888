"""The page of why: from the answer to the claim, its words, its captures and its roots, fit to print."""

from itertools import pairwise

import pytest

from api.page import templates
from tests.api.test_page import HOSTILE, Page
from timeline import answer_why

FIVE = "dahua-xinjiang-five"
HASH = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
FILING = {
    "source": "harbour-exchange",
    "title": "Filing 12/2021",
    "url": "https://exchange.example/filings/12.pdf",
    "published": "2021-03-04",
    "retrieved_at": "2026-01-05T10:02:00Z",
    "sha256": HASH,
    "derived_from": None,
}
NEWS = {
    "source": "harbour-news",
    "title": "Harbour cameras",
    "prefix": "The authority said that",
    "quote": "three projects",
    "suffix": "had been awarded.",
    "derived_from": FILING,
}


@pytest.fixture
def visit(client):
    def get(target, query="", status=200):
        response = client.get(f"/why/{target}{query}")
        assert response.status_code == status, response.text
        assert response.headers["content-type"] == "text/html; charset=utf-8"
        assert response.headers["cache-control"] == "no-cache"
        return Page(response.text)

    return get


@pytest.fixture
def harbour(client, a_claim):
    """A claim of a newspaper that relies on a filing; its id."""
    claim = a_claim(occurrence="acme-harbour", valid="2016", citation=NEWS)
    response = client.post("/v1/claims", json=claim)
    assert response.status_code == 201, response.text
    return response.json()["claims"][0]


def test_the_chain_leads_from_the_claim_to_the_root_with_all_that_is_told_of_it(visit, harbour):
    page = visit("acme-harbour")

    assert page.text.index("Harbour cameras") < page.text.index("Filing 12/2021")
    for words in (
        "Why acme-harbour?",
        "Roots 1 independent: harbour-exchange",
        "The authority said that three projects had been awarded.",
        "the root: it relies on nothing else",
        "Published 2021-03-04",
        "Retrieved 2026-01-05T10:02:00Z",
        f"SHA-256 {HASH}",
        "Standing counted",
        harbour,
    ):
        assert words in page.text
    assert len(page.all("mark")) == 1
    assert FILING["url"] in [each.get("href") for each in page.all("a")]


def test_below_a_question_stand_its_sentence_and_its_counts(visit, casebook):
    page = visit(FIVE, "?vendor=dahua&region=CN-XJ&valid_at=2018-01-01")

    assert "What was in force of dahua in CN-XJ on 2018-01-01" in page.text
    assert "project: 1 certain, 1 presumed, 5 possible" in page.text
    assert "What was in force" not in visit(FIVE).text


def test_the_claims_of_an_answer_lead_here_with_the_question(client, visit, casebook):
    asked = Page(client.get("/?vendor=dahua&region=CN-XJ&valid_at=2018-01-01").text)
    links = [each["href"] for each in asked.all("a") if each["href"].startswith("/why/")]

    assert links
    for link in links:
        target, _, query = link.removeprefix("/why/").partition("?")
        assert "What was in force of dahua" in visit(target, f"?{query}").text


def test_what_befell_a_claim_stands_beside_it(client, visit, harbour, a_claim):
    by = a_claim(occurrence="acme-harbour", valid="2016", size=4, citation=FILING)
    act = {"act": "transcription-corrected", "target": harbour, "by": by}
    said = {**act, "reason": "misread: four", "actor": "jane"}
    assert client.post("/v1/acts", json=said).status_code == 201
    page = visit(harbour)

    assert "Standing set aside: transcription corrected" in page.text
    assert page.text.count("by jane: misread: four") == 2
    assert visit("acme-harbour").text.count("Standing counted") == 1


def test_a_claim_whose_words_were_removed_is_told_to_have_been_there(client, visit, harbour):
    act = {"act": "payload-redacted", "target": harbour, "reason": "asked by law"}
    assert client.post("/v1/acts", json=act).status_code == 201
    text = visit("acme-harbour").text

    assert "No claim is left of it." in text
    assert f"project-awarded {harbour}, position 1" in text
    assert "Harbour cameras" not in text


@pytest.mark.parametrize(
    ("capture", "words"),
    [
        (None, "not captured here"),
        (
            {
                "sha256": HASH,
                "outcome": "found",
                "media_type": "application/pdf",
                "size": 1234,
                "retrieved_at": "2026-01-05T10:02:00Z",
            },
            f"found, application/pdf, 1234 bytes, 2026-01-05T10:02:00Z {HASH}",
        ),
    ],
)
def test_what_was_captured_of_a_link_is_told_where_the_answer_tells_it(
    service, harbour, capture, words
):
    with service.snapshot() as snapshot:
        answer = answer_why(snapshot, harbour)
    for claim in answer["claims"]:
        claim["chain"] = [{**link, "capture": capture} for link in claim["chain"]]
    shown = {"target": harbour, "answer": answer, "names": {}, "position": 1, "asked": None}
    page = Page(templates.get_template("why.html").render({**shown, "error": None}))

    assert page.text.count(f"Captured {words}") == 2


@pytest.mark.parametrize(
    ("target", "query", "status", "words"),
    [
        ("nothing", "", 404, "target: no claim or occurrence is recorded as 'nothing'"),
        ("%3Cscript%3E", "", 404, "<script>"),
        (FIVE, "?asof=2018", 422, "asof: no such parameter"),
        (FIVE, "?vendor=dahus", 404, "near: dahua"),
        (FIVE, "?valid_at=2018", 422, "a vendor, a region or both"),
    ],
)
def test_a_refusal_is_a_page_too(visit, casebook, target, query, status, words):
    page = visit(target, query, status)

    assert words in page.text
    assert page.all("script") == []
    assert {"class": "refusal", "role": "alert"} in page.all("section")


def test_a_hostile_citation_is_shown_as_it_was_written(client, visit, a_claim):
    link = {**FILING, "title": HOSTILE, "url": 'https://x.example/"onmouseover="alert(1)'}
    said = {"prefix": HOSTILE, "quote": HOSTILE, "suffix": HOSTILE, "derived_from": link}
    claim = a_claim(
        occurrence="acme-harbour", verbatim=HOSTILE, note=HOSTILE, citation={**NEWS, **said}
    )
    assert client.post("/v1/claims", json=claim).status_code == 201
    page = visit("acme-harbour")

    assert page.text.count(HOSTILE) >= 5
    assert page.all("script") == page.all("img") == []
    assert not any("onmouseover" in attrs for _, attrs in page.elements)


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x"])
def test_only_addresses_of_the_web_are_links(service, harbour, url):
    with service.snapshot() as snapshot:
        answer = answer_why(snapshot, harbour)
    answer["claims"][0]["chain"][0]["url"] = url
    shown = {"target": harbour, "answer": answer, "names": {}, "position": 1, "asked": None}
    page = Page(templates.get_template("why.html").render({**shown, "error": None}))

    assert url in page.text
    assert url not in [each.get("href") for each in page.all("a")]


@pytest.mark.parametrize("target", [FIVE, "china-celac-security"])
def test_every_heading_has_its_place_and_nothing_is_loaded_from_elsewhere(visit, casebook, target):
    page = visit(target)
    levels = [int(tag[1]) for tag, _ in page.elements if tag in ("h1", "h2", "h3")]
    identities = [attrs["id"] for _, attrs in page.elements if "id" in attrs]
    anchors = {each["href"][1:] for each in page.all("a") if each["href"].startswith("#")}

    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert len(identities) == len(set(identities))
    assert anchors <= set(identities)
    assert [each["href"] for each in page.all("link")] == ["/static/page.css"]
    assert not any("style" in attrs or tag in ("style", "script") for tag, attrs in page.elements)


def test_paper_has_a_style_of_its_own(client):
    css = client.get("/static/page.css").text
    _, _, paper = css.partition("@media print")

    assert "break-inside: avoid" in paper
    assert "--paper: #ffffff" in paper
