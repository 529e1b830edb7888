"""Which restricted lists the United States publish: their ids here, who publishes them, what to expect."""

from typing import NamedTuple


class Published(NamedTuple):
    """A list: its id, its source, and how many entries it may have.

    `cites` is whether each entry names its pages of the Federal Register with their days.
    `restates` is whether each publication names all anew, so that its day says nothing of a beginning.
    """

    list: str
    source: str
    source_name: str
    rows: tuple[int, int]
    cites: bool = False
    restates: bool = False


_BIS = "US Department of Commerce, Bureau of Industry and Security"
_DOD = "US Department of Defense"
_OFAC = "US Treasury, Office of Foreign Assets Control"
_STATE = "US Department of State"

LISTS: dict[str, Published] = {
    "bis-entity-list": Published("us-entity-list", "us-bis", _BIS, (1_000, 10_000), cites=True),
    "bis-meu": Published("us-meu", "us-bis", _BIS, (20, 1_000), cites=True),
    "bis-dpl": Published("us-dpl", "us-bis", _BIS, (200, 3_000)),
    "dhs-uflpa": Published("us-uflpa", "us-dhs", "US Department of Homeland Security", (20, 2_000)),
    "cbp-wro": Published("us-cbp-wro", "us-cbp", "US Customs and Border Protection", (20, 1_000)),
    "dow-1260h": Published("us-1260h", "dod", _DOD, (20, 1_000), restates=True),
    "dow-1286": Published("us-1286", "dod", _DOD, (20, 2_000), restates=True),
    "fcc-covered": Published(
        "us-fcc-covered-list", "fcc", "US Federal Communications Commission", (5, 200)
    ),
    "ofac-nscmic": Published("us-ns-cmic", "ofac", _OFAC, (20, 1_000)),
    "ofac-eo14032": Published("us-eo-14032", "ofac", _OFAC, (20, 1_000), cites=True),
    "state-nonproliferation": Published("us-isn", "us-state", _STATE, (100, 3_000)),
    "state-debarred-statutory": Published("us-dtc-statutory", "us-state", _STATE, (100, 3_000)),
    "state-debarred-admin": Published("us-dtc-administrative", "us-state", _STATE, (2, 200)),
}
"""By the id that the files give them."""
