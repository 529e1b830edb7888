"""A company held another, or a share of it."""

from typing import Any, ClassVar

from ..citation import Slug, Words
from ..claim import Claim, Inertia
from ..kept import kept
from ..reading import Says


class OwnershipHeld(Claim):
    """The vendor is owned by `owner`.
    Valid: when the ownership was held.
    """

    kind: ClassVar[str] = "ownership-held"
    type: ClassVar[str | None] = "ownership"
    fallback: ClassVar[str] = "ownership"
    inertia: ClassVar[Inertia] = "until-changed"
    says: ClassVar[Says] = "begins"
    whole_days: ClassVar[bool] = True

    owner: Slug
    share: Words | None = None

    EXAMPLE: ClassVar[dict[str, Any]] = {
        "kind": "ownership-held",
        "occurrence": "acme-owns-bolt",
        "vendor": "bolt",
        "owner": "acme",
        "share": "51 %",
        "valid": "2018-05-01/..",
        "disclosed": "2021-03-04",
        "citation": {
            "source": "harbour-exchange",
            "url": "https://exchange.example/filings/77",
            "published": "2021-03-04",
            "quote": "three terminals",
            "derived_from": None,
        },
    }

    @kept
    def vendors(self) -> tuple[str, ...]:
        """The owned vendor, its owner, and those it mentions."""
        return tuple(dict.fromkeys((*super().vendors, self.owner)))
