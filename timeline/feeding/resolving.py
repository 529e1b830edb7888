"""Names into a choice of events, as they are recorded at the moment."""

from events import ACTS, KINDS

from ..answers.identity import merged_vendors
from ..answers.snapshot import Snapshot
from ..answers.subjects import find_region, find_vendor
from ..errors import BadParameter
from .wanted import Wanted


def resolve_wanted(
    snapshot: Snapshot, vendor: str | None, region: str | None, kind: str | None
) -> Wanted:
    """The choice that names make; `kind` is one kind or act, or several with commas between.

    UnknownVendor, UnknownRegion, AmbiguousName or BadParameter where a name means nothing.
    """
    position = snapshot.live.position
    vendors = regions = None
    if vendor is not None:
        vendors = merged_vendors(snapshot, find_vendor(snapshot, vendor, position), position)
    if region is not None:
        found = find_region(snapshot, region, position)
        regions = frozenset({found, *snapshot.regions.descendants(found, None)})
    return Wanted(vendors, regions, None if kind is None else _kinds(kind))


def _kinds(text: str) -> frozenset[str]:
    names = text.split(",")
    for name in names:
        if name not in KINDS and name not in ACTS:
            expected = "kinds of fact or acts, with commas between, as /v1/kinds lists them"
            raise BadParameter(field="kind", expected=expected, got=repr(name))
    return frozenset(names)
