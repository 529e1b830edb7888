"""The two forms of a feed: Atom (RFC 4287) and JSON Feed 1.1, page by page (RFC 5005, next_url)."""

from collections.abc import Sequence
from dataclasses import dataclass
from xml.etree import ElementTree as ET

from timeline import to_json

from .feed_items import Item

ATOM = "http://www.w3.org/2005/Atom"
JSON_FEED = "https://jsonfeed.org/version/1.1"
AUTHOR = "Timeline"
ATOM_TYPE = "application/atom+xml"
JSON_TYPE = "application/feed+json"
ET.register_namespace("", ATOM)


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a feed; `base` is where the service is found, the rest are paths there."""

    id: str
    title: str
    updated: str
    base: str
    own: str
    newest: str
    following: str | None
    home: str
    items: Sequence[Item]


def as_json_feed(page: Page) -> str:
    """The page in JSON Feed 1.1."""
    following = {} if page.following is None else {"next_url": page.base + page.following}
    return to_json(
        {
            "version": JSON_FEED,
            "title": page.title,
            "home_page_url": page.base + page.home,
            "feed_url": page.base + page.newest,
            **following,
            "authors": [{"name": AUTHOR}],
            "language": "en",
            "items": [_json_item(item, page.base) for item in page.items],
        }
    )


def _json_item(item: Item, base: str) -> dict[str, object]:
    return {
        "id": item.id,
        "url": base + item.path,
        **({"external_url": item.cited} if item.cited else {}),
        "title": item.title,
        "content_text": item.text,
        "date_published": item.published,
        "date_modified": item.updated,
        "authors": [{"name": item.source or AUTHOR}],
        "tags": list(item.tags),
    }


def as_atom(page: Page) -> str:
    """The page in Atom."""
    feed = ET.Element(_name("feed"), {"{http://www.w3.org/XML/1998/namespace}lang": "en"})
    _text(feed, "id", page.id)
    _text(feed, "title", page.title)
    _text(feed, "updated", max((item.updated for item in page.items), default=page.updated))
    _text(ET.SubElement(feed, _name("author")), "name", AUTHOR)
    links = {"self": page.own, "first": page.newest, "next": page.following}
    for relation, path in links.items():
        if path is not None:
            _link(feed, relation, page.base + path, ATOM_TYPE)
    _link(feed, "alternate", page.base + page.home, "text/html")
    for item in page.items:
        _atom_entry(feed, item, page.base)
    ET.indent(feed)
    text = ET.tostring(feed, encoding="unicode")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{text}'


def _atom_entry(feed: ET.Element, item: Item, base: str) -> None:
    entry = ET.SubElement(feed, _name("entry"))
    _text(entry, "id", item.id)
    _text(entry, "title", item.title)
    _text(entry, "published", item.published)
    _text(entry, "updated", item.updated)
    _text(ET.SubElement(entry, _name("author")), "name", item.source or AUTHOR)
    _link(entry, "alternate", base + item.path, "text/html")
    if item.cited:
        _link(entry, "via", item.cited)
    for tag in item.tags:
        ET.SubElement(entry, _name("category"), {"term": tag})
    _text(entry, "content", item.text, type="text")


def _name(local: str) -> str:
    return f"{{{ATOM}}}{local}"


def _text(parent: ET.Element, local: str, text: str, **attributes: str) -> None:
    ET.SubElement(parent, _name(local), attributes).text = text


def _link(parent: ET.Element, relation: str, address: str, media: str = "") -> None:
    kind = {"type": media} if media else {}
    ET.SubElement(parent, _name("link"), {"rel": relation, **kind, "href": address})
