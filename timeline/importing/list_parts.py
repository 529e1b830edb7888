"""The tables beside a list, whose rows name rows of it: further names, addresses and comments."""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from .formats import parse
from .lines import lines
from .opening import Limits, bad, pieces
from .profile import Profile
from .rows import Row

Sort = Literal["alias", "address", "comment"]
COLUMNS: dict[Sort, tuple[str, ...]] = {
    "alias": ("ent_num", "alt_num", "alt_type", "alt_name", "alt_remarks"),
    "address": ("ent_num", "add_num", "address", "city", "country", "add_remarks"),
    "comment": ("ent_num", "comments"),
}
"""The columns of each table; none has a header, and each has its own number of them."""
NUMBERED: dict[Sort, str] = {"alias": "alt_num", "address": "add_num", "comment": "ent_num"}
SAYING: dict[Sort, str] = {"alias": "alt_name", "address": "ent_num", "comment": "comments"}
"""The column that no row leaves empty."""
MANY = 10
"""So many rows are taken for each that is expected of the list."""


def sort_of(profile: Profile, path: Path, limits: Limits) -> Sort:
    """Which of the tables it is, by the number of columns in its first line."""
    text = lines(path, pieces(path, limits), profile.encoding, limits.line)
    first = next(csv.reader([next(text, "")]), [])
    for sort, columns in COLUMNS.items():
        if len(columns) == len(first):
            return sort
    expected = ", ".join(f"{len(columns)} ({sort})" for sort, columns in COLUMNS.items())
    raise bad(path, f"columns: {expected}", len(first))


def rows_in(profile: Profile, sort: Sort, path: Path, limits: Limits) -> Iterator[Row]:
    """The rows of a table; BadSource for the first that is not sound."""
    part = _profile_of(profile, sort)
    for number, row in enumerate(parse(part, path, pieces(path, limits), limits), start=1):
        if row.trouble:
            raise bad(path, "sound rows", row.trouble)
        if number > part.rows[1]:
            raise bad(path, f"at most {part.rows[1]} rows", "more")
        yield row


def _profile_of(profile: Profile, sort: Sort) -> Profile:
    """How a table is written: as the list is, with columns of its own."""
    columns = COLUMNS[sort]
    return Profile(
        about=f"{sort} of {profile.list}",
        list=profile.list,
        publisher=profile.publisher,
        publisher_name=profile.publisher_name,
        jurisdiction=profile.jurisdiction,
        inertia=profile.inertia,
        format="csv",
        encoding=profile.encoding,
        header=False,
        columns=columns,
        empty=profile.empty,
        key=(NUMBERED[sort],),
        vendor=SAYING[sort],
        described=columns,
        patterns=dict.fromkeys(("ent_num", NUMBERED[sort]), r"\d{1,9}"),
        rows=(1, MANY * profile.rows[1]),
    )
