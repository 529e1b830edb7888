"""Two occurrences are one and the same."""

from typing import Any, ClassVar

from ..act import Act, ActClock, Does, Target, Targets


class SameOccurrence(Act):
    """From its position on the claims about `other` are claims about the target."""

    act: ClassVar[str] = "same-occurrence"
    clock: ClassVar[ActClock] = "record"
    does: ClassVar[Does] = "links"
    targets: ClassVar[frozenset[Targets]] = frozenset({"occurrence"})

    other: Target

    EXAMPLE: ClassVar[dict[str, Any]] = {
        "act": "same-occurrence",
        "target": "acme-harbour-contract",
        "other": "acme-port-contract",
        "reason": "same contract number",
        "actor": "jane",
    }
