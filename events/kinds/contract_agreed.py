"""A contract, or a cohort of them, was agreed with a vendor."""

from typing import Any, ClassVar

from ..claim import Claim, Inertia
from ..reading import Says


class ContractAgreed(Claim):
    """A contract with the vendor was agreed, which began its life.
    Valid: when it was agreed or began; an interval also says when it ended.
    """

    kind: ClassVar[str] = "contract-agreed"
    type: ClassVar[str | None] = "contract"
    fallback: ClassVar[str] = "contract"
    inertia: ClassVar[Inertia] = "observed"
    says: ClassVar[Says] = "begins"
    done_by: ClassVar[frozenset[str]] = frozenset({"effected", "agreed"})

    EXAMPLE: ClassVar[dict[str, Any]] = {
        "kind": "contract-agreed",
        "occurrence": "acme-harbour-contract",
        "vendor": "acme",
        "region": "BR-SP",
        "valid": "2017",
        "disclosed": "2021-03-04",
        "citation": {
            "source": "harbour-exchange",
            "url": "https://exchange.example/filings/77",
            "published": "2021-03-04",
            "quote": "three terminals",
            "derived_from": None,
        },
    }
