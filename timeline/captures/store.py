"""Where the bytes of captures are kept: in the database, or in a directory."""

from pathlib import Path
from typing import Protocol

from sqlalchemy import Connection, select

from .atomic import replacing
from .chunks import insertion
from .tables import capture_bodies


class Store(Protocol):
    """Keeps bodies by their hash; what it gives back may be damaged, so the caller looks at the hash."""

    @property
    def place(self) -> str:
        """Where that is, for a person."""
        ...

    def put(self, connection: Connection, sha256: str, body: bytes) -> None:
        """Keep a body in place of any that is there by that hash."""
        ...

    def get(self, connection: Connection, sha256: str) -> bytes | None:
        """The bytes kept by that hash, or None."""
        ...


class InDatabase:
    """Bodies as rows of the database."""

    place = "the database"

    def put(self, connection: Connection, sha256: str, body: bytes) -> None:
        """Keep a body in its row."""
        row = {"sha256": sha256, "size": len(body), "body": body}
        statement = insertion(connection, capture_bodies).values(row)
        changed = {"body": statement.excluded.body}
        connection.execute(statement.on_conflict_do_update(index_elements=["sha256"], set_=changed))

    def get(self, connection: Connection, sha256: str) -> bytes | None:
        """The bytes in a row."""
        wanted = select(capture_bodies.c.body).where(capture_bodies.c.sha256 == sha256)
        found = connection.scalar(wanted)
        return None if found is None else bytes(found)


class InDirectory:
    """Bodies as files: DIRECTORY/<first two digits>/<hash>. A file is there as a whole or not at all."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory

    @property
    def place(self) -> str:
        """The directory."""
        return str(self._directory)

    def put(self, connection: Connection, sha256: str, body: bytes) -> None:
        """Keep a body in its file; it stays there even where the transaction is rolled back."""
        path = self._path(sha256)
        path.parent.mkdir(parents=True, exist_ok=True)
        with replacing(path) as file:
            file.write(body)
        row = {"sha256": sha256, "size": len(body), "body": None}
        connection.execute(
            insertion(connection, capture_bodies).values(row).on_conflict_do_nothing()
        )

    def get(self, connection: Connection, sha256: str) -> bytes | None:  # noqa: ARG002 - as every store
        """The bytes in a file."""
        try:
            return self._path(sha256).read_bytes()
        except (FileNotFoundError, NotADirectoryError):
            return None

    def _path(self, sha256: str) -> Path:
        return self._directory / sha256[:2] / sha256


def store_at(directory: str) -> Store:
    """The store that the setting TIMELINE_CAPTURES names; '' is the database."""
    return InDirectory(Path(directory)) if directory else InDatabase()
