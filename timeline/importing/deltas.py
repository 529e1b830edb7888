"""The format `snapshot-deltas/1`: the versions of a list, each as what changed since the one before."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from events import Instant, instant_of, shown

from .copies import Observation, Rows
from .formats import check_header, read_value
from .lines import lines
from .opening import Limits, bad, pieces
from .profile import Profile
from .rows import Row, identity_of, row_of, row_of_record

HASH = re.compile("[0-9a-f]{64}")
DAY = re.compile(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])")
FORMAT = "snapshot-deltas/1"
KNOWN = frozenset(
    "v commit committed_at raw_bytes raw_sha256 rows add upd del empty encoding header published "
    "retrieved".split()
)


@dataclass(frozen=True, slots=True)
class Version:
    """A version of a list: the copy, its rows (the same object from version to version), and those touched."""

    copy: Observation
    rows: Rows
    touched: tuple[str, ...]


def read_deltas(profile: Profile, path: Path, limits: Limits, now: Instant) -> Iterator[Version]:
    """The versions in the order of the file; BadSource where they do not add up."""
    rows = Rows()
    before = -(1 << 62)
    text = lines(path, pieces(path, limits), "utf-8", limits.held)
    for number, line in enumerate(text, start=1):
        where = f"line {number}: "
        said = read_value(path, line.encode())
        if not isinstance(said, dict):
            raise bad(path, "an object", shown(said), where)
        if number == 1:
            if said.get("format") != FORMAT:
                raise bad(path, FORMAT, shown(said.get("format")), where)
            continue
        for name in said.keys() - KNOWN:
            raise bad(path, "only fields that are known", shown(name), where)
        copy = _copy(path, said, where)
        if not before <= copy.observed <= now:
            raise bad(path, "versions in order of time, up to now", copy.moment, where)
        before = copy.observed
        if said.get("empty"):
            yield Version(copy, Rows(), ())
            continue
        yield Version(copy, rows, tuple(_apply(profile, path, rows, said, where)))
    if before < 0 and not rows.total:
        raise bad(path, f"{FORMAT} with a version", "none")


def _copy(path: Path, said: Mapping[str, Any], where: str) -> Observation:
    try:
        observed = instant_of(datetime.fromisoformat(said["committed_at"]))
        sha256 = said["raw_sha256"]
        published = said.get("published") or ""
    except (KeyError, TypeError, ValueError) as error:
        raise bad(path, "committed_at with its zone, and raw_sha256", error, where) from None
    if not HASH.fullmatch(str(sha256)):
        raise bad(path, "64 hexadecimal digits in raw_sha256", shown(sha256), where)
    if published and not DAY.fullmatch(str(published)):
        raise bad(path, "a day in published", shown(published), where)
    return Observation(observed, published, sha256)


def _apply(
    profile: Profile, path: Path, rows: Rows, said: Mapping[str, Any], where: str
) -> Iterator[str]:
    """Bring the rows to a version; the identities that it touched."""
    if "header" in said:
        check_header(profile, path, said["header"])
    for gone in said.get("del", ()):
        identity, fingerprint = _named(profile, gone, where)
        if not rows.drop(identity, fingerprint):
            raise bad(path, "a row that was there", shown(gone), f"{where}del: ")
        yield identity
    for changed in said.get("upd", ()):
        row = _row(profile, changed, where)
        if not rows.drop(row.identity):
            raise bad(path, "a row that was there", shown(changed), f"{where}upd: ")
        rows.add(row)
        yield row.identity
    for new in said.get("add", ()):
        row = _row(profile, new, where)
        rows.add(row)
        yield row.identity
    if rows.total != said.get("rows"):
        raise bad(path, f"{said.get('rows')} rows", rows.total, where)


def _row(profile: Profile, said: Any, where: str) -> Row:
    if isinstance(said, dict):
        return row_of_record(profile, said, where)
    if not isinstance(said, list) or not all(isinstance(value, str) for value in said):
        raise bad(profile.name, "a row of texts", shown(said), where)
    return row_of(profile, said, where)


def _named(profile: Profile, said: Any, where: str) -> tuple[str, str]:
    """The row that is gone: by its key, or whole where the list has none."""
    if profile.key:
        return identity_of([str(said)]), ""
    row = _row(profile, said, where)
    return row.identity, row.fingerprint
