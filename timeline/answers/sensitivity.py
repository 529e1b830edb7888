"""The sensitivity answer: which single source, if it is wrong, changes the answer."""

from dataclasses import replace

from .policy import Policy
from .question import Question
from .state import state_of
from .totals import Answer


def answer_sensitivity(question: Question) -> Answer:
    """The answer's totals, and those without each source, and what relies on it, that makes a difference."""
    state = state_of(question)
    sources = sorted({source for each in state.exposed for source in each.sources})
    found: list[Answer] = []
    for source in sources:
        policy = Policy(f"exclude-source:{source}", frozenset((source,)))
        without = state_of(replace(question, policy=policy))
        if without.changed(state):
            found.append({"source": source, "totals": list(without.totals)})
    given = {"vendor": question.vendor, "region": question.region}
    subject = {name: value for name, value in given.items() if value is not None}
    return {
        **question.envelope("exposed" if state.exposed else "none_recorded"),
        "subject": given,
        "totals": list(state.totals),
        "sources": sources,
        "sensitive_to": found,
        "pinned": question.pinned("/v1/exposure/sensitivity", subject),
    }
