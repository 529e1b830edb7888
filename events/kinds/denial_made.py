"""Somebody denied what was claimed of an occurrence."""

from typing import Any, ClassVar

from ..citation import Slug, Words
from ..claim import Claim, Modality


class DenialMade(Claim):
    """A denial stands beside the answer and nulls nothing.
    Valid: when it was made.
    """

    kind: ClassVar[str] = "denial-made"
    fallback: ClassVar[str] = "statement"
    modality: Modality = "denied"

    statement: Words
    denier: Slug | None = None

    EXAMPLE: ClassVar[dict[str, Any]] = {
        "kind": "denial-made",
        "occurrence": "acme-entity-list",
        "vendor": "acme",
        "statement": "there is no ground for the listing",
        "denier": "acme",
        "modality": "denied",
        "valid": "2019-10-08",
        "disclosed": "2019-10-08",
        "citation": {"source": "acme-statement", "published": "2019-10-08", "derived_from": None},
    }
