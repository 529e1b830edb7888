"""What the log says as statements of FollowTheMoney: vendors, identifiers, listings and ownership."""

from .statement import COLUMNS, Statement
from .walking import statements

__all__ = ["COLUMNS", "Statement", "statements"]
