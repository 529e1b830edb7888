"""A vendor's system was reported in use somewhere."""

from typing import Any, ClassVar

from ..claim import Claim, Inertia
from ..reading import Says


class DeploymentReported(Claim):
    """The vendor's system is deployed and was in use when the report was made.
    Valid: when its use began; left out, at some time up to the disclosure.
    """

    kind: ClassVar[str] = "deployment-reported"
    type: ClassVar[str | None] = "deployment"
    fallback: ClassVar[str] = "deployment"
    inertia: ClassVar[Inertia] = "observed"
    says: ClassVar[Says] = "begins"

    EXAMPLE: ClassVar[dict[str, Any]] = {
        "kind": "deployment-reported",
        "occurrence": "acme-harbour-cameras",
        "vendor": "acme",
        "region": "BR-SP",
        "mentions": ["bolt"],
        "disclosed": "2021-03-05",
        "citation": {
            "source": "harbour-times",
            "published": "2021-03-05",
            "quote": "was said to run",
        },
    }
