"""The words of a claim are removed for good."""

from typing import Any, ClassVar

from ..act import Act, ActClock, Does, Targets
from ..citation import Words


class PayloadRedacted(Act):
    """The envelope stays: position, kind, recorded time and hash; the claim counts nowhere any more."""

    act: ClassVar[str] = "payload-redacted"
    clock: ClassVar[ActClock] = "record"
    does: ClassVar[Does] = "redacts"
    targets: ClassVar[frozenset[Targets]] = frozenset({"claim"})

    law: Words | None = None

    EXAMPLE: ClassVar[dict[str, Any]] = {
        "act": "payload-redacted",
        "target": "c-00000000000000000000000000000000",
        "reason": "ordered by a court",
        "actor": "jane",
    }
