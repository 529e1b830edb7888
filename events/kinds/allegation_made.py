"""Somebody alleged something of a vendor."""

from typing import Any, ClassVar

from ..citation import Words
from ..claim import Claim, Modality


class AllegationMade(Claim):
    """An allegation, in the words of who made it; it moves no counter.
    Valid: when what is alleged was so.
    """

    kind: ClassVar[str] = "allegation-made"
    type: ClassVar[str | None] = "allegation"
    fallback: ClassVar[str] = "allegation"
    modality: Modality = "alleged"

    statement: Words

    EXAMPLE: ClassVar[dict[str, Any]] = {
        "kind": "allegation-made",
        "occurrence": "acme-harbour-allegation",
        "vendor": "acme",
        "region": "BR-SP",
        "statement": "its cameras sorted passengers",
        "modality": "alleged",
        "disclosed": "2021-03-05",
        "citation": {
            "source": "harbour-times",
            "published": "2021-03-05",
            "quote": "was said to run",
        },
    }
