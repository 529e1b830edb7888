"""A profile: how one list is written, what its columns mean, and what is to be expected of a copy."""

import re
import tomllib
from functools import cached_property
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from events import KINDS

from ..errors import UnknownProfile
from ..not_valid import first_of
from .opening import bad

SHIPPED = "timeline.importers.profiles"
SLUG = r"^[a-z0-9][a-z0-9._-]{0,63}$"
Name = Annotated[str, Field(pattern=SLUG)]


class Subjects(BaseModel):
    """Which rows speak of organisations, and which of persons or of things such as ships.

    Where a list does not tell, `by_name` takes for organisations those that are named like one.
    `persons_at` is where XML has rows of persons, which are counted and not read.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    column: str | None = None
    by_name: bool = False
    persons_at: tuple[str, ...] = ()
    organisations: tuple[str, ...] = ()
    persons: tuple[str, ...] = ()
    things: tuple[str, ...] = ()


class Profile(BaseModel):
    """Everything an importer has to be told of a list; every column has a meaning or is in `described`.

    `key` identifies a row and with it a vendor. A list without one gives `same`: the columns that stay
    when a row is written anew; such rows are a multiset. `respelled` are those of `same` that may be
    spelled otherwise in a correction.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, ignored_types=(cached_property,))

    name: Name = "unnamed"
    about: str
    list: Name
    publisher: Name
    publisher_name: str
    observer: Name | None = None
    observer_name: str | None = None
    url: str | None = None
    jurisdiction: str
    concerns: str | None = None

    kind: str = "entity-listed"
    ended_kind: str | None = None
    inertia: Literal["until-changed", "observed", "point"]
    changes: Literal["revised", "corrected"] = "revised"

    format: Literal["csv", "json", "xml", "fixed"]
    encoding: str = "utf-8"
    c1: bool = False
    delimiter: str = ","
    header: bool = True
    columns: tuple[str, ...]
    also: dict[str, str] = {}
    fixed: dict[str, tuple[int, int]] = {}
    at: tuple[str, ...] = ()
    empty: tuple[str, ...] = ()

    key: tuple[str, ...] = ()
    same: tuple[str, ...] = ()
    respelled: tuple[str, ...] = ()
    vendor: str
    aliases: str | None = None
    says: dict[str, str] = {}
    begins: str | None = None
    ends: str | None = None
    dates: tuple[str, ...] = ("edtf",)
    years: tuple[int, int] = (1900, 2100)
    patterns: dict[str, str] = {}
    described: tuple[str, ...] = ()
    subjects: Subjects | None = None

    rows: tuple[int, int]
    shrink: float = 0.2
    refused: int = 0

    @property
    def identity(self) -> tuple[str, ...]:
        """The columns that tell which row is which."""
        return self.key or self.same

    @cached_property
    def place(self) -> dict[str, int]:
        """Where each column stands in a row."""
        return {column: number for number, column in enumerate(self.columns)}

    @cached_property
    def shaped(self) -> tuple[tuple[int, re.Pattern[str]], ...]:
        """The columns whose every field has a pattern."""
        return tuple((self.place[c], re.compile(p)) for c, p in self.patterns.items())

    @property
    def source(self) -> str:
        """Who is cited: whoever took the copies, or else the publisher."""
        return self.observer or self.publisher


def shipped() -> dict[str, str]:
    """The profiles that come with the service: name and text."""
    return {
        each.name.removesuffix(".toml"): each.read_text("utf-8")
        for each in sorted(files(SHIPPED).iterdir(), key=lambda each: each.name)
        if each.name.endswith(".toml")
    }


def read_profile(name: str) -> Profile:
    """A shipped profile by its name, or one from a TOML file; refused in one line if it is not sound."""
    known = shipped()
    if name in known:
        text, path = known[name], Path(f"{name}.toml")
    else:
        path = Path(name)
        try:
            text = path.read_text("utf-8")
        except (OSError, UnicodeDecodeError):
            raise UnknownProfile(known=", ".join(known), name=name) from None
    try:
        return checked(path, Profile(name=path.stem.lower(), **tomllib.loads(text)))
    except tomllib.TOMLDecodeError as error:
        raise bad(path, "TOML", error) from None
    except ValidationError as error:
        where, expected, got = first_of(error)
        raise bad(path, expected, got, f"{where}: ") from None
    except TypeError:
        raise bad(path, "no name, for it is that of the file", "one", "name: ") from None


def checked(path: Path, profile: Profile) -> Profile:
    """The profile, if each column it names is there and each that is there has a meaning."""
    kinds = [profile.kind, *([profile.ended_kind] if profile.ended_kind else [])]
    for kind in kinds:
        if kind not in KINDS:
            raise bad(path, "the name of a kind", kind, "kind: ")
    if KINDS[profile.kind].inertia != profile.inertia:
        raise bad(path, f"{KINDS[profile.kind].inertia}, as {profile.kind} has it", profile.inertia)
    if bool(profile.key) == bool(profile.same):
        raise bad(path, "either key or same", "both or neither")
    named = _named(profile)
    for column in (*named, *profile.respelled, *profile.patterns):
        if column not in profile.columns:
            raise bad(path, "a column of the list", column)
    for column in profile.columns:
        if column not in named:
            raise bad(path, "a meaning for each column, or its name in described", column)
    return profile


def _named(profile: Profile) -> tuple[str, ...]:
    single = (profile.vendor, profile.aliases, profile.begins, profile.ends)
    subject = profile.subjects.column if profile.subjects else None
    return (
        *profile.identity,
        *(column for column in (*single, subject) if column is not None),
        *profile.says.values(),
        *profile.described,
    )
