"""What importers of lists share: the profile asked for, the state it has, and when a copy was taken."""

import re
from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path
from stat import S_ISDIR, S_ISREG

from events import DAY_LENGTH, Instant, Refusal, end_of, instant_of, read_when, shown

from ..database import reading
from ..errors import BadParameter, UnknownProfile
from .copies import Rows
from .formats import parse
from .importer import Desk, Request
from .listing import Listing
from .opening import Limits, bad
from .profile import Profile, read_profile, shipped
from .state import load
from .vendors import Vendors

_DAY = re.compile(r"(?<!\d)(\d{4}-\d{2}-\d{2})(?!\d)")
SECOND = 1_000_000
MANY = 4
"""So many times the rows expected are not even read."""


def profile_of(request: Request, desk: Desk) -> Profile:
    """The profile that was asked for, its regions known."""
    if request.profile is None:
        raise UnknownProfile(known=", ".join(shipped()), name="nothing")
    profile = read_profile(request.profile)
    for region in (profile.jurisdiction, profile.concerns):
        if region is not None and not desk.regions.known(region):
            raise bad(f"{profile.name}.toml", "the id of a known region", region)
    return profile


def listing_of(profile: Profile, request: Request, desk: Desk) -> Listing:
    """The list as it was left; one imported with persons is kept apart from one without."""
    key = f"{profile.name}+persons" if request.persons else profile.name
    with reading(desk.engine) as connection:
        state = load(connection, key)
    vendors = Vendors(desk.engine, profile.list, key, state, keyed=bool(profile.key))
    return Listing(profile, key, state, vendors, request.persons, request.release)


def observed_of(request: Request, desk: Desk) -> Instant:
    """When a copy was taken: as asked, or by the date in its name; a date alone is the end of that day."""
    named = _DAY.search(request.path.name)
    text = request.observed or (named[1] if named else None)
    if text is None:
        raise BadParameter(
            field="observed",
            expected="when the copy was taken, as its name has no date",
            got="nothing",
        )
    found = read_moment(text, desk, "observed")
    if found > desk.now:
        raise BadParameter(
            field="observed", expected="a time that is not after now", got=shown(text)
        )
    return found


def check_release(request: Request, hashes: Iterable[str]) -> None:
    """BadParameter where a copy is to be released and none has a hash that begins so."""
    found = list(hashes) if request.release else []
    if found and not any(each.startswith(request.release) for each in found):
        of = f" of one of {len(found)} copies" if len(found) > 1 else f", {found[0][:12]}..."
        expected = f"the first characters of the hash{of}"
        raise BadParameter(field="release", expected=expected, got=shown(request.release))


def read_moment(text: str, desk: Desk, field: str) -> Instant:
    """A time with its zone, or the last second of a day; today ends now."""
    try:
        if "T" in text:
            return instant_of(datetime.fromisoformat(text))
        span = read_when(text, field).span()
    except (Refusal, ValueError, OverflowError):
        span = None
    if span is None or span.last is None or span.first != span.last:
        expected = "a day, or a time with its zone such as 2019-10-09T14:00:00Z"
        raise BadParameter(field=field, expected=expected, got=shown(text))
    last = end_of(span.last) - SECOND
    return min(last, desk.now) if last - desk.now < DAY_LENGTH else last


def published_of(request: Request) -> str:
    """The day a publisher gives a copy, as EDTF; empty if none was told."""
    text = request.published or ""
    try:
        return date.fromisoformat(text).isoformat() if text else ""
    except ValueError:
        expected = "a day such as 2019-10-09"
        raise BadParameter(field="published", expected=expected, got=shown(text)) from None


def rows_of(profile: Profile, path: Path, pieces: Iterable[bytes], limits: Limits) -> Rows:
    """The rows of a whole copy; BadSource for one with many times the rows that are expected."""
    rows = Rows()
    most = MANY * profile.rows[1]
    for row in parse(profile, path, pieces, limits):
        rows.add(row)
        if rows.total > most:
            raise bad(path, f"at most {most} rows", "more")
    return rows


def file_in(path: Path) -> Path:
    """A path to a file that is there."""
    try:
        mode = path.stat().st_mode
    except (OSError, ValueError) as error:
        missing = isinstance(error, FileNotFoundError)
        why = getattr(error, "strerror", None) or str(error)
        raise bad(path, "a file to read", "no such file" if missing else why) from None
    if not S_ISREG(mode):
        raise bad(path, "a file to read", "a folder" if S_ISDIR(mode) else "a device or a pipe")
    return path
