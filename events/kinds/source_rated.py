"""Somebody rated how reliable a source is."""

from typing import Any, ClassVar, Literal

from ..citation import Slug
from ..claim import Claim


class SourceRated(Claim):
    """The source `about` is rated by the Admiralty system, A (completely reliable) to F (cannot be judged).
    Valid: when the rating was so.
    """

    kind: ClassVar[str] = "source-rated"
    type: ClassVar[str | None] = "name"
    fallback: ClassVar[str] = "name"

    about: Slug
    letter: Literal["A", "B", "C", "D", "E", "F"]

    EXAMPLE: ClassVar[dict[str, Any]] = {
        "kind": "source-rated",
        "occurrence": "harbour-times-rating",
        "about": "harbour-times",
        "letter": "B",
        "disclosed": "2021-03-04",
        "citation": {"source": "desk", "derived_from": None},
    }
