"""What a reader of the feed wants of it: every event, or those of a vendor, of a region, of some kinds."""

from dataclasses import dataclass

from .marking import Marks


@dataclass(frozen=True, slots=True)
class Wanted:
    """A choice of events; None wants all.

    `vendors` has a vendor with all that merged with it, `regions` a region with all that was ever part of it.
    """

    vendors: frozenset[str] | None = None
    regions: frozenset[str] | None = None
    kinds: frozenset[str] | None = None

    @property
    def everything(self) -> bool:
        """Whether it wants every event, whatever it is about."""
        return self.vendors is None and self.regions is None and self.kinds is None

    def has(self, kind: str, marks: Marks) -> bool:
        """Whether an event is wanted; one that may be about anything is."""
        if self.kinds is not None and kind not in self.kinds:
            return False
        of_vendor = (
            self.vendors is None
            or marks.vendors is None
            or not self.vendors.isdisjoint(marks.vendors)
        )
        if self.regions is None or marks.regions is None:
            return of_vendor
        return of_vendor and not self.regions.isdisjoint(marks.regions)


EVERYTHING = Wanted()
