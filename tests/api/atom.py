"""What RFC 4287 asks of a feed, checked element by element."""

import re
from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

ATOM = "{http://www.w3.org/2005/Atom}"
DATE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
ONCE = ("id", "title", "updated")
AT_MOST_ONCE = ("content", "published", "rights", "source", "summary", "subtitle", "generator")


def read_atom(body: bytes) -> ET.Element:
    """The feed element of a document, which is as RFC 4287 has it or an assertion error."""
    feed = ET.fromstring(body)  # noqa: S314 (the service's own)
    assert feed.tag == f"{ATOM}feed"
    check(feed)
    entries = feed.findall(f"{ATOM}entry")
    for entry in entries:
        check(entry)
        assert entry.find(f"{ATOM}author") is not None or feed.find(f"{ATOM}author") is not None
        links = related(entry, "alternate")
        assert links, "an entry without content has an alternate link"
        assert len({(link.get("type"), link.get("hreflang")) for link in links}) == len(links)
    ids = [text(entry, "id") for entry in entries]
    assert len(set(ids)) == len(ids)
    assert len(related(feed, "self")) == 1
    return feed


def check(element: ET.Element) -> None:
    for name in ONCE:
        assert len(element.findall(f"{ATOM}{name}")) == 1, (element.tag, name)
    for name in AT_MOST_ONCE:
        assert len(element.findall(f"{ATOM}{name}")) <= 1, (element.tag, name)
    assert urlsplit(text(element, "id")).scheme
    for name in ("updated", "published"):
        for date in element.findall(f"{ATOM}{name}"):
            assert DATE.fullmatch(date.text or ""), date.text
    for person in element.findall(f"{ATOM}author"):
        assert len(person.findall(f"{ATOM}name")) == 1
        assert text(person, "name")
    for link in element.findall(f"{ATOM}link"):
        assert urlsplit(link.get("href", "")).scheme in ("http", "https")
    for category in element.findall(f"{ATOM}category"):
        assert category.get("term")
    for content in element.findall(f"{ATOM}content"):
        assert content.get("type", "text") in ("text", "html", "xhtml")
        assert not len(content)


def entries(feed: ET.Element) -> list[dict[str, Any]]:
    """The entries of a feed by the names of their elements."""
    return [
        {child.tag.removeprefix(ATOM): child.text for child in entry}
        for entry in feed.findall(f"{ATOM}entry")
    ]


def text(element: ET.Element, name: str) -> str:
    return element.findtext(f"{ATOM}{name}") or ""


def related(element: ET.Element, relation: str) -> list[ET.Element]:
    links = element.findall(f"{ATOM}link")
    return [link for link in links if link.get("rel", "alternate") == relation]
