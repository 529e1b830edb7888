"""The region answer: what is in force within it, vendor by vendor."""

from .body import PROJECTION, answer_body
from .exposed import Exposed, find_exposed
from .question import Question
from .sources import sources_at
from .subjects import names_of
from .tallies import Counted, find_rows, tally_of
from .totals import Answer, sum_found, sum_up


def answer_region(question: Question) -> Answer:
    """The state of one region, with all that lies within it, as of three times."""
    about = _about(question)

    def subject(exposed: list[Exposed]) -> Answer:
        return {"region": about, "vendors": _by_vendor(question, exposed)}

    return {
        **answer_body(question, subject),
        "pinned": pinned_region(question),
    }


def answer_region_totals(question: Question) -> Answer:
    """What the state of a region comes to, without the occurrences and the claims behind it.

    The totals are those of `answer_region`; `counted` says of how many vendors and occurrences.
    """
    early = question.as_of.before_first_record
    found = Counted({}, ()) if early else _found(question)
    vendors = found.vendors
    status = "before_first_record" if early else "exposed" if vendors else "none_recorded"
    return {
        **question.envelope(status),
        "region": _about(question),
        "totals": sum_found(found, question.as_of.first_day),
        "counted": {
            "vendors": vendors,
            "occurrences": found.occurrences,
        },
        "coverage": [] if early else sources_at(question.snapshot, question.as_of.position),
        "projection": PROJECTION,
        "pinned": pinned_region_totals(question),
    }


def _found(question: Question) -> Counted:
    """What the totals go by; a policy that is not strict needs the claims."""
    if question.policy.strict:
        return find_rows(question)
    return Counted({}, [tally_of(each) for each in find_exposed(question)])


def pinned_region_totals(question: Question) -> str:
    """The address of the answer."""
    return question.pinned(f"/v1/regions/{question.region}/totals", {})


def pinned_region(question: Question) -> str:
    """The address of the answer."""
    return question.pinned(f"/v1/regions/{question.region}", {})


def _about(question: Question) -> Answer:
    """The region by its names and what it lies in."""
    region, as_of = question.region, question.as_of
    assert region is not None
    if as_of.before_first_record:
        return {"id": region, "name": None, "names": [], "within": []}
    regions = question.snapshot.regions
    return {
        "id": region,
        "name": regions.get(region).name,
        "names": names_of(question.snapshot, "region", region, as_of.position),
        "within": list(regions.ancestors(region, as_of.first_day)),
    }


def _by_vendor(question: Question, exposed: list[Exposed]) -> list[Answer]:
    by_vendor: dict[str, list[Exposed]] = {}
    for each in exposed:
        by_vendor.setdefault(each.key.vendor, []).append(each)
    day = question.as_of.first_day
    return [
        {"vendor": vendor, "totals": sum_up(found, day)}
        for vendor, found in sorted(by_vendor.items())
    ]
