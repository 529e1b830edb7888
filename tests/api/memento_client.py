"""A client of RFC 7089: it knows the relations and headers of Memento and nothing of this service."""

import re
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any

from starlette.testclient import TestClient

LINK = re.compile(r'<([^>]*)>((?:\s*;\s*[\w-]+="[^"]*")*)\s*(?:,|$)')
ATTRIBUTE = re.compile(r';\s*([\w-]+)="([^"]*)"')


@dataclass(frozen=True)
class Link:
    """A link with its attributes, as headers (RFC 8288) and link-format (RFC 6690) write it."""

    target: str
    attributes: dict[str, str]

    @property
    def relations(self) -> set[str]:
        return set(self.attributes["rel"].split())

    @property
    def at(self) -> datetime:
        return parsedate_to_datetime(self.attributes["datetime"])


def read_links(text: str) -> list[Link]:
    """Every link of a header or a TimeMap; a text that is anything else is an assertion error."""
    found = LINK.findall(text)
    rest = LINK.sub("", text)
    assert not rest.strip(), rest
    return [Link(target, dict(ATTRIBUTE.findall(attributes))) for target, attributes in found]


def related(links: list[Link], relation: str) -> list[Link]:
    return [link for link in links if relation in link.relations]


class MementoClient:
    """Finds the TimeGate and the TimeMap of an original resource, negotiates, and follows mementos."""

    def __init__(self, http: TestClient) -> None:
        self.http = http

    def links(self, original: str) -> list[Link]:
        """The links of the original resource, as section 4.1 has a client ask for them."""
        response = self.http.head(original)
        assert response.status_code == 200, response.text
        return read_links(response.headers["link"])

    def timegate(self, original: str) -> str:
        (link,) = related(self.links(original), "timegate")
        return link.target

    def timemap(self, original: str) -> list[Link]:
        """Every link of all TimeMaps of an original, beginning with the one it names."""
        (first,) = related(self.links(original), "timemap")
        assert first.attributes["type"] == "application/link-format"
        waiting, seen, found = [first.target], set(), []
        while waiting:
            address = waiting.pop(0)
            response = self.http.get(address)
            assert response.headers["content-type"].startswith("application/link-format")
            links = read_links(response.text)
            (own,) = related(links, "self")
            if own.target in seen:
                continue
            seen.add(own.target)
            found += links
            waiting += [link.target for link in related(links, "timemap")]
        return found

    def mementos(self, original: str) -> list[Link]:
        return related(self.timemap(original), "memento")

    def negotiate(self, original: str, wanted: str) -> Any:
        """What the TimeGate answers for a datetime, as pattern 1.2 has it: 200, and the memento's own address."""
        headers = {"Accept-Datetime": wanted}
        response = self.http.get(self.timegate(original), headers=headers)
        assert response.status_code == 200, response.text
        assert "accept-datetime" in response.headers["vary"].lower()
        assert "original" in {rel for link in self.of(response) for rel in link.relations}
        return response

    def of(self, response: Any) -> list[Link]:
        """The links of a response."""
        return read_links(response.headers["link"])
