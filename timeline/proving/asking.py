"""Asking a pinned question anew, from the parameters in its address."""

from collections.abc import Mapping
from urllib.parse import parse_qsl

from ..answers import STRICT, Question, answer_exposure, resolve_question
from ..answers.snapshot import Snapshot
from ..asof import Asked

Answer = dict[str, object]


def parameters_of(pinned: str) -> dict[str, str]:
    """The parameters in a pinned address."""
    return dict(parse_qsl(pinned.partition("?")[2], strict_parsing=True))


def question_of(snapshot: Snapshot, asked: Mapping[str, str]) -> Question:
    """The question of a pinned address."""
    defaulted = asked.get("defaulted", "")
    clocks = Asked(
        asked.get("valid_at"),
        asked.get("known_at"),
        asked.get("recorded_at"),
        int(asked["position"]),
        tuple(defaulted.split(",")) if defaulted else (),
        asked.get("during"),
    )
    return resolve_question(
        snapshot,
        clocks,
        vendor=asked.get("vendor"),
        region=asked.get("region"),
        policy=asked.get("policy", STRICT),
        type_=asked.get("type"),
        include_excluded=asked.get("all") == "true",
        with_subsidiaries=asked.get("with_subsidiaries") == "true",
    )


def ask(snapshot: Snapshot, asked: Mapping[str, str]) -> tuple[Question, Answer]:
    """The question of a pinned address, and its answer."""
    question = question_of(snapshot, asked)
    return question, answer_exposure(question)
