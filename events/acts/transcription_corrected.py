"""What a source said was copied wrongly, and is now copied rightly."""

from typing import Any, ClassVar

from ..act import ActClock, BringingAct, Does, Targets


class TranscriptionCorrected(BringingAct):
    """From its position on the claim under `by` counts at every known instant: the source never said the other."""

    act: ClassVar[str] = "transcription-corrected"
    clock: ClassVar[ActClock] = "record"
    does: ClassVar[Does] = "replaces"
    targets: ClassVar[frozenset[Targets]] = frozenset({"claim"})
    carries_on: ClassVar[bool] = True

    EXAMPLE: ClassVar[dict[str, Any]] = {
        "act": "transcription-corrected",
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
            "disclosed": "2021-03-04",
            "citation": {
                "source": "harbour-exchange",
                "quote": "four, not three",
                "derived_from": None,
            },
        },
        "reason": "misread a digit",
        "actor": "jane",
    }
