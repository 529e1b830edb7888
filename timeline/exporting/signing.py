"""The signature of a manifest: a C2SP signed note beside it, over the manifest's hash."""

from collections.abc import Iterable, Sequence
from hashlib import sha256
from pathlib import Path

from ..captures.atomic import replacing
from ..errors import Unproven
from ..proving.keys import Keys
from ..proving.notes import BadNote, Note, Verifier, sign
from .manifest import FORMAT

NAME = "manifest.note"
LARGEST = 1 << 16
"""The largest note that is read, in bytes."""


def write_note(folder: Path, manifest: bytes, keys: Keys, chosen: Iterable[Verifier]) -> None:
    """Sign a manifest with those of a log's keys that are chosen."""
    wanted = set(chosen)
    signers = [signer for signer in reversed(keys.signers) if signer.verifier in wanted]
    with replacing(folder / NAME) as file:
        file.write(sign(_text(keys.origin, sha256(manifest).hexdigest()), signers).encode())


def read_signers(
    folder: Path, origin: str | None, digest: str, keys: Sequence[Verifier]
) -> tuple[Verifier, ...]:
    """Which of these keys signed the manifest of a hash; none where it has no note.

    Unproven for a note of another manifest or log, or with a signature that does not fit.
    """
    try:
        with (folder / NAME).open("rb") as file:
            content = file.read(LARGEST)
        note = Note.read(content.decode())
        if note.text != _text(origin or "", digest):
            raise Unproven(where=NAME, why="it is not that of this manifest")
        return tuple(note.signed_by(keys))
    except FileNotFoundError:
        return ()
    except OSError as error:
        raise Unproven(where=NAME, why=error.strerror or str(error)) from None
    except (BadNote, UnicodeDecodeError) as error:
        raise Unproven(where=NAME, why=str(error)) from None


def _text(origin: str, digest: str) -> str:
    """What is signed: a storage format. No checkpoint reads so, for none has a format before its size."""
    return f"{origin}\n{FORMAT}\n{digest}\n"
