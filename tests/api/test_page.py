"""The page: asked with a form, answered without scripts, and nothing in it is taken for markup."""

from html import escape
from html.parser import HTMLParser
from itertools import pairwise

import pytest

from timeline import Item

HOSTILE = '<script>alert("1")</script><img src=x onerror=alert(1)> {{ 7 * 7 }}'
VOID = {"meta", "link", "input", "br", "img"}


class Page(HTMLParser):
    """The elements of a document, the text of it, and whether every element is closed."""

    def __init__(self, html):
        super().__init__()
        self.elements, self.words, self.open = [], [], []
        self.feed(html)
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, text):
        self.words.append(text)

    @property
    def text(self):
        return " ".join(" ".join(self.words).split())

    def all(self, tag):
        return [attrs for name, attrs in self.elements if name == tag]


@pytest.fixture
def visit(client):
    def get(query="", status=200):
        response = client.get(f"/{query}")
        assert response.status_code == status, response.text
        assert response.headers["content-type"] == "text/html; charset=utf-8"
        return Page(response.text)

    return get


def test_the_first_visit_shows_the_form_and_a_question_to_follow(visit, casebook):
    page = visit()
    [link] = [each["href"] for each in page.all("a") if "valid_at" in each["href"]]

    assert "What was Dahua's Xinjiang exposure on 2018-01-01?" in page.text
    assert "1 certain, 1 presumed, 5 possible" in visit(link).text


def test_the_answer_shows_what_it_stands_on(visit, casebook):
    text = visit("?vendor=dahua&region=CN-XJ&valid_at=2018-01-01").text

    for words in (
        "What was in force of dahua in CN-XJ on 2018-01-01, with everything disclosed since",
        "project project 1 1 5",
        "2549 to 3279 days after it began",
        "five projects",
        "Valid [2016..2017]",
        "Disclosed 2024-12-23",
        "Source Filings to the Shenzhen Stock Exchange",
        "relies on nothing else",
        "/v1/exposure?vendor=dahua&region=CN-XJ&valid_at=2018-01-01&position=183",
    ):
        assert words in text


def test_a_dispute_is_shown_with_its_words(visit, casebook):
    text = visit("?vendor=dahua&region=CN-XJ&known_at=2019-10-09").text

    assert "Disputed by dahua (the vendor itself), disclosed 2019-10-08" in text
    assert "lacked any factual basis" in text


def test_what_is_excluded_is_shown_when_asked_for(visit, casebook):
    query = "?vendor=dahua&region=CN-XJ&valid_at=2015"

    assert "dahua-xinjiang-five" not in visit(query).text
    page = visit(f"{query}&all=true")
    assert "excluded dahua-xinjiang-five" in page.text
    assert "checked" in next(each for each in page.all("input") if each["name"] == "all")


def test_where_nothing_is_found_the_page_says_where_was_looked(visit, casebook):
    text = visit("?vendor=dahua&region=CN-XJ&known_at=2017-12-31").text

    assert "Nothing is recorded of it." in text
    assert "Reuters press 2026-03-01" in text


def test_notes_and_measurements_stand_beside_the_answer(visit, casebook):
    text = visit("?region=419").text

    assert "Chinese companies target Latin America" in text
    assert "Measurements" in text


def test_fields_that_nobody_filled_in_are_as_if_they_were_not_there(visit, casebook):
    page = visit("?vendor=dahua&region=&valid_at=2018-01-01&known_at=&recorded_at=")

    assert "What was in force of dahua on 2018-01-01" in page.text


def test_the_page_of_a_pinned_answer_stays(client, visit, casebook, clock):
    page = visit("?vendor=dahua&region=CN-XJ")
    [pinned] = [each["href"] for each in page.all("a") if each["href"].startswith("/?")]
    first = client.get(pinned)
    clock.advance(86_400_000_000)
    casebook.record([Item({"kind": "source-described", **NOTE})])

    assert client.get(pinned).text == first.text


NOTE = {
    "occurrence": "a-source",
    "about": "a-source",
    "name": "A source",
    "citation": {"source": "a-source", "derived_from": None},
}


@pytest.mark.parametrize(
    ("query", "status", "field", "words"),
    [
        ("?vendor=dahus", 404, "vendor", "near: dahua"),
        ("?region=Xinjian", 404, "region", "Xinjiang"),
        ("?vendor=dahua&valid_at=never", 422, "valid_at", "valid_at: expected a day"),
        ("?vendor=dahua&known_at=2019-10-09T14:00:00", 422, "known_at", "with its zone"),
        ("?vendor=&region=", 422, "vendor", "a vendor, a region or both"),
        ("?vendor=dahua&vendor=dahua", 422, "vendor", "given once"),
    ],
)
def test_a_refusal_stands_beside_the_form_that_caused_it(
    visit, casebook, query, status, field, words
):
    page = visit(query, status)
    [wrong] = [each for each in page.all("input") if "aria-invalid" in each]

    assert words in page.text
    assert wrong["name"] == field
    assert "refusal" in wrong["aria-describedby"].split()


def test_an_unknown_parameter_is_refused_on_the_page_too(visit, casebook):
    assert "asof: no such parameter" in visit("?asof=2018", 422).text


def test_a_hostile_quote_is_shown_as_it_was_written(client, visit, a_claim):
    claim = a_claim(
        valid="2016",
        verbatim=HOSTILE,
        note=HOSTILE,
        citation={
            "source": "harbour",
            "title": HOSTILE,
            "quote": HOSTILE,
            "url": 'https://x.example/"onmouseover="alert(1)',
        },
    )
    name = {"kind": "vendor-named", "vendor": "acme", "occurrence": "acme-name", "name": HOSTILE}
    named = {**name, "citation": {"source": "harbour"}}
    assert client.post("/v1/claims", json=[claim, named]).status_code == 201
    page = visit("?vendor=acme")

    assert page.text.count(HOSTILE) >= 4
    assert page.all("script") == page.all("img") == []
    assert not any("onmouseover" in attrs for _, attrs in page.elements)


@pytest.mark.parametrize("name", ["vendor", "region", "valid_at", "known_at", "recorded_at", "xss"])
def test_a_hostile_question_is_shown_as_it_was_asked(client, casebook, name):
    response = client.get("/", params={"vendor": "dahua", name: HOSTILE})

    assert response.status_code in (404, 422)
    assert HOSTILE not in response.text
    if name != "xss":
        assert escape(HOSTILE).replace("&quot;", "&#34;") in response.text


def test_a_browser_is_told_to_run_and_load_nothing_from_elsewhere(client, casebook, visit):
    headers = client.get("/?vendor=dahua").headers
    policy = headers["content-security-policy"]

    for part in ("default-src 'none'", "style-src 'self'", "form-action 'self'", "base-uri 'none'"):
        assert part in policy
    assert headers["x-content-type-options"] == "nosniff"
    page = visit("?vendor=dahua")
    assert not any("style" in attrs or tag in ("style", "script") for tag, attrs in page.elements)
    assert client.get("/static/page.css").headers["content-type"].startswith("text/css")


def test_every_field_has_a_label_every_heading_its_place_and_every_header_cell_a_scope(
    visit, casebook
):
    page = visit("?vendor=dahua&region=CN-XJ&valid_at=2018-01-01")
    labels = {each.get("for") for each in page.all("label")}
    levels = [int(tag[1]) for tag, _ in page.elements if tag in ("h1", "h2", "h3")]

    assert all(each["id"] in labels for each in page.all("input") if each.get("type") != "checkbox")
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert {each["scope"] for each in page.all("th")} == {"col", "row"}
    identities = [attrs["id"] for _, attrs in page.elements if "id" in attrs]
    assert len(identities) == len(set(identities))
    assert page.all("html") == [{"lang": "en"}]
