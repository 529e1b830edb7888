"""A vendor was taken off a list by an authority."""

from typing import Any, ClassVar

from ..claim import Claim, Inertia
from ..reading import Says


class EntityDelisted(Claim):
    """The vendor is off the list from the day the removal takes effect.
    Valid: the first day on which it is no longer listed.
    """

    kind: ClassVar[str] = "entity-delisted"
    fallback: ClassVar[str] = "listing"
    inertia: ClassVar[Inertia] = "until-changed"
    says: ClassVar[Says] = "ends"
    whole_days: ClassVar[bool] = True

    EXAMPLE: ClassVar[dict[str, Any]] = {
        "kind": "entity-delisted",
        "occurrence": "acme-entity-list",
        "vendor": "acme",
        "region": "US",
        "valid": "2025-01-07",
        "disclosed": "2025-01-07",
        "citation": {
            "source": "gazette",
            "url": "https://gazette.example/54",
            "published": "2019-10-09",
            "quote": "is added",
            "derived_from": None,
        },
    }
