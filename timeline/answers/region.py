"""The region answer: what is in force within it, vendor by vendor."""

from .body import answer_body
from .exposed import Exposed
from .question import Question
from .subjects import names_of
from .totals import Answer, sum_up


def answer_region(question: Question) -> Answer:
    """The state of one region, with all that lies within it, as of three times."""
    assert question.region is not None
    region, as_of = question.region, question.as_of
    about: Answer = {"id": region, "name": None, "names": [], "within": []}
    if not as_of.before_first_record:
        regions = question.snapshot.regions
        about = {
            "id": region,
            "name": regions.get(region).name,
            "names": names_of(question.snapshot, "region", region, as_of.position),
            "within": list(regions.ancestors(region, as_of.first_day)),
        }

    def subject(exposed: list[Exposed]) -> Answer:
        return {"region": about, "vendors": _by_vendor(question, exposed)}

    return {
        **answer_body(question, subject),
        "pinned": pinned_region(question),
    }


def pinned_region(question: Question) -> str:
    """The address of the answer."""
    return question.pinned(f"/v1/regions/{question.region}", {})


def _by_vendor(question: Question, exposed: list[Exposed]) -> list[Answer]:
    by_vendor: dict[str, list[Exposed]] = {}
    for each in exposed:
        by_vendor.setdefault(each.key.vendor, []).append(each)
    day = question.as_of.first_day
    return [
        {"vendor": vendor, "totals": sum_up(found, day)}
        for vendor, found in sorted(by_vendor.items())
    ]
