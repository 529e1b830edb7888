"""A vendor is known by a name."""

from typing import Any, ClassVar, Literal

from ..citation import Language, Words
from ..claim import Claim


class VendorNamed(Claim):
    """The vendor bears a name: a legal name, an alias, a short name, in any script.
    Valid: when it bore the name.
    """

    kind: ClassVar[str] = "vendor-named"
    type: ClassVar[str | None] = "name"
    fallback: ClassVar[str] = "name"

    name: Words
    language: Language | None = None
    name_type: Literal["legal", "alias", "short"] = "alias"

    EXAMPLE: ClassVar[dict[str, Any]] = {
        "kind": "vendor-named",
        "occurrence": "acme-names",
        "vendor": "acme",
        "name": "Acme Harbour Systems Ltd",
        "language": "en",
        "name_type": "legal",
        "disclosed": "2021-03-04",
        "citation": {
            "source": "harbour-exchange",
            "url": "https://exchange.example/filings/77",
            "published": "2021-03-04",
            "quote": "three terminals",
            "derived_from": None,
        },
    }
