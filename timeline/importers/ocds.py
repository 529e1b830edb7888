"""Public contracts as OCDS: release packages, record packages and releases, in a file, a folder or a tar archive."""

from collections.abc import Iterator
from typing import ClassVar

from ..importing.importer import Desk, Plan, Request
from ..importing.ocds_parties import countries_of, names_in
from ..importing.ocds_reading import Documents, read_documents
from ..importing.ocds_saying import Process
from ..importing.ocds_suppliers import Suppliers
from ..importing.step import Step

BESIDE = "the compiled release of a record whose releases the source holds"


class Ocds:
    """Each release says what those of its process before it did not, disclosed on its own date.

    A contract that is active or terminated was signed: contract-agreed, from its signature or else its period.
    Terminated is ended, by completion too: contract-terminated, at some time up to the release, for OCDS does not
    say when; the end of the period is a plan and stays a note. Pending is meant only: contract-agreed, announced.
    Cancelled is before it was signed, so nothing began and nothing ended: statement-made, and what an earlier
    release said of it is retracted. An award decides to have a contract and is none: project-awarded, announced,
    so that it is possible and never certain or presumed. A value is measurement-published.
    """

    name: ClassVar[str] = "ocds"
    description: ClassVar[str] = "OCDS releases and records: one file, a folder, or a tar archive"
    takes: ClassVar[tuple[str, ...]] = ("persons",)

    def plan(self, request: Request, desk: Desk) -> Plan:
        """Every document is read before the first release is recorded; a row is a release, or a file not read."""
        found = read_documents(request.path, request.limits, desk.now)
        rows = len(found.releases) + len(found.refused) + found.others.total()
        return Plan(rows, _steps(found, request, desk))


def _steps(found: Documents, request: Request, desk: Desk) -> Iterator[Step]:
    for reason in found.refused:
        yield Step("refused", reason=reason)
    for ending, files in sorted(found.others.items()):
        sort = f"a {ending} file" if ending else "a file without an ending"
        yield Step("left out", rows=files, reason=f"{sort}, only .json is read")
    processes = found.processes()
    beside = len(found.releases) - sum(map(len, processes.values()))
    if beside:
        yield Step("left out", rows=beside, reason=BESIDE)
    names = (name for release in found.releases for name in names_in(release.said))
    suppliers = Suppliers(desk.engine, names, persons=request.persons)
    countries = countries_of(desk.regions)
    for ocid in sorted(processes):
        yield from Process(processes[ocid], countries, suppliers).steps()
        yield Step("process", rows=0, reason="each with all its releases")
