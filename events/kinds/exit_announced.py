"""A vendor said, or agreed, that it will leave."""

from typing import Any, ClassVar

from ..claim import Claim, Inertia
from ..reading import Says


class ExitAnnounced(Claim):
    """The vendor means to end what it has; nothing has ended yet.
    Valid: from when the intention stood; nobody may presume from then on that members go on.
    """

    kind: ClassVar[str] = "exit-announced"
    fallback: ClassVar[str] = "contract"
    inertia: ClassVar[Inertia] = "observed"
    says: ClassVar[Says] = "intends-to-end"

    EXAMPLE: ClassVar[dict[str, Any]] = {
        "kind": "exit-announced",
        "occurrence": "acme-harbour-projects",
        "vendor": "acme",
        "region": "BR-SP",
        "valid": "2021-03-04",
        "modality": "agreed",
        "disclosed": "2021-03-04",
        "citation": {
            "source": "harbour-exchange",
            "url": "https://exchange.example/filings/77",
            "published": "2021-03-04",
            "quote": "three terminals",
            "derived_from": None,
        },
    }
