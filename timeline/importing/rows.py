"""Rows: the fields of one line of a list, what identifies it, and what is wrong with it."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from events import Refusal, canonical_json, read_when

from .fields import Fields
from .lines import C1
from .profile import Profile


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a copy; `identity` and `fingerprint` are hashes, so that they hold no words."""

    fields: tuple[str, ...]
    identity: str
    fingerprint: str
    trouble: str = ""
    left_out: str = ""
    """Why it is not read at all."""


def person_left_out() -> Row:
    """A row of a person in a list that writes those otherwise; nothing of it is kept."""
    return Row((), "person", "person", left_out="a person")


def row_of(profile: Profile, values: Iterable[str], where: str) -> Row:
    """A row from the values of its columns in order."""
    fields = tuple(_clean(profile, value) for value in values)
    if len(fields) != len(profile.columns):
        trouble = f"expected {len(profile.columns)} columns, got {len(fields)}"
        return Row(fields, _hash(fields), _hash(fields), where + trouble)
    identity = tuple(fields[profile.place[column]] for column in profile.identity)
    trouble = _trouble(profile, fields, identity)
    return Row(fields, _hash(identity), _hash(fields), where + trouble if trouble else "")


def row_of_record(profile: Profile, record: Mapping[str, Any], where: str) -> Row:
    """A row from a JSON object; a field that is no column of the profile is refused by name."""
    left = Fields(record, where)
    values = [left.pop(column) for column in profile.columns]
    left.audit()
    return row_of(profile, values, where)


def day_in(profile: Profile, text: str) -> str | None:
    """A date as the list writes it in EDTF; None where it is no date, or not one of these years."""
    return _day(text, profile.dates, profile.years)


def identity_of(values: Iterable[str]) -> str:
    """The hash of the values of the columns that identify a row."""
    return _hash(tuple(values))


def _trouble(profile: Profile, fields: tuple[str, ...], identity: tuple[str, ...]) -> str:
    if not any(identity):
        return f"expected a value in {profile.identity[0]}, got none"
    for place, pattern in profile.shaped:
        if not pattern.fullmatch(fields[place]):
            return f"{profile.columns[place]}: expected {pattern.pattern}, got {fields[place]!r}"[
                :200
            ]
    for column in (profile.begins, profile.ends):
        text = "" if column is None else fields[profile.place[column]]
        if text and day_in(profile, text) is None:
            low, high = profile.years
            return f"{column}: expected a date in {low} to {high}, got {text!r}"[:200]
    if not fields[profile.place[profile.vendor]]:
        return f"{profile.vendor}: expected a name, got none"
    return ""


def _clean(profile: Profile, value: str) -> str:
    text = value.translate(C1) if profile.c1 else value
    text = text.strip()
    return "" if text in profile.empty else text


@lru_cache(maxsize=65_536)
def _day(text: str, dates: tuple[str, ...], years: tuple[int, int]) -> str | None:
    for form in dates:
        try:
            found = _edtf(text) if form == "edtf" else _read(text, form)
        except (Refusal, ValueError):
            continue
        if years[0] <= found[0] <= found[1] <= years[1]:
            return text if form == "edtf" else found[2]
    return None


def _read(text: str, form: str) -> tuple[int, int, str]:
    day = datetime.strptime(text, form).date()  # noqa: DTZ007 (a day has no zone)
    return day.year, day.year, day.isoformat()


def _edtf(text: str) -> tuple[int, int, str]:
    span = read_when(text).span()
    first, last = span.first, span.last
    if first is None or last is None:
        raise Refusal("", "a date", text)
    return datetime.fromordinal(first).year, datetime.fromordinal(last).year, text


def _hash(values: tuple[str, ...]) -> str:
    return hashlib.sha256(canonical_json(list(values))).hexdigest()[:32]
