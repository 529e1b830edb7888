"""A source is known by a name and a type."""

from typing import Any, ClassVar, Literal

from ..citation import Language, Slug, Words
from ..claim import Claim


class SourceDescribed(Claim):
    """What the source `about` is: its name and what sort of publisher it is.
    Valid: when it was so.
    """

    kind: ClassVar[str] = "source-described"
    type: ClassVar[str | None] = "name"
    fallback: ClassVar[str] = "name"

    about: Slug
    name: Words
    sort: Literal["primary", "press", "research", "government", "company"] | None = None
    language: Language | None = None

    EXAMPLE: ClassVar[dict[str, Any]] = {
        "kind": "source-described",
        "occurrence": "harbour-times-source",
        "about": "harbour-times",
        "name": "The Harbour Times",
        "sort": "press",
        "disclosed": "2021-03-04",
        "citation": {"source": "harbour-times", "derived_from": None},
    }
