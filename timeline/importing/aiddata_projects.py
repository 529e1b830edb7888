"""Projects as AidData gives them: read from JSON Lines, checked, each with its dates and organisations."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from events import shown, sort_of

from .formats import read_value
from .likeness import slug
from .lines import lines
from .opening import Limits, bad, pieces
from .rows import identity_of

STARTED = "Actual Implementation Start Date (MM/DD/YYYY)"
COMPLETED = "Actual Completion Date (MM/DD/YYYY)"
AMOUNT = "Amount (Constant USD2017)"
YEARS_AT = ("Commitment Year", "Implementation Start Year", "Completion Year")
DAYS_AT = (
    STARTED,
    COMPLETED,
    "Planned Implementation Start Date (MM/DD/YYYY)",
    "Planned Completion Date (MM/DD/YYYY)",
)
AGENCIES_AT = ("Funding Agencies", "Receiving Agencies", "Implementing Agencies")
TEXTS_AT = (
    *("Title", "Status", "Recipient", "Flow Type", "Flow Class", "AidData Sector Name"),
    *("Umbrella", "Recommended For Aggregates", "finance_type"),
)
COLUMNS = frozenset(
    {
        *("id", "feature_count", "AidData TUFF Project ID", AMOUNT),
        *(*YEARS_AT, *DAYS_AT, *AGENCIES_AT, *TEXTS_AT),
    }
)
STATUSES = (
    *("Pipeline: Pledge", "Pipeline: Commitment", "Implementation"),
    *("Completion", "Cancelled", "Suspended"),
)
YEARS = (1949, 2100)
NOBODY = "unspecified"
"""How the name begins of an agency that is none."""


@dataclass(frozen=True, slots=True)
class Project:
    """One row: days as EDTF, empty where none is given; agencies in the order of the row, each once.

    Who receives a project is not among those that implement it for somebody.
    """

    number: str
    title: str
    status: str
    recipient: str
    committed: str
    started: str
    completed: str
    amount: str
    flow: str
    funding: tuple[str, ...]
    implementing: tuple[str, ...]
    fingerprint: str

    @property
    def row(self) -> str:
        """What its facts are kept under."""
        return f"aiddata:{self.number}"


def read_projects(path: Path, limits: Limits) -> Iterator[Project]:
    """Every project; BadSource for a file that is not sound."""
    text = lines(path, pieces(path, limits), "utf-8-sig", limits.line)
    numbers: set[str] = set()
    for number, line in enumerate(text, start=1):
        where = f"line {number}: "
        project = _project(path, read_value(path, line.encode(), where=where), where)
        if project.number in numbers:
            raise bad(path, "each project once", project.number, where)
        numbers.add(project.number)
        yield project
    if not numbers:
        raise bad(path, "projects", "none")


def _project(path: Path, said: object, where: str) -> Project:
    if not isinstance(said, dict) or said.keys() != COLUMNS:
        left = sorted(said.keys() ^ COLUMNS) if isinstance(said, dict) else [sort_of(said)]
        raise bad(path, "an object with the fields of a project", left[0], where)
    number = said["AidData TUFF Project ID"]
    if isinstance(number, bool) or not isinstance(number, int) or not 0 < number < 10**9:
        raise bad(path, "a number of the project", shown(number), where)
    for name in (*TEXTS_AT, *AGENCIES_AT):
        if not isinstance(said[name], str | None) or (
            name in ("Title", "Status") and not said[name]
        ):
            raise bad(path, f"text in {name}", shown(said[name]), where)
    if said["Status"] not in STATUSES:
        raise bad(path, f"{', '.join(STATUSES)} in Status", shown(said["Status"]), where)
    years = {name: _year(path, said, name, where) for name in YEARS_AT}
    days = {name: _day(path, said, name, where) for name in DAYS_AT}
    if not years["Commitment Year"]:
        raise bad(path, "a year in Commitment Year", "nothing", where)
    flow = (said[name] for name in ("Flow Type", "Flow Class", "AidData Sector Name"))
    return Project(
        str(number),
        _line(said["Title"]),
        said["Status"],
        _line(said["Recipient"]),
        years["Commitment Year"],
        days[STARTED] or years["Implementation Start Year"],
        days[COMPLETED] or years["Completion Year"],
        _amount(path, said[AMOUNT], where),
        "; ".join(_line(each) for each in flow if each),
        _agencies(said["Funding Agencies"]),
        _agencies(said["Implementing Agencies"], _agencies(said["Receiving Agencies"])),
        identity_of(f"{name}={said[name]}" for name in sorted(COLUMNS)),
    )


def _year(path: Path, said: dict[str, Any], name: str, where: str) -> str:
    value = said[name]
    if value is None:
        return ""
    low, high = YEARS
    if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
        raise bad(path, f"a year in {low} to {high} in {name}", shown(value), where)
    return str(int(value))


def _day(path: Path, said: dict[str, Any], name: str, where: str) -> str:
    value, (low, high) = said[name], YEARS
    if value is None:
        return ""
    try:
        day = date.fromisoformat(str(value).removesuffix(" 00:00:00"))
    except ValueError:
        day = None
    if day is None or not low <= day.year <= high:
        raise bad(path, f"a day in {low} to {high} in {name}", shown(value), where)
    return day.isoformat()


def _amount(path: Path, value: object, where: str) -> str:
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < 1e15:
        raise bad(path, f"an amount in {AMOUNT}", shown(value), where)
    return f"{value:.2f} USD"


def _agencies(text: str | None, but: tuple[str, ...] = ()) -> tuple[str, ...]:
    names = (_line(name) for name in (text or "").split("|"))
    named = (name for name in names if slug(name) and not slug(name).startswith(NOBODY))
    return tuple(name for name in dict.fromkeys(named) if name not in but)


def _line(text: str | None) -> str:
    return " ".join((text or "").split())
