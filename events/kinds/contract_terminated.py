"""A contract or project came to its end."""

from typing import Any, ClassVar

from ..claim import Claim, Inertia
from ..reading import Says


class ContractTerminated(Claim):
    """Members of the occurrence ended: broken off, handed over or run out.
    Valid: when they ended.
    """

    kind: ClassVar[str] = "contract-terminated"
    fallback: ClassVar[str] = "contract"
    inertia: ClassVar[Inertia] = "observed"
    says: ClassVar[Says] = "ends"

    EXAMPLE: ClassVar[dict[str, Any]] = {
        "kind": "contract-terminated",
        "occurrence": "acme-harbour-contract",
        "vendor": "acme",
        "region": "BR-SP",
        "valid": "2021-03-01",
        "disclosed": "2021-03-04",
        "citation": {
            "source": "harbour-exchange",
            "url": "https://exchange.example/filings/77",
            "published": "2021-03-04",
            "quote": "three terminals",
            "derived_from": None,
        },
    }
