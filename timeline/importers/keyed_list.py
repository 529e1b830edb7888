"""One copy of a list (CSV, JSON, XML or fixed text), against the copy imported before it."""

from typing import ClassVar

from ..importing.copies import Observation
from ..importing.importer import Desk, Plan, Request
from ..importing.opening import bad, pieces, sha256_of
from ..importing.sources import (
    check_release,
    file_in,
    listing_of,
    observed_of,
    profile_of,
    published_of,
    rows_of,
)


class KeyedList:
    """A row is listed when it is first seen, revised when it changes, and vanished when it is gone."""

    name: ClassVar[str] = "keyed-list"
    description: ClassVar[str] = "one copy of a list that --profile describes"
    takes: ClassVar[tuple[str, ...]] = ("profile", "persons", "observed", "published", "release")

    def plan(self, request: Request, desk: Desk) -> Plan:
        """A copy that is not written as its profile says is refused; an empty or shrunken one is quarantined."""
        profile = profile_of(request, desk)
        path = file_in(request.path)
        sha256 = sha256_of(path, request.limits)
        check_release(request, [sha256])
        rows = rows_of(profile, path, pieces(path, request.limits), request.limits)
        troubles = rows.troubles()
        if len(troubles) > profile.refused:
            more = f", {len(troubles)} such rows" if len(troubles) > 1 else ""
            raise bad(path, f"at most {profile.refused} rows in doubt", troubles[0] + more)
        copy = Observation(observed_of(request, desk), published_of(request), sha256)
        listing = listing_of(profile, request, desk)
        return Plan(rows.total, listing.steps(path, copy, rows))
