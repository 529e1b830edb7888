"""Where things are: countries, subdivisions, M49 groups and groups with dated membership."""

from .groups import Group, Membership
from .regions import Region, Regions

__all__ = ["Group", "Membership", "Region", "Regions"]
