"""The tools: each asks one question, and its answer is what `GET /v1/...` and `--json` give."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ..answers import (
    STRICT,
    Question,
    answer_changes,
    answer_diff,
    answer_exposure,
    answer_history,
    answer_region,
    answer_sensitivity,
    answer_vendor,
    answer_why,
    claim_status,
    find_vendors,
    list_sources,
    read_asked,
    resolve_question,
)
from ..answers.snapshot import Snapshot
from ..asof import Asked
from ..errors import BadParameter
from . import shapes
from .arguments import Given, described, read_arguments

Answer = dict[str, object]
RECORDED = ("known_at", "recorded_at", "position")
TIMES = ("valid_at", *RECORDED)
VIEWS = ("policy", "type", "with_subsidiaries", "all")


@dataclass(frozen=True, slots=True)
class Tool:
    """One tool: its name, what it answers, its arguments, how it answers and in which shape."""

    name: str
    title: str
    about: str
    arguments: tuple[str, ...]
    answer: Callable[[Snapshot, Given], Answer]
    shape: dict[str, Any]
    required: tuple[str, ...] = ()

    def input_schema(self) -> dict[str, Any]:
        """The JSON Schema of its arguments."""
        return described(self.arguments, self.required)

    def call(self, snapshot: Snapshot, given: Given) -> Answer:
        """The answer to what was asked; a TimelineError names the argument that is refused."""
        return self.answer(snapshot, read_arguments(given, self.arguments, self.required))


def _ask(answer: Callable[[Question], Answer]) -> Callable[[Snapshot, Given], Answer]:
    return lambda snapshot, given: answer(_question(snapshot, given))


def _question(snapshot: Snapshot, given: Given, asked: Asked | None = None) -> Question:
    if "vendor" not in given and "region" not in given:
        raise BadParameter(field="vendor", expected="a vendor, a region or both", got="neither")
    return resolve_question(
        snapshot,
        asked or _asked(given),
        vendor=given.get("vendor"),
        region=given.get("region"),
        policy=given.get("policy", STRICT),
        type_=given.get("type"),
        include_excluded=given.get("all", False),
        with_subsidiaries=given.get("with_subsidiaries", False),
    )


def _asked(given: Given) -> Asked:
    return Asked(
        valid_at=given.get("valid_at"),
        known_at=given.get("known_at"),
        recorded_at=given.get("recorded_at"),
        position=given.get("position"),
        during=given.get("during"),
    )


def _changes(snapshot: Snapshot, given: Given) -> Answer:
    return answer_changes(_question(snapshot, given), given["along"])


def _diff(snapshot: Snapshot, given: Given) -> Answer:
    one, other = (
        _question(snapshot, given, read_asked(given[side], side)) for side in ("from", "to")
    )
    return answer_diff(one, other)


def _why(snapshot: Snapshot, given: Given) -> Answer:
    return answer_why(snapshot, given["target"])


def _status(snapshot: Snapshot, given: Given) -> Answer:
    return claim_status(snapshot, given["claim"])


def _sources(snapshot: Snapshot, _given: Given) -> Answer:
    return list_sources(snapshot)


def _vendors(snapshot: Snapshot, given: Given) -> Answer:
    return find_vendors(snapshot, given.get("words"))


WHOM = ("vendor", "region")
_ALL = (
    Tool(
        "exposure",
        "Exposure of a vendor or region",
        "What was in force of a vendor, in a region, or both, with bounds, claims and citations.",
        (*WHOM, "during", *TIMES, *VIEWS),
        _ask(answer_exposure),
        shapes.EXPOSURE,
    ),
    Tool(
        "vendor",
        "State of a vendor",
        "One vendor: its names, what was in force of it region by region, and whom it belongs to.",
        ("vendor", *TIMES, *VIEWS),
        _ask(answer_vendor),
        shapes.VENDOR,
        ("vendor",),
    ),
    Tool(
        "region",
        "State of a region",
        "One region with all that lies within it: what was in force, vendor by vendor.",
        ("region", *TIMES, *VIEWS),
        _ask(answer_region),
        shapes.REGION,
        ("region",),
    ),
    Tool(
        "history",
        "History of a vendor",
        "The claims about a vendor, in the order of what they speak of, with their citations.",
        (*WHOM, *TIMES),
        _ask(answer_history),
        shapes.HISTORY,
        ("vendor",),
    ),
    Tool(
        "changes",
        "When an answer changes",
        "The moments along a clock at which the answer changes, the answer after each, and why.",
        (*WHOM, "along", *TIMES, *VIEWS),
        _changes,
        shapes.CHANGES,
        ("along",),
    ),
    Tool(
        "diff",
        "What differs between two times",
        "Two as-ofs of one question side by side, and which claims and acts made them differ.",
        (*WHOM, "from", "to", *VIEWS),
        _diff,
        shapes.DIFF,
        ("from", "to"),
    ),
    Tool(
        "sensitivity",
        "Which source an answer hangs on",
        "Which single source, if it is wrong, changes the answer, and what it would be then.",
        (*WHOM, *TIMES, *VIEWS),
        _ask(answer_sensitivity),
        shapes.SENSITIVITY,
    ),
    Tool(
        "why",
        "Why a claim is believed",
        "From a claim or an occurrence to the words of its sources, down to the roots they rely on.",
        ("target",),
        _why,
        shapes.WHY,
        ("target",),
    ),
    Tool(
        "status",
        "What befell a claim",
        "Whether a claim stands, was corrected, retracted or redacted, and whose counts rest on it.",
        ("claim",),
        _status,
        shapes.BEFALLEN,
        ("claim",),
    ),
    Tool(
        "sources",
        "Sources that are read",
        "Every source that is read and the day it was last looked at: what silence means.",
        (),
        _sources,
        shapes.SOURCES,
    ),
    Tool(
        "vendors",
        "Vendors by name",
        "The vendors whose id or name holds some words or is spelled much like them.",
        ("words",),
        _vendors,
        shapes.VENDORS,
    ),
)
TOOLS = {tool.name: tool for tool in _ALL}
