"""Reading OCDS: release packages, record packages and bare releases from a file, a folder or a tar archive."""

import tarfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BufferedIOBase
from itertools import chain
from pathlib import Path
from typing import Any

from events import Instant, Instants, Refusal, read_disclosed, shown, sort_of

from ..errors import BadSource
from .formats import read_value
from .opening import Limits, bad, content, is_folder, pieces

Json = dict[str, Any]
HELD = 32 << 20
"""Bytes of one document; publishers cut theirs long before."""
DEEPEST = 64
YEARS = ("1900", "2100")
ENDINGS = (".json", ".json.gz")


@dataclass(frozen=True, slots=True)
class Release:
    """One release, and what its package says of who published it."""

    said: Json
    publisher: Json
    uri: str = ""
    compiled: bool = False
    """Whether it is what a record gives in place of its releases, which it only links to."""

    @property
    def ocid(self) -> str:
        """The process it belongs to."""
        return str(self.said["ocid"])


@dataclass(slots=True)
class Documents:
    """All releases of a source, why documents of it are refused, and the files that are no JSON by their endings."""

    releases: list[Release] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    others: Counter[str] = field(default_factory=Counter)

    def processes(self) -> dict[str, list[Release]]:
        """The releases of each process; a compiled one only where the source holds no other."""
        found: dict[str, list[Release]] = {}
        for release in self.releases:
            found.setdefault(release.ocid, []).append(release)
        return {
            ocid: [each for each in of if not each.compiled] or of for ocid, of in found.items()
        }


def read_documents(path: Path, limits: Limits, now: Instant) -> Documents:
    """A source read whole; in a folder or archive a document that is not sound is refused alone, else the source is."""
    found = Documents()
    total, first = 0, None
    for name, held in _documents(path, limits):
        if held is None:
            found.others[Path(name).suffix.lower()] += 1
            continue
        total += len(held)
        if total > limits.held:
            raise bad(path, f"at most {limits.held} bytes of JSON in all", "more")
        try:
            found.releases += parse(name, held, now)
        except BadSource as error:
            first = first or error
            found.refused.append(str(error))
    if not found.releases:
        raise first or bad(path, "OCDS releases", "none")
    return found


def parse(name: str, held: bytes, now: Instant) -> list[Release]:
    """The releases of one document; BadSource for one that is no OCDS, or has a release that cannot be placed."""
    path = Path(name)
    said = read_value(path, held)
    if not isinstance(said, dict):
        raise bad(path, "an object", sort_of(said))
    if _deep(said):
        raise bad(path, f"values at most {DEEPEST} deep", "deeper ones")
    if "releases" in said or "records" in said:
        found = list(_packaged(path, said))
    elif "ocid" in said:
        found = [_release(said, said.get("packageInfo"))]
    else:
        raise bad(path, "an OCDS release or package (releases, records or ocid)", _names(said))
    if not found:
        raise bad(path, "a package with releases", "none")
    for number, release in enumerate(found, start=1):
        _check(path, release.said, f"release {number}: ", now)
    return found


def _packaged(path: Path, said: Json) -> Iterator[Release]:
    releases = list(_objects(path, said, "releases"))
    for record in _objects(path, said, "records"):
        whole = [each for each in _objects(path, record, "releases") if "ocid" in each]
        releases += whole
        instead = record.get("compiledRelease")
        if not whole and isinstance(instead, dict):
            yield _release(instead, said, compiled=True)
    for release in releases:
        yield _release(release, said)


def _release(said: Json, package: object, *, compiled: bool = False) -> Release:
    package = package if isinstance(package, dict) else {}
    publisher, uri = package.get("publisher"), package.get("uri")
    named = publisher if isinstance(publisher, dict) else {}
    return Release(said, named, uri if isinstance(uri, str) else "", compiled)


def _objects(path: Path, said: Json, name: str) -> Iterator[Json]:
    found = said.get(name) or []
    if not isinstance(found, list):
        raise bad(path, "a list", sort_of(found), f"{name}: ")
    for number, each in enumerate(found, start=1):
        if not isinstance(each, dict):
            raise bad(path, "an object", shown(each), f"{name} {number}: ")
        yield each


def _check(path: Path, said: Json, where: str, now: Instant) -> None:
    if not isinstance(said.get("ocid"), str) or not said["ocid"].strip():
        raise bad(path, "an ocid", shown(said.get("ocid")), where)
    window = disclosed_of(said.get("date"))
    if window is None:
        expected = f"a date in {YEARS[0]} to {YEARS[1]}"
        raise bad(path, expected, shown(said.get("date")), f"{where}date: ")
    if window.lo is not None and window.lo > now:
        raise bad(path, "a date that is not after now", shown(said["date"]), f"{where}date: ")


def disclosed_of(date: object) -> Instants | None:
    """When a release was published; None for what is no date of these years."""
    try:
        return read_disclosed(disclosed_text(date))
    except Refusal:
        return None


def disclosed_text(date: object) -> str:
    """The date of a release as a disclosure: to the moment where it has a zone and an hour, else to the day."""
    text = date if isinstance(date, str) else ""
    if not YEARS[0] <= text[:4] <= YEARS[1]:
        return ""
    midnight = text[10:19] in ("", "T00:00:00", "T00:00")
    zone = text[19:].endswith("Z") or "+" in text[19:] or "-" in text[19:]
    return text[:10] if midnight or not zone else text


def _documents(path: Path, limits: Limits) -> Iterator[tuple[str, bytes | None]]:
    """Each file by its name, and what a JSON document holds."""
    if is_folder(path):
        for each in sorted(each for each in path.rglob("*") if each.is_file()):
            read = each.name.endswith(ENDINGS)
            yield each.name, _short(each.name, content(each, limits)) if read else None
        return
    found = pieces(path, limits)
    start = next(found, b"")
    if start[257:262] == b"ustar":
        yield from _archived(path, _Stream(chain([start], found)))
        return
    yield path.name, _short(path.name, _Stream(chain([start], found)).read(HELD + 1))


def _archived(path: Path, stream: "_Stream") -> Iterator[tuple[str, bytes | None]]:
    """The files of an archive, one after another as they come."""
    try:
        with tarfile.open(fileobj=stream, mode="r|") as archive:
            for member in archive:
                if not member.isfile():
                    continue
                if not member.name.endswith(ENDINGS[0]):
                    yield member.name, None
                    continue
                file = archive.extractfile(member)
                assert file is not None
                yield member.name, _short(member.name, file.read(HELD + 1))
    except tarfile.TarError as error:
        raise bad(path, "a whole tar archive", error) from None


def _short(name: str, held: bytes) -> bytes:
    if len(held) > HELD:
        raise bad(name, f"at most {HELD} bytes of JSON", "more")
    return held


def _deep(said: object) -> bool:
    """Whether values are nested deeper than they may be."""
    level = [said]
    for _ in range(DEEPEST):
        level = [
            each
            for value in level
            if isinstance(value, dict | list)
            for each in (value.values() if isinstance(value, dict) else value)
        ]
    return bool(level)


def _names(said: Json) -> str:
    return ", ".join(list(said)[:5]) or "an empty object"


class _Stream(BufferedIOBase):
    """Pieces of bytes as a file that can only be read on."""

    def __init__(self, found: Iterator[bytes]) -> None:
        self._found = found
        self._rest = bytearray()

    def read(self, size: int | None = -1, /) -> bytes:
        """At most so many bytes; fewer at the end alone."""
        size = HELD if size is None or size < 0 else size
        while len(self._rest) < size and (piece := next(self._found, None)) is not None:
            self._rest += piece
        read = bytes(self._rest[:size])
        del self._rest[:size]
        return read
