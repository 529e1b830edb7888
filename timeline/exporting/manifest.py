"""The manifest of an export: what its files hold, which state of the log they are of, and the signed checkpoint."""

import json
from hashlib import sha256
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from projections import PROJECTIONS

from ..errors import Unproven
from ..not_valid import first_of

FORMAT: Literal["timeline-export/1"] = "timeline-export/1"
"""The schema version: it counts up when a table or a column is renamed, removed or means something else."""
NAME = "manifest.json"
LARGEST = 1 << 26
"""The largest manifest that is read, in bytes."""

Hash = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
Place = Annotated[str, StringConstraints(pattern=r"^[a-z]{1,32}/[a-z0-9-]{1,64}\.[a-z]{3,7}$")]
Count = Annotated[int, Field(ge=0)]


class _Said(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class WrittenFile(_Said):
    """A file of a table; its path is from the manifest's folder."""

    path: Place
    rows: Count
    bytes: Count
    sha256: Hash


class WrittenTable(_Said):
    """A table: how its rows join those of an earlier export, by which key, and its files in order."""

    about: str
    joins: str
    key: list[str]
    columns: list[dict[str, str]]
    rows: Count
    files: list[WrittenFile]


class Manifest(_Said):
    """What an export is of: the state at `position`, or what changed of it since `since`.

    `tree` is the frontier of the log's tree at `since`, from which the leaves of the new events lead to the root
    in the checkpoint. `previous` is the SHA-256 of the manifest it goes on from, where one was given.
    """

    format: Literal["timeline-export/1"] = FORMAT
    files: str
    position: Count
    recorded_at: str | None
    since: Count
    previous: Hash | None
    origin: str | None
    tree: str
    checkpoint: str | None
    keys: list[str]
    projections: dict[str, int]
    tables: dict[str, WrittenTable]

    def canonical(self) -> bytes:
        """The bytes of the file."""
        said = self.model_dump(mode="json")
        return (json.dumps(said, ensure_ascii=False, indent=1) + "\n").encode()


def projection_versions() -> dict[str, int]:
    """The versions of the projections whose rows are exported."""
    return {projection.name: projection.version for projection in PROJECTIONS}


def read_manifest(place: Path) -> tuple[Manifest, str]:
    """A manifest, from its file or the folder it stands in, and its SHA-256; Unproven where it is none."""
    path = place
    try:
        path = place / NAME if place.is_dir() else place
        with path.open("rb") as file:
            content = file.read(LARGEST + 1)
    except OSError as error:
        raise Unproven(where=str(path), why=error.strerror or str(error)) from None
    if len(content) > LARGEST:
        raise Unproven(where=str(path), why=f"expected a manifest of at most {LARGEST} bytes")
    try:
        return Manifest.model_validate_json(content), sha256(content).hexdigest()
    except ValidationError as error:
        where, expected, got = first_of(error)
        why = f"not a manifest of {FORMAT}, {where or 'it'}: expected {expected}, got {got}"
        raise Unproven(where=str(path), why=why) from None
