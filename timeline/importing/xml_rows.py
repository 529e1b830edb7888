"""Rows out of XML: the elements of one name, flattened to paths; no declarations of a document type."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from xml.parsers import expat

from .opening import Limits, bad

DEEP = 32
Paths = tuple[tuple[str, ...], tuple[str, ...]]
Found = tuple[dict[str, list[str]] | None, str]


class _Reader:
    """Collects the elements at a path; what lies in them is named by its path, and repeated text is a list."""

    def __init__(self, path: Path, at: Paths, limits: Limits) -> None:
        self._path, self._limits = path, limits
        self._at, self._counted = at
        self._open: list[str] = []
        self._text: list[str] = []
        self._length = 0
        self._record: dict[str, list[str]] = {}
        self.found: list[Found] = []
        self.parser = expat.ParserCreate()
        for handler, call in (
            ("StartDoctypeDeclHandler", self._refuse),
            ("StartElementHandler", self._start),
            ("EndElementHandler", self._end),
            ("CharacterDataHandler", self._said),
        ):
            setattr(self.parser, handler, call)

    def _refuse(self, *_: object) -> None:
        raise bad(self._path, "XML without a document type", "a declaration of one")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._open.append(name)
        if len(self._open) > DEEP:
            raise bad(self._path, f"elements at most {DEEP} deep", name)
        self._text, self._length = [], 0
        depth = len(self._at)
        if len(self._open) >= depth and tuple(self._open[:depth]) == self._at:
            for key, value in attributes.items():
                self._add([*self._open[depth:], f"@{key}"], value)

    def _said(self, text: str) -> None:
        self._length += len(text)
        if self._length > self._limits.line:
            raise bad(self._path, f"a text of at most {self._limits.line} characters", "more")
        self._text.append(text)

    def _end(self, _name: str) -> None:
        depth = len(self._at)
        if tuple(self._open) == self._at:
            self.found.append((self._record, f"line {self.parser.CurrentLineNumber}: "))
            self._record = {}
        elif self._counted and tuple(self._open) == self._counted:
            self.found.append((None, ""))
        elif tuple(self._open[:depth]) == self._at:
            self._add(self._open[depth:], "".join(self._text))
        self._open.pop()
        self._text = []

    def _add(self, names: list[str], text: str) -> None:
        if not text.strip():
            return
        if len(self._record) > self._limits.columns:
            raise bad(self._path, f"at most {self._limits.columns} fields in a row", "more")
        self._record.setdefault("/".join(names), []).append(text.strip())


def xml_records(path: Path, pieces: Iterable[bytes], at: Paths, limits: Limits) -> Iterator[Found]:
    """The elements at the first path from the root, as lists of texts by path, each with its place.

    Of those at the second path nothing is read; each is None.
    """
    reader = _Reader(path, at, limits)
    try:
        for piece in pieces:
            reader.parser.Parse(piece, False)
            yield from reader.found
            reader.found = []
        reader.parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise bad(path, "XML", error) from None
    yield from reader.found
