"""The source published another version of what it said."""

from typing import Any, ClassVar

from ..act import ActClock, BringingAct, Does, Targets


class SourceCorrected(BringingAct):
    """The target counts before the correction was disclosed, the claim under `by` from then on."""

    act: ClassVar[str] = "source-corrected"
    clock: ClassVar[ActClock] = "source"
    does: ClassVar[Does] = "replaces"
    targets: ClassVar[frozenset[Targets]] = frozenset({"claim"})
    carries_on: ClassVar[bool] = True

    EXAMPLE: ClassVar[dict[str, Any]] = {
        "act": "source-corrected",
        "target": "c-00000000000000000000000000000000",
        "by": {
            "kind": "project-awarded",
            "occurrence": "acme-harbour-projects",
            "vendor": "acme",
            "region": "BR-SP",
            "size": 4,
            "unit": "project",
            "verbatim": "four, not three",
            "valid": "[2016..2017]",
            "disclosed": "2021-05-01",
            "citation": {
                "source": "harbour-exchange",
                "quote": "four, not three",
                "derived_from": None,
            },
        },
        "disclosed": "2021-05-01",
        "reason": "corrected by the exchange",
        "actor": "jane",
    }
