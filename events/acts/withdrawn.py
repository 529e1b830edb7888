"""An act is taken back."""

from typing import Any, ClassVar

from ..act import Act, ActClock, Does, Targets


class Withdrawn(Act):
    """From its position on the act it is upon is as if it had not been, at every known instant."""

    act: ClassVar[str] = "withdrawn"
    clock: ClassVar[ActClock] = "record"
    does: ClassVar[Does] = "removes"
    targets: ClassVar[frozenset[Targets]] = frozenset({"act"})

    EXAMPLE: ClassVar[dict[str, Any]] = {
        "act": "withdrawn",
        "target": "a-00000000000000000000000000000000",
        "reason": "the two were not the same",
        "actor": "jane",
    }
