"""A vendor became part of another, or is another name of it."""

from typing import Any, ClassVar

from ..act import Act, ActClock, Does, Target, Targets


class VendorMerged(Act):
    """From its position on what is claimed of the target is claimed of `into`."""

    act: ClassVar[str] = "vendor-merged"
    clock: ClassVar[ActClock] = "record"
    does: ClassVar[Does] = "links"
    targets: ClassVar[frozenset[Targets]] = frozenset({"vendor"})

    into: Target

    EXAMPLE: ClassVar[dict[str, Any]] = {
        "act": "vendor-merged",
        "target": "bolt",
        "into": "acme",
        "reason": "one company under two names",
        "actor": "jane",
    }
