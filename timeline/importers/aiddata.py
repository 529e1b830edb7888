"""Projects financed abroad as AidData gives them: who implements them, who finances them, where, and since when."""

from collections.abc import Iterator
from dataclasses import replace
from typing import ClassVar

from events import Refusal, instant_text, parse_act, parse_claim

from ..importing.aiddata_projects import Project, read_projects
from ..importing.aiddata_saying import BEGUN, NAMED, NOWHERE, SOURCE, SOURCE_NAME, Setting, facts_of
from ..importing.copies import Observation
from ..importing.described import described
from ..importing.facts import Content, follow
from ..importing.importer import Desk, Plan, Request
from ..importing.ocds_parties import countries_of, folded
from ..importing.opening import bad, sha256_of
from ..importing.rows import identity_of
from ..importing.sources import file_in, observed_of, published_of
from ..importing.state import Known, ListState
from ..importing.statements import known_of, many
from ..importing.step import Move, Said, Step
from ..importing.vendors import Vendors


class Aiddata:
    """A project is one occurrence for each organisation that implements it; a status that is not ended ends nothing.

    Pledged or committed it is announced: possible, never certain. Suspended it goes on, and a statement says so.
    Cancelled it ended if it had begun, on a day that is not given; else a statement alone is made.
    What finances it is a statement, and the amount a measurement. A row that is gone from a newer copy ends nothing.
    """

    name: ClassVar[str] = "aiddata"
    description: ClassVar[str] = (
        "projects of AidData's Global Chinese Development Finance, JSON Lines"
    )
    takes: ClassVar[tuple[str, ...]] = ("observed", "published")

    def plan(self, request: Request, desk: Desk) -> Plan:
        """Every project is read before the first is recorded."""
        path = file_in(request.path)
        sha256 = sha256_of(path, request.limits)
        copy = Observation(observed_of(request, desk), published_of(request), sha256)
        projects = list(read_projects(path, request.limits))
        if any(project.committed > copy.day for project in projects):
            raise bad(path, f"projects committed up to {copy.day}", "later ones")
        return Plan(len(projects), _Following(desk, copy).steps(projects))


class _Following:
    """Follows each project from copy to copy."""

    def __init__(self, desk: Desk, copy: Observation) -> None:
        self._desk, self._copy = desk, copy
        self._cited: Content = {"retrieved_at": instant_text(copy.observed), "sha256": copy.sha256}
        self._countries = countries_of(desk.regions)
        self._vendors = Vendors(desk.engine, SOURCE, SOURCE, ListState(), keyed=False)

    def steps(self, projects: list[Project]) -> Iterator[Step]:
        yield Step("described", (described(SOURCE, SOURCE_NAME),), rows=0)
        for part in many(projects):
            self._vendors.learn(
                name for each in part for name in (*each.funding, *each.implementing)
            )
            rows = [identity_of([each.row]) for each in part]
            known = known_of(self._desk.engine, SOURCE, rows)
            for row, project in zip(rows, part, strict=True):
                yield self._step(project, known.get(row, Known(row, 1, "")))

    def _step(self, project: Project, known: Known) -> Step:
        if project.fingerprint == known.fingerprint:
            return Step("unchanged")
        region = NAMED.get(project.recipient) or self._countries.get(folded(project.recipient))
        if region is None and project.recipient not in NOWHERE:
            return Step("refused", reason=f"Recipient: expected a country, got {project.recipient}")
        names: list[Said] = []
        moves: list[Move] = []
        vendors = dict(self._found(project, names, moves))
        disclosed = self._copy.disclosed(None)
        at = Setting(
            *_days(project, known, self._copy.day), disclosed, region, self._cited, vendors
        )
        try:
            outcome, items = self._told(project, at, moves, anew=not known.fields)
        except Refusal as refusal:
            why = f"{refusal.field}: expected {refusal.expected}, got {refusal.got}"
            return Step("refused", reason=f"project {project.number}: {why}"[:200])
        kept = (at.day, project.status, at.begun_by)
        now = Known(known.row, 1, project.fingerprint, occurrence=project.row, fields=kept)
        moves.append(now.move(SOURCE, SOURCE))
        return Step(outcome, (*names, *items), moves=tuple(moves))

    def _found(
        self, project: Project, names: list[Said], moves: list[Move]
    ) -> Iterator[tuple[str, str]]:
        """The vendor of each agency."""
        for name in dict.fromkeys((*project.implementing, *project.funding)):
            found = self._vendors.find(identity_of([SOURCE, name]), name)
            moves += found.candidates
            if not self._vendors.named(found.vendor, name):
                names.append(self._named(found.vendor, name))
            yield name, found.vendor

    def _named(self, vendor: str, name: str) -> Said:
        said = {"kind": "vendor-named", "occurrence": f"{vendor}-names", "vendor": vendor}
        citation = {"source": SOURCE, **self._cited}
        return parse_claim(
            {**said, "name": name, "disclosed": self._copy.disclosed(None), "citation": citation}
        )

    def _told(
        self, project: Project, at: Setting, moves: list[Move], *, anew: bool
    ) -> tuple[str, list[Said]]:
        """What the facts of a project come to, against what was kept of each."""
        facts = dict(facts_of(project, at))
        rows = {about: identity_of([about]) for about in facts}
        known = {} if anew else known_of(self._desk.engine, SOURCE, rows.values())
        items: list[Said] = []
        outcome = "imported"
        for about, fact in facts.items():
            each = known.get(rows[about], Known(rows[about], 1, rows[about]))
            if fact is None:
                if each.begun:
                    items.append(self._retracted(each, project))
                    moves.append(replace(each, begun={}, ended={}).move(SOURCE, SOURCE))
                continue
            came, said, each = follow(each, fact)
            if said:
                items += said
                outcome = "imported" if came == "imported" else came
                each = replace(each, occurrence=about)
                moves.append(each.move(SOURCE, SOURCE))
        return outcome, items

    def _retracted(self, known: Known, project: Project) -> Said:
        return parse_act(
            {
                "act": "source-retracted",
                "target": parse_claim(known.begun).id,
                "reason": f"the project is given as {project.status.lower()}",
                "actor": "importer of aiddata",
                "disclosed": self._cited["retrieved_at"],
                "citation": {"source": SOURCE, "id": project.number, **self._cited},
            }
        )


def _days(project: Project, known: Known, day: str) -> tuple[str, str]:
    """The days up to which it was first seen to have the status it has, and to have begun; empty for not yet."""
    before, status, begun_by = known.fields or ("", "", "")
    since = before if status == project.status else day
    return since, begun_by or (since if project.status in BEGUN else "")
