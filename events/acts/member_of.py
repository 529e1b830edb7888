"""An occurrence is one member of a cohort."""

from typing import Any, ClassVar

from ..act import Act, ActClock, Does, Target, Targets


class MemberOf(Act):
    """From its position on it is counted once, within the cohort `of`."""

    act: ClassVar[str] = "member-of"
    clock: ClassVar[ActClock] = "record"
    does: ClassVar[Does] = "links"
    targets: ClassVar[frozenset[Targets]] = frozenset({"occurrence"})

    of: Target

    EXAMPLE: ClassVar[dict[str, Any]] = {
        "act": "member-of",
        "target": "acme-harbour-contract",
        "of": "acme-harbour-projects",
        "reason": "named in the annex",
        "actor": "jane",
    }
