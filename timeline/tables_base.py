"""The one MetaData that every table of the database is described in."""

from sqlalchemy import BigInteger, Integer, MetaData, Text
from sqlalchemy.dialects import postgresql

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    }
)

# SQLite makes a lone primary key the key of the table itself only when its type is spelled INTEGER.
WHOLE = BigInteger().with_variant(Integer(), "sqlite")

# The byte order of "C" never changes with the operating system, so an index over it stays valid.
WORD = Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")
