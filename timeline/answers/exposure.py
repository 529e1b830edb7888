"""The exposure answer: how much was in force of a vendor, in a region, or both, with bounds and claims."""

from .body import answer_body
from .question import Question
from .totals import Answer


def answer_exposure(question: Question) -> Answer:
    """What was in force of a vendor, in a region, or both, as of three times."""
    subject: Answer = {"vendor": question.vendor, "region": question.region}
    return {
        **answer_body(question, lambda _: {"subject": subject}),
        "pinned": pinned_exposure(question),
    }


def pinned_exposure(question: Question) -> str:
    """The address of the answer."""
    given = {"vendor": question.vendor, "region": question.region}
    subject = {name: value for name, value in given.items() if value is not None}
    return question.pinned("/v1/exposure", subject)
