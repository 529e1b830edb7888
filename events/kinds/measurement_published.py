"""A figure was published."""

from typing import Any, ClassVar

from ..citation import Edtf, Words
from ..claim import Claim


class MeasurementPublished(Claim):
    """A figure about a vendor or region: `value` of `measure` over `period`; it moves no counter.
    Valid: when the figure was published; the time it measures is `period`.
    """

    kind: ClassVar[str] = "measurement-published"
    type: ClassVar[str | None] = "measurement"
    fallback: ClassVar[str] = "measurement"

    measure: Words
    value: Words
    period: Edtf | None = None

    EXAMPLE: ClassVar[dict[str, Any]] = {
        "kind": "measurement-published",
        "occurrence": "acme-revenue-2023-h1",
        "vendor": "acme",
        "region": "BR",
        "measure": "change of revenue",
        "value": "-58 %",
        "period": "2023-01/2023-06",
        "disclosed": "2023-08-28",
        "citation": {
            "source": "harbour-exchange",
            "url": "https://exchange.example/filings/77",
            "published": "2021-03-04",
            "quote": "three terminals",
            "derived_from": None,
        },
    }
