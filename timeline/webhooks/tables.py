"""The tables of webhooks: who is to be told what, and what has yet to arrive."""

from sqlalchemy import Column, Index, Table

from ..tables_base import WHOLE, WORD, metadata

# wants        JSON: which changes, and which events
# secret       signs; so does old_secret until old_until. They are here because every sender has to sign
# position     how far the log was read for it, change how far the changes; number is that of its last delivery
# delivered    how many have arrived
# lease_owner  the sender that delivers to it, until lease_until; all instants are microseconds since 1970 in UTC
webhook_endpoints = Table(
    "webhook_endpoints",
    metadata,
    Column("id", WORD, primary_key=True),
    Column("url", WORD, nullable=False),
    Column("wants", WORD, nullable=False),
    Column("created_at", WHOLE, nullable=False),
    Column("secret", WORD, nullable=False),
    Column("old_secret", WORD, nullable=False),
    Column("old_until", WHOLE, nullable=False),
    Column("position", WHOLE, nullable=False),
    Column("change", WHOLE, nullable=False),
    Column("number", WHOLE, nullable=False),
    Column("delivered", WHOLE, nullable=False),
    Column("lease_owner", WORD, nullable=False),
    Column("lease_until", WHOLE, nullable=False),
)

# What has not arrived: a row goes when it has.
# sort      event or change; the words stay in the log and in the changes, so that a redaction reaches them
# about     the position of the event, or the number of the change
# message   its webhook-id, the same at each attempt
# dead      1 once it was given up
# why       why the last attempt failed, and tried_at when it was made; 0 before the first
webhook_deliveries = Table(
    "webhook_deliveries",
    metadata,
    Column("endpoint", WORD, primary_key=True),
    Column("number", WHOLE, primary_key=True, autoincrement=False),
    Column("sort", WORD, nullable=False),
    Column("about", WHOLE, nullable=False),
    Column("message", WORD, nullable=False),
    Column("attempts", WHOLE, nullable=False),
    Column("next_at", WHOLE, nullable=False),
    Column("dead", WHOLE, nullable=False),
    Column("why", WORD, nullable=False),
    Column("tried_at", WHOLE, nullable=False, server_default="0"),
    Index(None, "endpoint", "dead", "number"),
    sqlite_with_rowid=False,
)
