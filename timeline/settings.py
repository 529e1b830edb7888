"""The settings: read from the environment, here and nowhere else."""

import os
from dataclasses import dataclass, field, fields

from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from .errors import BadParameter

PREFIX = "TIMELINE_"


def _setting(default: str, meaning: str) -> str:
    found: str = field(default=default, metadata={"meaning": meaning})
    return found


@dataclass(frozen=True, slots=True)
class Settings:
    """Each setting is the environment variable TIMELINE_ and its name in capitals."""

    database: str = _setting("sqlite:///timeline.db", "SQLAlchemy address of the database")
    role: str = _setting("timeline_service", "PostgreSQL role the service works as")
    host: str = _setting("127.0.0.1", "address `timeline serve` listens on")
    port: str = _setting("8000", "port `timeline serve` listens on")
    hosts: str = _setting(
        "", "further names of this service that browsers may write by: a comma list"
    )
    poll_seconds: str = _setting("1.0", "how often the server looks for events others recorded")
    heartbeat_seconds: str = _setting(
        "15", "how often a stream without events gives a sign of life"
    )
    key: str = _setting("timeline.key", "file of the keys that sign checkpoints, made when missing")
    origin: str = _setting("", "name of this log in its checkpoints; empty, after its first key")
    body_bytes: str = _setting("8388608", "largest body accepted over HTTP, in bytes")
    captures: str = _setting("", "directory captured bytes are kept in; empty: the database")
    capture_bytes: str = _setting("52428800", "largest body captured, in bytes")
    webhook_hosts: str = _setting(
        "", "hosts that webhooks may be sent to: a comma list of host, host:port, *.domain"
    )
    broker_ca: str = _setting(
        "", "PEM file of the authorities that brokers' certificates are of; empty: the system's"
    )

    @classmethod
    def read(cls) -> "Settings":
        """The settings of this process's environment."""
        names = {each.name: PREFIX + each.name.upper() for each in fields(cls)}
        return cls(**{name: os.environ[env] for name, env in names.items() if env in os.environ})

    @property
    def port_number(self) -> int:
        """The port as a number; BadParameter for what is none."""
        if self.port.isascii() and self.port.isdigit() and 0 < int(self.port[:6]) < 1 << 16:
            return int(self.port)
        expected = "a port from 1 to 65535"
        raise BadParameter(field=f"{PREFIX}PORT", expected=expected, got=repr(self.port))

    def shown(self) -> list[tuple[str, str, str]]:
        """(variable, value, meaning) of each setting; a password in an address is masked."""
        rows = []
        for each in fields(self):
            value = getattr(self, each.name)
            if each.name == "database":
                value = _masked(value)
            rows.append((PREFIX + each.name.upper(), value, each.metadata["meaning"]))
        return rows


def _masked(address: str) -> str:
    try:
        return make_url(address).render_as_string(hide_password=True)
    except ArgumentError:
        return address
