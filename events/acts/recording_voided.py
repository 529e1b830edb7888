"""Something should not have been recorded."""

from typing import Any, ClassVar

from ..act import Act, ActClock, Does, Targets


class RecordingVoided(Act):
    """From its position on the target counts at no known instant."""

    act: ClassVar[str] = "recording-voided"
    clock: ClassVar[ActClock] = "record"
    does: ClassVar[Does] = "removes"
    targets: ClassVar[frozenset[Targets]] = frozenset({"claim", "act"})

    EXAMPLE: ClassVar[dict[str, Any]] = {
        "act": "recording-voided",
        "target": "c-00000000000000000000000000000000",
        "reason": "recorded under the wrong vendor",
        "actor": "jane",
    }
