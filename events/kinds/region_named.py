"""A region is known by a name, or a place lies within one."""

from typing import Any, ClassVar

from ..citation import Language, Words
from ..claim import Claim, RegionId


class RegionNamed(Claim):
    """The region bears a name; `within` places one that no standard lists.
    Valid: when it bore the name.
    """

    kind: ClassVar[str] = "region-named"
    type: ClassVar[str | None] = "name"
    fallback: ClassVar[str] = "name"

    name: Words
    language: Language | None = None
    within: RegionId | None = None

    EXAMPLE: ClassVar[dict[str, Any]] = {
        "kind": "region-named",
        "occurrence": "br-sp-harbour-names",
        "region": "BR-SP-HARBOUR",
        "within": "BR-SP",
        "name": "Old Harbour",
        "language": "en",
        "disclosed": "2021-03-04",
        "citation": {
            "source": "harbour-exchange",
            "url": "https://exchange.example/filings/77",
            "published": "2021-03-04",
            "quote": "three terminals",
            "derived_from": None,
        },
    }
