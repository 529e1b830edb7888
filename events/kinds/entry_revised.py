"""The entry of a vendor on a list was revised and went on."""

from typing import Any, ClassVar

from ..claim import Claim, Inertia
from ..reading import Says


class EntryRevised(Claim):
    """The entry was changed; on that day the vendor was on the list.
    Valid: the day from which the revised entry is in effect.
    """

    kind: ClassVar[str] = "entry-revised"
    fallback: ClassVar[str] = "listing"
    inertia: ClassVar[Inertia] = "until-changed"
    says: ClassVar[Says] = "observed"
    whole_days: ClassVar[bool] = True

    EXAMPLE: ClassVar[dict[str, Any]] = {
        "kind": "entry-revised",
        "occurrence": "acme-entity-list",
        "vendor": "acme",
        "region": "US",
        "valid": "2022-10-13",
        "disclosed": "2022-10-13",
        "citation": {
            "source": "gazette",
            "url": "https://gazette.example/54",
            "published": "2019-10-09",
            "quote": "is added",
            "derived_from": None,
        },
    }
