"""A vendor was reported to supply a part of a system."""

from typing import Any, ClassVar

from ..citation import Words
from ..claim import Claim, Inertia
from ..reading import Says


class SupplyReported(Claim):
    """The vendor's goods are in a system that another may have deployed.
    Valid: when the supply began; left out, at some time up to the disclosure.
    """

    kind: ClassVar[str] = "supply-reported"
    type: ClassVar[str | None] = "supply"
    fallback: ClassVar[str] = "supply"
    inertia: ClassVar[Inertia] = "observed"
    says: ClassVar[Says] = "begins"

    goods: Words | None = None

    EXAMPLE: ClassVar[dict[str, Any]] = {
        "kind": "supply-reported",
        "occurrence": "bolt-harbour-supply",
        "vendor": "bolt",
        "region": "BR-SP",
        "mentions": ["acme"],
        "goods": "cameras",
        "disclosed": "2021-03-05",
        "citation": {
            "source": "harbour-times",
            "published": "2021-03-05",
            "quote": "was said to run",
        },
    }
