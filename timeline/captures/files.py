"""Files on this machine as captures: as they are, or record by record where they are WARC files."""

from collections.abc import Iterator
from pathlib import Path

from events import Instant

from ..errors import BadParameter, NotCaptured
from .capture import Retrieved
from .media_types import type_of_file
from .warc import SUFFIXES, read_warc


def read_file(
    path: Path, limit: int, url: str = "", media_type: str = "", retrieved_at: Instant | None = None
) -> Iterator[Retrieved]:
    """What a file holds to be captured, read when it is asked for; NotCaptured where it cannot be.

    A WARC file says itself what is in it, so that BadParameter is raised where anything is said of it.
    `limit` is the most bytes that one capture may have.
    """
    is_warc = path.name.lower().endswith(SUFFIXES)
    if is_warc and (url or media_type or retrieved_at is not None):
        raise BadParameter(field="source", expected="a file that is no WARC file", got=str(path))
    try:
        if is_warc:
            yield from read_warc(path, limit)
            return
        size = path.stat().st_size
        body = path.read_bytes() if 0 < size <= limit else b""
    except OSError as error:
        raise NotCaptured(source=path, why=error.strerror or str(error)) from None
    if not body:
        why = f"it has more than {limit} bytes" if size else "it is empty"
        raise NotCaptured(source=path, why=why)
    yield Retrieved(body, url, media_type or type_of_file(path.name), retrieved_at)
