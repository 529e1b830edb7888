"""Members of an occurrence were seen in operation, or seen to have ended."""

from typing import Any, ClassVar

from ..claim import Claim, Inertia, Tally
from ..days import Days
from ..effect import Effect, Observed
from ..quantity import read_quantity
from ..reading import ALL, Says, observation_days


class OperationObserved(Claim):
    """So many members were in force, so many had ended; neither said, all were in force.
    Valid: when it was observed; left out, at the disclosure.
    """

    kind: ClassVar[str] = "operation-observed"
    fallback: ClassVar[str] = "deployment"
    inertia: ClassVar[Inertia] = "observed"
    says: ClassVar[Says] = "observed"

    in_force: Tally | None = None
    ended: Tally | None = None

    EXAMPLE: ClassVar[dict[str, Any]] = {
        "kind": "operation-observed",
        "occurrence": "acme-harbour-projects",
        "vendor": "acme",
        "region": "BR-SP",
        "valid": "2021-03-04",
        "in_force": "some",
        "ended": "some",
        "disclosed": "2021-03-04",
        "citation": {
            "source": "harbour-exchange",
            "url": "https://exchange.example/filings/77",
            "published": "2021-03-04",
            "quote": "three terminals",
            "derived_from": None,
        },
    }

    def effects(self, disclosed: Days) -> tuple[Effect, ...]:
        """One observation of both counters; nothing where its date is qualified or it is only meant."""
        days = observation_days(self, disclosed)
        if days is None or self.modality not in ("effected", "alleged"):
            return ()
        in_force = None if self.in_force is None else read_quantity(self.in_force, least=0)
        ended = None if self.ended is None else read_quantity(self.ended, least=0)
        if in_force is None and ended is None:
            in_force = self.part or ALL
        return (Observed(days, in_force, ended),)
