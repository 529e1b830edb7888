"""The tables beside a list of OFAC's: names, addresses and comments of those whose rows were imported."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import ClassVar

from ..database import reading
from ..importing.copies import Observation
from ..importing.facts import Content, Fact, follow
from ..importing.importer import Desk, Plan, Request
from ..importing.list_parts import COLUMNS, Sort, rows_in, sort_of
from ..importing.ocds_parties import countries_of, folded
from ..importing.opening import bad, sha256_of
from ..importing.rows import Row, identity_of
from ..importing.saying import WORDS, Saying
from ..importing.sources import file_in, observed_of, profile_of, published_of
from ..importing.state import Known, ListState, load
from ..importing.statements import known_of, many
from ..importing.step import Step


class ListParts:
    """A name is vendor-named; an address and a comment are statements, the address in its country.

    A row that is gone from a newer copy ends nothing; one that says something else is corrected.
    """

    name: ClassVar[str] = "list-parts"
    description: ClassVar[str] = (
        "names, addresses or comments beside an imported list (ALT, ADD, COMMENTS)"
    )
    takes: ClassVar[tuple[str, ...]] = ("profile", "persons", "observed", "published")

    def plan(self, request: Request, desk: Desk) -> Plan:
        """The table is read whole; BadSource where its list was not imported before."""
        profile = profile_of(request, desk)
        path = file_in(request.path)
        sort = sort_of(profile, path, request.limits)
        copy = Observation(
            observed_of(request, desk), published_of(request), sha256_of(path, request.limits)
        )
        key = f"{profile.name}+persons" if request.persons else profile.name
        with reading(desk.engine) as connection:
            state = load(connection, key)
        if state.last is None:
            raise bad(path, f"a list that was imported whole before, by profile {key}", "none")
        rows = list(rows_in(profile, sort, path, request.limits))
        if not rows:
            raise bad(path, "rows", "none")
        saying = Saying(profile, copy, None)
        return Plan(len(rows), _Following(sort, key, state, saying, desk).steps(rows))


class _Following:
    """Follows the rows of one table from copy to copy."""

    def __init__(self, sort: Sort, key: str, state: ListState, saying: Saying, desk: Desk) -> None:
        self._sort, self._state, self._saying, self._desk = sort, state, saying, desk
        self._key = f"{key}:{sort}"
        self._place = {name: number for number, name in enumerate(COLUMNS[sort])}
        self._countries = countries_of(desk.regions)
        self._times: Counter[str] = Counter()

    def steps(self, rows: Sequence[Row]) -> Iterator[Step]:
        for part in many(rows):
            named = [(self._row(row), row) for row in part]
            known = known_of(self._desk.engine, self._key, [name for name, _ in named])
            for name, row in named:
                yield self._step(row, known.get(name, Known(name, 1, "")))

    def _row(self, row: Row) -> str:
        """What a row is kept under; where several have one number, they are told apart by their order."""
        self._times[row.identity] += 1
        return identity_of([self._sort, row.identity, str(self._times[row.identity])])

    def _step(self, row: Row, known: Known) -> Step:
        number = row.fields[self._place["ent_num"]]
        listed = next(iter(self._state.rows.get(identity_of([number]), ())), None)
        if listed is None:
            return Step("refused", reason=f"ent_num: expected a row of the list, got {number}")
        if not listed.occurrence:
            return Step("left out", reason="of a row of the list that is left out")
        said = self._said(row, listed, known.row)
        if said is None:
            return Step("left out", reason=f"no {self._sort} is given")
        actor = f"importer of {self._saying.profile.list}"
        fact = Fact(said, None, self._saying.copy.moment, said["citation"], actor)
        outcome, items, kept = follow(known, fact)
        if not items:
            return Step(outcome)
        kept = replace(kept, fingerprint=row.fingerprint, vendor=listed.vendor)
        kept = replace(kept, occurrence=said["occurrence"])
        return Step(outcome, items, moves=(kept.move(self._key, self._key),))

    def _said(self, row: Row, listed: Known, name: str) -> Content | None:
        """What a row says, or None where it says nothing."""
        head: Content = {"vendor": listed.vendor, "disclosed": self._saying.disclosed}
        about = f"{listed.occurrence[:100]}:{self._sort}:{name[:12]}"
        if self._sort == "alias":
            text = self._field(row, "alt_name")
            noted = {"note": self._field(row, "alt_type")} if self._field(row, "alt_type") else {}
            head |= {"kind": "vendor-named", "occurrence": f"{listed.vendor}-names", **noted}
            return {**head, "name": text, "citation": self._saying.citation(text)}
        head |= {"kind": "statement-made", "occurrence": about}
        if self._sort == "comment":
            text = self._field(row, "comments")
            return {**head, "statement": text, "citation": self._saying.citation(text)}
        country = self._field(row, "country")
        told = (self._field(row, each) for each in ("address", "city", "country"))
        text = ", ".join(each for each in told if each)
        region = self._countries.get(folded(country))
        head |= {"region": region} if region else {}
        cited = self._saying.citation(text)
        return (
            {**head, "statement": f"address: {text}"[:WORDS], "citation": cited} if text else None
        )

    def _field(self, row: Row, column: str) -> str:
        return " ".join(row.fields[self._place[column]].split())[:WORDS]
