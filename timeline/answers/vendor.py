"""The vendor answer: its names, what it is exposed to region by region, and whom it belongs to."""

from .body import answer_body
from .exposed import Exposed
from .ownership import ownerships
from .question import Question
from .subjects import names_of
from .totals import Answer, counts_shape, sum_up


def answer_vendor(question: Question) -> Answer:
    """The state of one vendor as of three times."""
    assert question.vendor is not None
    vendor, as_of = question.vendor, question.as_of
    before = as_of.before_first_record
    names = [] if before else names_of(question.snapshot, "vendor", vendor, as_of.position)
    about: Answer = {"id": vendor, "names": names}
    about["merged_with"] = sorted(set(question.vendors or ()) - {vendor})
    owned = [] if before else ownerships(question.snapshot, vendor, as_of)

    def subject(exposed: list[Exposed]) -> Answer:
        return {
            "vendor": about,
            "regions": _by_region(question, exposed),
            "ownerships": [
                {
                    "occurrence": each.occurrence,
                    "vendor": each.vendor,
                    "owner": each.owner,
                    "share": each.share,
                    "in_force": counts_shape(each.counts),
                }
                for each in owned
            ],
        }

    return {
        **answer_body(question, subject),
        "pinned": pinned_vendor(question),
    }


def pinned_vendor(question: Question) -> str:
    """The address of the answer."""
    return question.pinned(f"/v1/vendors/{question.vendor}", {})


def _by_region(question: Question, exposed: list[Exposed]) -> list[Answer]:
    regions = sorted({row.region for each in exposed for row in each.rows})
    return [
        {
            "region": region or None,
            "totals": sum_up(
                [each for each in exposed if any(row.region == region for row in each.rows)],
                question.as_of.first_day,
            ),
        }
        for region in regions
    ]
