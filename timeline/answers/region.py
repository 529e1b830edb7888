"""The region answer: what is in force within it, vendor by vendor."""

from itertools import groupby

from .exposure import Answer, answer_body, sum_up
from .question import Question
from .rows import exposure_rows
from .subjects import names_of


def answer_region(question: Question) -> Answer:
    """The state of one region, with all that lies within it, as of three times."""
    assert question.region is not None
    region, as_of = question.region, question.as_of
    if as_of.before_first_record:
        about: Answer = {"id": region, "name": None, "names": [], "within": []}
    else:
        regions = question.snapshot.regions
        about = {
            "id": region,
            "name": regions.get(region).name,
            "names": names_of(question.snapshot, "region", region, as_of.position),
            "within": list(regions.ancestors(region, as_of.first_day)),
        }
    vendors = [] if as_of.before_first_record else _by_vendor(question)
    return {
        **answer_body(question, {"region": about, "vendors": vendors}),
        "pinned": question.pinned(f"/v1/regions/{region}", {}),
    }


def _by_vendor(question: Question) -> list[Answer]:
    rows = sorted(exposure_rows(question), key=lambda row: row.vendor)
    day = question.as_of.first_day
    return [
        {"vendor": vendor, "totals": sum_up(group, day)}
        for vendor, group in groupby(rows, key=lambda row: row.vendor)
    ]
