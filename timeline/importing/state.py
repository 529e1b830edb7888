"""What is kept of a list: the rows of its last copy, those that vanished, and the copies seen."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from sqlalchemy import Connection, Table, bindparam, delete, insert, select
from sqlalchemy import Row as Stored

from events import canonical_json

from .copies import Observation
from .step import Move
from .tables import import_candidates, import_copies, import_rows

CHUNK = 500
TABLES: Mapping[str, Table] = {
    table.name: table for table in (import_copies, import_rows, import_candidates)
}


@dataclass(frozen=True, slots=True)
class Known:
    """A row as it was last seen; one that was left out or refused has neither occurrence nor fields."""

    row: str
    nth: int
    fingerprint: str
    present: bool = True
    occurrence: str = ""
    vendor: str = ""
    fields: tuple[str, ...] = ()
    begun: dict[str, Any] = field(default_factory=dict)
    """The claim that stands for its beginning, as it was said last."""
    ended: dict[str, Any] = field(default_factory=dict)
    vanished: str = ""
    """The claim that it vanished."""

    def move(self, profile: str, list_: str) -> Move:
        """This row, to be stored."""
        said = asdict(self)
        keys = {
            name: said.pop(name) for name in ("row", "nth", "fingerprint", "occurrence", "vendor")
        }
        words = {} if not self.occurrence else {k: v for k, v in said.items() if k != "present"}
        values = {
            "profile": profile,
            "list": list_,
            "present": int(self.present),
            **keys,
            "said": canonical_json(words).decode() if words else "",
        }
        return Move(import_rows.name, values)


@dataclass(slots=True)
class ListState:
    """All that is known of one list as one profile reads it."""

    rows: dict[str, list[Known]] = field(default_factory=lambda: defaultdict(list))
    occurrences: set[str] = field(default_factory=set)
    holders: dict[str, str] = field(default_factory=dict)
    """The identity of the row by which a vendor is on the list."""
    seen: dict[tuple[int, str], str] = field(default_factory=dict)
    """What became of each copy, by when it was taken and its hash."""
    last: Observation | None = None
    begun: Observation | None = None
    """The first copy, while not all of its rows are recorded."""
    present: int = 0

    def put(self, known: Known) -> None:
        """Keep a row in place of what was known of it."""
        rows = self.rows[known.row]
        old = next((place for place, each in enumerate(rows) if each.nth == known.nth), None)
        if old is None:
            rows.append(known)
        else:
            self.present -= rows[old].present
            rows[old] = known
        self.present += known.present
        if known.occurrence:
            self.occurrences.add(known.occurrence)
            self.holders.setdefault(known.vendor, known.row)

    def there(self, identity: str) -> list[Known]:
        """The rows of the last copy that have an identity."""
        return [known for known in self.rows.get(identity, ()) if known.present]

    def all(self) -> Iterator[Known]:
        """Every row that is kept."""
        for rows in self.rows.values():
            yield from rows

    def next(self, identity: str) -> int:
        """The number of a further row of an identity."""
        return max((known.nth for known in self.rows.get(identity, ())), default=0) + 1


def load(connection: Connection, profile: str) -> ListState:
    """What was stored of a list."""
    state = ListState()
    rows = connection.execute(
        select(import_rows)
        .where(import_rows.c.profile == profile)
        .order_by(import_rows.c.row, import_rows.c.nth)
    )
    for row in rows:
        state.put(known_in(row))
    copies = connection.execute(
        select(import_copies)
        .where(import_copies.c.profile == profile)
        .order_by(import_copies.c.observed)
    )
    for copy in copies:
        state.seen[copy.observed, copy.sha256] = copy.outcome
        observation = Observation(copy.observed, copy.published, copy.sha256)
        if copy.outcome == "imported":
            state.last = observation
        elif copy.outcome == "begun":
            state.begun = observation
    return state


def known_in(row: Stored[Any]) -> Known:
    """A row as it was stored."""
    words = json.loads(row.said) if row.said else {}
    words["fields"] = tuple(words.get("fields", ()))
    present = bool(row.present)
    return Known(row.row, row.nth, row.fingerprint, present, row.occurrence, row.vendor, **words)


def kept(connection: Connection, profile: str, rows: Sequence[str]) -> dict[str, Known]:
    """The first row kept of each identity that is asked for, without the rest of what is kept."""
    table, found = import_rows, {}
    for start in range(0, len(rows), CHUNK):
        wanted = table.c.row.in_(rows[start : start + CHUNK])
        statement = select(table).where(table.c.profile == profile, wanted, table.c.nth == 1)
        found.update({row.row: known_in(row) for row in connection.execute(statement)})
    return found


def copy_move(profile: str, copy: Observation, rows: int, outcome: str, reason: str = "") -> Move:
    """What became of a copy, to be stored."""
    values = {
        "profile": profile,
        "observed": copy.observed,
        "sha256": copy.sha256,
        "published": copy.published,
        "rows": rows,
        "outcome": outcome,
        "reason": reason,
    }
    return Move(import_copies.name, values)


def store(connection: Connection, moves: Iterable[Move]) -> None:
    """Store moves, the last one of each row; a candidate that is there stays as it was decided."""
    found: dict[str, dict[tuple[Any, ...], dict[str, Any]]] = defaultdict(dict)
    for move in moves:
        names = [column.name for column in TABLES[move.table].primary_key.columns]
        found[move.table][tuple(move.values[name] for name in names)] = move.values
    for name, rows in found.items():
        table = TABLES[name]
        if table is import_candidates:
            _add(connection, list(rows.values()))
            continue
        names = [column.name for column in table.primary_key.columns]
        matches = [table.c[name] == bindparam(f"the_{name}") for name in names]
        keys = [{f"the_{name}": row[name] for name in names} for row in rows.values()]
        connection.execute(delete(table).where(*matches), keys)
        connection.execute(insert(table), list(rows.values()))


def _add(connection: Connection, candidates: Sequence[dict[str, Any]]) -> None:
    table = import_candidates
    there = {
        (row.vendor, row.into)
        for each in candidates
        for row in connection.execute(
            select(table.c.vendor, table.c.into).where(table.c.vendor == each["vendor"])
        )
    }
    new = [each for each in candidates if (each["vendor"], each["into"]) not in there]
    if new:
        connection.execute(insert(table), new)
