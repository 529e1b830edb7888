"""A registered representation of a vendor ended."""

from typing import Any, ClassVar

from ..claim import Claim, Inertia
from ..reading import Says


class RepresentationEnded(Claim):
    """The vendor is no longer represented, as the register tells.
    Valid: the day from which the representation is over.
    """

    kind: ClassVar[str] = "representation-ended"
    fallback: ClassVar[str] = "representation"
    inertia: ClassVar[Inertia] = "until-changed"
    says: ClassVar[Says] = "ends"
    whole_days: ClassVar[bool] = True

    EXAMPLE: ClassVar[dict[str, Any]] = {
        "kind": "representation-ended",
        "occurrence": "agents:6170-acme-2018-08-16",
        "vendor": "acme",
        "region": "US",
        "valid": "2021-07-01",
        "disclosed": "[2021-07-02..2021-07-03]",
        "citation": {
            "source": "register-of-agents",
            "retrieved_at": "2021-07-03T12:00:00Z",
            "quote": "Acme USA Inc.",
            "derived_from": None,
        },
    }
