"""A row of a list was missing from a newer copy of it."""

from typing import Any, ClassVar

from ..citation import Moment, Sha256, Slug, Words
from ..claim import Claim, Inertia, Modality
from ..reading import Says


class ListRowVanished(Claim):
    """An inference of whoever compared two copies: what the row stood for may have ended; nobody said so.
    Valid: between the two copies, if it ended at all.
    """

    kind: ClassVar[str] = "list-row-vanished"
    fallback: ClassVar[str] = "listing"
    inertia: ClassVar[Inertia] = "until-changed"
    says: ClassVar[Says] = "ends"
    whole_days: ClassVar[bool] = True
    modality: Modality = "alleged"

    list: Slug | None = None
    row: Words
    last_seen: Moment
    last_seen_in: Sha256
    missing_from: Sha256

    EXAMPLE: ClassVar[dict[str, Any]] = {
        "kind": "list-row-vanished",
        "occurrence": "acme-entity-list",
        "vendor": "acme",
        "region": "US",
        "list": "us-entity-list",
        "row": "ACME HARBOUR SYSTEMS LTD",
        "last_seen": "2025-01-06T09:00:00Z",
        "last_seen_in": "4355a46b19d348dc2f57c046f8ef63d4538ebb936000f3c9ee954a27460dd865",
        "missing_from": "53c234e5e8472b6ac51c1ae1cab3fe06fad053beb8ebfd8977b010655bfdd3c3",
        "valid": "[2025-01-06..2025-01-07]",
        "modality": "alleged",
        "disclosed": "[2025-01-06..2025-01-07]",
        "citation": {
            "source": "gazette",
            "retrieved_at": "2025-01-07T09:00:00Z",
            "sha256": "53c234e5e8472b6ac51c1ae1cab3fe06fad053beb8ebfd8977b010655bfdd3c3",
            "derived_from": None,
        },
    }
