"""An authority said that it will put a vendor on a list."""

from typing import Any, ClassVar

from ..citation import Edtf, Slug
from ..claim import Claim, Inertia
from ..days import Days
from ..effect import Effect, IntendsToBegin
from ..imprecise import read_when
from ..reading import Says


class ListingAnnounced(Claim):
    """The listing is to come; the vendor is not on the list yet.
    Valid: when it was announced; `effective` is the day from which it is to take effect.
    """

    kind: ClassVar[str] = "listing-announced"
    type: ClassVar[str | None] = "listing"
    fallback: ClassVar[str] = "listing"
    inertia: ClassVar[Inertia] = "until-changed"
    says: ClassVar[Says] = "intends-to-begin"
    whole_days: ClassVar[bool] = True

    list: Slug | None = None
    effective: Edtf | None = None

    EXAMPLE: ClassVar[dict[str, Any]] = {
        "kind": "listing-announced",
        "occurrence": "acme-entity-list",
        "vendor": "acme",
        "region": "US",
        "list": "us-entity-list",
        "valid": "2019-10-07",
        "effective": "2019-10-09",
        "disclosed": "2019-10-07",
        "citation": {
            "source": "commerce",
            "published": "2019-10-07",
            "quote": "will be added",
            "derived_from": None,
        },
    }

    def effects(self, disclosed: Days) -> tuple[Effect, ...]:
        """An intention to begin, from the day it is to take effect where that is said."""
        if self.modality == "denied":
            return ()
        if self.effective is None:
            return super().effects(disclosed)
        start = read_when(self.effective, "effective").wide_begins
        return (IntendsToBegin(start.first if start else None),)

    @property
    def counted_unit(self) -> str:
        """Listings are counted list by list."""
        return self.unit or self.list or "listing"
