"""A project, or a cohort of them, was awarded to a vendor."""

from typing import Any, ClassVar

from ..claim import Claim, Inertia
from ..reading import Says


class ProjectAwarded(Claim):
    """A project was awarded to the vendor, who began it.
    Valid: when it was awarded; an interval also says when it ended.
    """

    kind: ClassVar[str] = "project-awarded"
    type: ClassVar[str | None] = "project"
    fallback: ClassVar[str] = "project"
    inertia: ClassVar[Inertia] = "observed"
    says: ClassVar[Says] = "begins"
    done_by: ClassVar[frozenset[str]] = frozenset({"effected", "agreed"})

    EXAMPLE: ClassVar[dict[str, Any]] = {
        "kind": "project-awarded",
        "occurrence": "acme-harbour-projects",
        "vendor": "acme",
        "region": "BR-SP",
        "size": 3,
        "unit": "project",
        "verbatim": "three projects",
        "valid": "[2016..2017]",
        "disclosed": "2021-03-04",
        "citation": {
            "source": "harbour-exchange",
            "url": "https://exchange.example/filings/77",
            "published": "2021-03-04",
            "quote": "three terminals",
            "derived_from": None,
        },
    }
