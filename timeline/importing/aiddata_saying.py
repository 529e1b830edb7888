"""What a project of AidData says of the organisations in it, before it is compared with what was said before."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from .aiddata_projects import Project
from .facts import Content, Fact
from .likeness import slug

WORDS = 2_000
SOURCE = "aiddata"
SOURCE_NAME = (
    "AidData's Global Chinese Development Finance Dataset, version 2.0,"
    " under the Open Data Commons Attribution License (ODC-By) 1.0"
)
NAMED = {
    "Antigua and Barbuda": "AG",
    "Bosnia and Herzegovina": "BA",
    "Brunei Darussalam": "BN",
    "Cabo Verde": "CV",
    "Congo": "CG",
    "Democratic Republic of the Congo": "CD",
    "Democratic People's Republic of Korea": "KP",
    "Kyrgyz Republic": "KG",
    "Lao People's Democratic Republic": "LA",
    "Myanmar": "MM",
    "Saint Lucia": "LC",
    "Sao Tome and Principe": "ST",
    "Sint Maarten (Dutch part)": "SX",
    "Syrian Arab Republic": "SY",
    "Trinidad and Tobago": "TT",
    "Turkey": "TR",
    "Viet Nam": "VN",
    "West Bank and Gaza Strip": "PS",
    "Africa, regional": "002",
}
"""The recipients that are called otherwise in the standard regions."""
NOWHERE = ("Multi-Region", "")
BEGUN = ("Implementation", "Completion")
PLANNED = ("Pipeline: Pledge", "Pipeline: Commitment")
OVER = ("Completion", "Cancelled")


@dataclass(frozen=True, slots=True)
class Setting:
    """As of which days, in which region, by which copy, and who the agencies are."""

    day: str
    """Up to which it is seen to have its status."""
    begun_by: str
    disclosed: str
    region: str | None
    copy: Content
    vendors: Mapping[str, str]


def facts_of(project: Project, at: Setting) -> Iterator[tuple[str, Fact | None]]:
    """Each fact by its occurrence; None for a project that is not said to have been one of that vendor's."""
    for name in project.implementing:
        vendor = at.vendors[name]
        about = f"{project.row}:{vendor[:100]}"
        yield about, _implemented(project, vendor, about, at)
        if project.status in ("Cancelled", "Suspended"):
            stated = f"the project is given as {project.status.lower()}"
            valid = f"[{_from(project)}..{at.day}]"
            yield (
                f"{about}:{slug(project.status)}",
                _stated(project, vendor, f"{about}:{slug(project.status)}", stated, valid, at),
            )
    for name in project.funding:
        vendor = at.vendors[name]
        about = f"{project.row}:finance:{vendor[:90]}"
        yield about, _stated(project, vendor, about, project.title, project.committed, at)
    if project.amount:
        yield f"{project.row}:amount", _measured(project, at)


def _implemented(project: Project, vendor: str, about: str, at: Setting) -> Fact | None:
    """Planned, it is announced; begun, it is from the actual start or else at some time from the commitment on.

    A completed one ended; so did one that was cancelled after it had begun. Cancelled before, it was no project.
    """
    head = {**_head(project, about, at), "vendor": vendor}
    begun: Content = {**head, "kind": "project-awarded"}
    if project.status in PLANNED or (project.status == "Suspended" and not project.started):
        return _fact({**begun, "modality": "announced", "valid": project.committed}, None, at)
    if project.status == "Cancelled" and not project.started:
        return None
    last = min(day for day in (project.completed, at.begun_by, at.day) if day)
    begun["valid"] = project.started or f"[{min(_from(project), last)}..{last}]"
    if project.status not in OVER:
        return _fact(begun, None, at)
    ends = project.completed if project.status == "Completion" else ""
    ended = {
        **head,
        "kind": "contract-terminated",
        "valid": ends or f"[{_from(project)}..{at.day}]",
    }
    return _fact(begun, ended, at)


def _stated(
    project: Project, vendor: str, about: str, statement: str, valid: str, at: Setting
) -> Fact:
    head = {**_head(project, about, at), "vendor": vendor, "kind": "statement-made"}
    return _fact({**head, "statement": statement[:WORDS], "valid": valid}, None, at)


def _measured(project: Project, at: Setting) -> Fact:
    said = _head(project, f"{project.row}:amount", at) | {"kind": "measurement-published"}
    said |= {"measure": "amount committed, in constant US dollars of 2017"}
    return _fact({**said, "value": project.amount, "period": project.committed}, None, at)


def _from(project: Project) -> str:
    return project.started or project.committed


def _head(project: Project, about: str, at: Setting) -> Content:
    region = {"region": at.region} if at.region else {}
    told = f"{project.status}, committed {project.committed}; {project.flow}"
    cited = {"source": SOURCE, "id": project.number, "title": f"project {project.number}"}
    citation = {**cited, **at.copy, "quote": project.title[:WORDS]}
    return {
        "occurrence": about,
        **region,
        "disclosed": at.disclosed,
        "note": told[:WORDS],
        "citation": citation,
    }


def _fact(begun: Content, ended: Content | None, at: Setting) -> Fact:
    return Fact(begun, ended, at.copy["retrieved_at"], begun["citation"], "importer of aiddata")
