"""Somebody registered to act for a vendor before an authority."""

from typing import Any, ClassVar

from ..citation import Slug, Words
from ..claim import Claim, Inertia
from ..reading import Says


class RepresentationStarted(Claim):
    """The vendor is represented, by whoever `representative` names, as a register of agents tells.
    Valid: the day from which the representation is registered.
    """

    kind: ClassVar[str] = "representation-started"
    type: ClassVar[str | None] = "representation"
    fallback: ClassVar[str] = "representation"
    inertia: ClassVar[Inertia] = "until-changed"
    says: ClassVar[Says] = "begins"
    whole_days: ClassVar[bool] = True

    representative: Words
    list: Slug | None = None

    EXAMPLE: ClassVar[dict[str, Any]] = {
        "kind": "representation-started",
        "occurrence": "agents:6170-acme-2018-08-16",
        "vendor": "acme",
        "region": "US",
        "representative": "Harbour Public Affairs, LLC",
        "list": "agents",
        "valid": "2018-08-16",
        "disclosed": "[..2019-06-25]",
        "citation": {
            "source": "register-of-agents",
            "retrieved_at": "2019-06-25T13:33:37Z",
            "quote": "Acme USA Inc.",
            "derived_from": None,
        },
    }
