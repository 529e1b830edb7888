"""Leases: which sender delivers to an endpoint, told in the database until it gives it back or is late."""

from typing import Final

from sqlalchemy import Connection, or_, select, update

from events import Instant

from .endpoints import Endpoint, endpoint_of
from .posting import TOTAL_SECONDS
from .tables import webhook_endpoints as table

LEASE: Final = round(6 * TOTAL_SECONDS) * 1_000_000
"""How long an endpoint is left to a sender that says nothing; each attempt renews it, and is far shorter."""


def take(connection: Connection, name: str, owner: str, now: Instant) -> Endpoint | None:
    """The endpoint, held by this sender alone; None where another holds it, or it is gone."""
    free = or_(table.c.lease_owner == "", table.c.lease_until <= now)
    taken = connection.execute(
        update(table)
        .where(table.c.id == name, free)
        .values(lease_owner=owner, lease_until=now + LEASE)
    ).rowcount
    if taken == 0:
        return None
    return endpoint_of(connection.execute(select(table).where(table.c.id == name)).one())


def renew(connection: Connection, name: str, owner: str, now: Instant) -> Endpoint | None:
    """The endpoint as it is now, held on; None where it was lost, and nothing more may be done to it."""
    held = connection.execute(
        update(table)
        .where(table.c.id == name, table.c.lease_owner == owner)
        .values(lease_until=now + LEASE)
    ).rowcount
    if held == 0:
        return None
    return endpoint_of(connection.execute(select(table).where(table.c.id == name)).one())


def give_back(connection: Connection, name: str, owner: str) -> None:
    """Let another take it at once; nothing happens where it was lost."""
    connection.execute(
        update(table)
        .where(table.c.id == name, table.c.lease_owner == owner)
        .values(lease_owner="", lease_until=0)
    )
