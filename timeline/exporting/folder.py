"""The folder of an export: it is there whole or not at all."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from ..captures.atomic import sync_folder
from ..errors import BadParameter

FIELD = "folder"


@contextmanager
def appearing(folder: Path) -> Iterator[Path]:
    """A folder to write, which takes the name when the block ends and is dropped when it raises.

    It is built beside, as `.NAME.partial`; what a killed export left of it is dropped first.
    BadParameter where the name is taken, cannot be written, or another export writes it.
    """
    target = folder.resolve()
    beside = target.with_name(f".{target.name}.partial")
    try:
        if target.exists() and (not target.is_dir() or any(target.iterdir())):
            raise _refused("a name that is not taken, or an empty folder", str(folder))
        target.parent.mkdir(parents=True, exist_ok=True)
        with _held(beside):
            try:
                yield beside
                sync_folder(beside)
                beside.replace(target)
            except BaseException:
                shutil.rmtree(beside, ignore_errors=True)
                raise
        sync_folder(target.parent)
    except OSError as error:
        raise _refused("a folder to write", f"{folder}: {error.strerror or error}") from error


@contextmanager
def _held(folder: Path) -> Iterator[None]:
    """An empty folder that no other process holds; the system lets go of it when this one dies."""
    folder.mkdir(exist_ok=True)
    if os.name != "posix":
        _empty(folder)
        yield
        return
    import fcntl

    handle = os.open(folder, os.O_RDONLY)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise _refused("a folder that no other export is writing", str(folder)) from None
        if not _is_at(handle, folder):
            raise _refused("a folder that no other export is writing", str(folder))
        _empty(folder)
        yield
    finally:
        os.close(handle)


def _is_at(handle: int, folder: Path) -> bool:
    """Whether an open folder still has its name."""
    with suppress(FileNotFoundError):
        return os.path.samestat(os.fstat(handle), folder.stat())
    return False


def _empty(folder: Path) -> None:
    for each in folder.iterdir():
        if each.is_dir() and not each.is_symlink():
            shutil.rmtree(each)
        else:
            each.unlink()


def _refused(expected: str, got: str) -> BadParameter:
    return BadParameter(field=FIELD, expected=expected, got=got)
