"""Idempotency keys: which body a caller's key stood for, so that it cannot stand for another."""

from contextlib import suppress

from sqlalchemy import Column, Engine, Table, insert, select
from sqlalchemy.exc import IntegrityError

from .database import reading, writing
from .errors import KeyReused
from .tables_base import WORD, metadata

idempotency_keys = Table(
    "idempotency_keys",
    metadata,
    Column("key", WORD, primary_key=True),
    Column("fingerprint", WORD, nullable=False),
)


class IdempotencyKeys:
    """The keys of one database; what a key protects is itself recorded once whatever the key."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def check(self, key: str, fingerprint: str) -> None:
        """Raises KeyReused where the key stood for another body before."""
        wanted = select(idempotency_keys.c.fingerprint).where(idempotency_keys.c.key == key)
        with reading(self._engine) as connection:
            if connection.scalar(wanted) not in (None, fingerprint):
                raise KeyReused(key=key)

    def keep(self, key: str, fingerprint: str) -> None:
        """Lets the key stand for a body that was recorded; the first body stays."""
        with suppress(IntegrityError), writing(self._engine) as connection:
            connection.execute(insert(idempotency_keys).values(key=key, fingerprint=fingerprint))
