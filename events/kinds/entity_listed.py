"""A vendor was put on a list by an authority."""

from typing import Any, ClassVar

from ..citation import Slug
from ..claim import Claim, Inertia
from ..reading import Says


class EntityListed(Claim):
    """The vendor is on the list from the day the listing takes effect.
    Valid: the days of effect, both ends of an interval included; a date alone is the first of them.
    """

    kind: ClassVar[str] = "entity-listed"
    type: ClassVar[str | None] = "listing"
    fallback: ClassVar[str] = "listing"
    inertia: ClassVar[Inertia] = "until-changed"
    says: ClassVar[Says] = "begins"
    whole_days: ClassVar[bool] = True

    list: Slug | None = None

    EXAMPLE: ClassVar[dict[str, Any]] = {
        "kind": "entity-listed",
        "occurrence": "acme-entity-list",
        "vendor": "acme",
        "region": "US",
        "concerns": "CN-XJ",
        "list": "us-entity-list",
        "valid": "2019-10-09/..",
        "disclosed": "2019-10-09",
        "citation": {
            "source": "gazette",
            "url": "https://gazette.example/54",
            "published": "2019-10-09",
            "quote": "is added",
            "derived_from": None,
        },
    }

    @property
    def counted_unit(self) -> str:
        """Listings are counted list by list."""
        return self.unit or self.list or "listing"
