"""A claim is narrowed to a subset of what it said."""

from typing import Any, ClassVar

from ..act import ActClock, BringingAct, Does, Targets


class Refined(BringingAct):
    """From its disclosure the narrower claim under `by` counts beside the target."""

    act: ClassVar[str] = "refined"
    clock: ClassVar[ActClock] = "source"
    does: ClassVar[Does] = "adds"
    targets: ClassVar[frozenset[Targets]] = frozenset({"claim"})

    EXAMPLE: ClassVar[dict[str, Any]] = {
        "act": "refined",
        "target": "c-00000000000000000000000000000000",
        "by": {
            "kind": "project-awarded",
            "occurrence": "acme-harbour-projects",
            "vendor": "acme",
            "region": "BR-SP",
            "size": 3,
            "unit": "project",
            "verbatim": "four, not three",
            "valid": "2016",
            "disclosed": "2021-05-01",
            "citation": {
                "source": "harbour-exchange",
                "quote": "four, not three",
                "derived_from": None,
            },
        },
        "disclosed": "2021-05-01",
        "reason": "the year was given",
        "actor": "jane",
    }
