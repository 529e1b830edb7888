"""The formats of lists: CSV, JSON, XML and fixed text, each from bytes to rows."""

import csv
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from events import Refusal, read_json, shown, sort_of

from .lines import lines
from .opening import LIMITS, Limits, bad
from .profile import Profile
from .rows import Row, person_left_out, row_of, row_of_record
from .xml_rows import xml_records

Parse = Callable[[Profile, Path, Iterable[bytes], Limits], Iterator[Row]]
END_OF_FILE = "\x1a"
"""The mark with which DOS, and some publishers, end a file."""


def parse(
    profile: Profile, path: Path, pieces: Iterable[bytes], limits: Limits = LIMITS
) -> Iterator[Row]:
    """The rows of a copy, from its bytes; BadSource where it is not written as the profile says."""
    yield from FORMATS[profile.format](profile, path, pieces, limits)


def _csv(profile: Profile, path: Path, pieces: Iterable[bytes], limits: Limits) -> Iterator[Row]:
    text = lines(path, pieces, profile.encoding, limits.line)
    reader = csv.reader(text, delimiter=profile.delimiter)
    header = not profile.header
    try:
        for values in reader:
            if not values or values == [END_OF_FILE]:
                continue
            if not header:
                check_header(profile, path, values)
                header = True
                continue
            where = f"line {reader.line_num}: "
            if len(values) > limits.columns:
                raise bad(path, f"at most {limits.columns} columns", len(values), where)
            if profile.header and is_header(profile, values):
                yield Row((), "", "", f"{where}expected a row, got the header again")
                continue
            yield row_of(profile, values, where)
    except csv.Error as error:
        raise bad(path, "CSV", error, f"line {reader.line_num}: ") from None


def check_header(profile: Profile, path: Path, values: Iterable[str]) -> None:
    """Raise BadSource for a header that is not, column for column, the one of the profile."""
    found = _header(profile, values)
    if found == profile.columns:
        return
    if sorted(found) == sorted(profile.columns):
        raise bad(path, f"columns in the order {', '.join(profile.columns)}", ", ".join(found))
    for place, column in enumerate(profile.columns):
        if place >= len(found) or found[place] != column:
            got = repr(found[place]) if place < len(found) else "no more columns"
            raise bad(path, f"column {column}", got, f"header, column {place + 1}: ")
    raise bad(path, f"{len(profile.columns)} columns", len(found), "header: ")


def is_header(profile: Profile, values: Iterable[str]) -> bool:
    """Whether a row is the header, repeated among the rows."""
    return _header(profile, values) == profile.columns


def _header(profile: Profile, values: Iterable[str]) -> tuple[str, ...]:
    named = (value.strip().removeprefix("\ufeff") for value in values)
    return tuple(profile.also.get(name, name) for name in named)


def _fixed(profile: Profile, path: Path, pieces: Iterable[bytes], limits: Limits) -> Iterator[Row]:
    for number, line in enumerate(lines(path, pieces, profile.encoding, limits.line), start=1):
        if line.strip(" \r\n" + END_OF_FILE):
            values = [line[slice(*profile.fixed[column])] for column in profile.columns]
            yield row_of(profile, values, f"line {number}: ")


def _json(profile: Profile, path: Path, pieces: Iterable[bytes], limits: Limits) -> Iterator[Row]:
    found = read_value(path, _whole(path, pieces, limits), profile.encoding)
    for step in profile.at:
        if not isinstance(found, dict) or step not in found:
            raise bad(path, f"an object with {step}", sort_of(found))
        found = found[step]
    if not isinstance(found, list):
        raise bad(path, "a list of rows", sort_of(found))
    for number, record in enumerate(found, start=1):
        if not isinstance(record, dict):
            raise bad(path, "an object", shown(record), f"row {number}: ")
        yield row_of_record(profile, record, f"row {number}: ")


def read_value(path: Path, content: bytes, encoding: str = "utf-8", where: str = "") -> object:
    """What JSON says; BadSource for what is not JSON, says a field twice, or nests too deep."""
    try:
        return read_json(content.decode("utf-8-sig" if encoding == "utf-8" else encoding), "text")
    except UnicodeDecodeError as error:
        got = f"byte 0x{content[error.start]:02x}"
        raise bad(path, encoding.upper(), got, where) from None
    except Refusal as refusal:
        raise bad(path, refusal.expected, refusal.got, where) from None


def _whole(path: Path, pieces: Iterable[bytes], limits: Limits) -> bytes:
    found = bytearray()
    for piece in pieces:
        found += piece
        if len(found) > limits.held:
            raise bad(path, f"at most {limits.held} bytes", "more")
    return bytes(found)


def _xml(profile: Profile, path: Path, pieces: Iterable[bytes], limits: Limits) -> Iterator[Row]:
    persons_at = profile.subjects.persons_at if profile.subjects else ()
    for record, where in xml_records(path, pieces, (profile.at, persons_at), limits):
        yield person_left_out() if record is None else row_of_record(profile, record, where)


FORMATS: dict[str, Parse] = {"csv": _csv, "json": _json, "xml": _xml, "fixed": _fixed}
