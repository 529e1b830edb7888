"""The source withdrew what it said."""

from typing import Any, ClassVar

from ..act import Act, ActClock, Does, Targets


class SourceRetracted(Act):
    """The target counts before the retraction was disclosed, and is listed as withdrawn after."""

    act: ClassVar[str] = "source-retracted"
    clock: ClassVar[ActClock] = "source"
    does: ClassVar[Does] = "removes"
    targets: ClassVar[frozenset[Targets]] = frozenset({"claim", "act"})
    carries_on: ClassVar[bool] = True

    EXAMPLE: ClassVar[dict[str, Any]] = {
        "act": "source-retracted",
        "target": "c-00000000000000000000000000000000",
        "disclosed": "2021-05-01",
        "reason": "withdrawn by the paper",
        "actor": "jane",
    }
