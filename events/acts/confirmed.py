"""A source said again, at a later date, what it had said."""

from typing import Any, ClassVar

from ..act import Act, ActClock, Does, Targets
from ..citation import Edtf
from ..claim import Claim
from ..parsing import parse_claim


class Confirmed(Act):
    """What the target says of members in force was so on `at` too."""

    act: ClassVar[str] = "confirmed"
    clock: ClassVar[ActClock] = "source"
    does: ClassVar[Does] = "adds"
    targets: ClassVar[frozenset[Targets]] = frozenset({"claim"})

    at: Edtf

    EXAMPLE: ClassVar[dict[str, Any]] = {
        "act": "confirmed",
        "target": "c-00000000000000000000000000000000",
        "at": "2022-03-04",
        "disclosed": "2022-03-05",
        "citation": {"source": "harbour-times", "derived_from": None},
        "reason": "repeated in the yearly report",
        "actor": "jane",
    }

    def brings(self, target: Claim) -> Claim | None:
        """The observation that what the target began or saw in force was still so."""
        if target.says not in ("begins", "observed"):
            return None
        if target.modality not in (*target.done_by, "alleged"):
            return None
        seen = {name: getattr(target, name, None) for name in ("in_force", "ended")}
        if seen["in_force"] is None and seen["ended"] is None:
            seen["in_force"] = target.count or "all"
        citation = self.citation or target.citation
        said = {
            "kind": "operation-observed",
            "occurrence": target.occurrence,
            "vendor": target.vendor,
            "region": target.region,
            "unit": target.unit if target.type is None else target.counted_unit,
            "valid": self.at,
            "modality": target.modality if target.modality == "alleged" else "effected",
            "disclosed": self.disclosed,
            "citation": citation.model_dump(mode="json"),
            **seen,
        }
        return parse_claim({name: value for name, value in said.items() if value is not None})
