"""Somebody stated something that is noted and counts nothing."""

from typing import Any, ClassVar

from ..citation import Words
from ..claim import Claim


class StatementMade(Claim):
    """A statement, an inference or a silence, noted beside the answers.
    Valid: when what is stated was so; left out, not said.
    """

    kind: ClassVar[str] = "statement-made"
    type: ClassVar[str | None] = "statement"
    fallback: ClassVar[str] = "statement"

    statement: Words

    EXAMPLE: ClassVar[dict[str, Any]] = {
        "kind": "statement-made",
        "occurrence": "acme-silence",
        "vendor": "acme",
        "region": "BR-SP",
        "statement": "no reason was given",
        "valid": "2021-03-04",
        "disclosed": "2021-03-05",
        "citation": {
            "source": "harbour-times",
            "published": "2021-03-05",
            "quote": "was said to run",
        },
    }
