"""The parameters of questions: one table that is both read by and documented from."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from fastapi import Request

from timeline import (
    POLICIES,
    PROV_FORMATS,
    STRICT,
    TYPES,
    Asked,
    BadParameter,
    Question,
    Snapshot,
    UnknownParameter,
    plain_text,
    resolve_question,
)

Given = Mapping[str, str]
CLOCKS = ("valid_at", "known_at", "recorded_at")
TIMES = (*CLOCKS, "position", "defaulted")
WINDOW = ("during",)
VIEWS = ("policy", "type", "with_subsidiaries", "all")
CLOCK_NAMES = ("valid", "known", "recorded")
FORMATS = tuple(f"prov-{form}" for form in PROV_FORMATS)
MAX_DIGITS = 18
plain = plain_text


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of a query."""

    name: str
    meaning: str
    example: str
    choices: tuple[str, ...] = ()
    required: bool = False

    def document(self) -> dict[str, Any]:
        """As OpenAPI describes it."""
        schema = {"type": "string", **({"enum": list(self.choices)} if self.choices else {})}
        return {
            "name": self.name,
            "in": "query",
            "required": self.required,
            "description": self.meaning,
            "schema": schema,
            "example": self.example,
        }


_ALL = (
    Parameter("vendor", "Who: an id, a recorded name or an alias.", "dahua"),
    Parameter("region", "Where: an id such as CN-XJ, BR or 419, or a name.", "CN-XJ"),
    Parameter("valid_at", "When it was so: a day, month or year, or a time.", "2018-01-01"),
    Parameter("known_at", "Only what was public by then; a date means its end.", "2019-10-09"),
    Parameter(
        "recorded_at", "Only what this log held by then; a date means its end.", "2026-01-31"
    ),
    Parameter("position", "In place of recorded_at: how far the log had come.", "42"),
    Parameter(
        "defaulted", "In pinned addresses: clocks that an earlier answer filled in.", "known_at"
    ),
    Parameter("policy", f"What counts, and which side in a contradiction: {POLICIES}.", STRICT),
    Parameter(
        "with_subsidiaries",
        "Whether what the vendor owned on the asked days counts too.",
        "true",
        ("true", "false"),
    ),
    Parameter("during", "In place of valid_at: some days as A/B.", "2016/2018"),
    Parameter("along", "The clock to go along.", "valid", CLOCK_NAMES, required=True),
    Parameter(
        "from", "The first as-of, as clocks and values.", "known_at=2019-10-08", required=True
    ),
    Parameter(
        "to", "The second as-of, as clocks and values.", "known_at=2019-10-09", required=True
    ),
    Parameter("after", "The position after which to go on; left out, 0.", "100"),
    Parameter("limit", "How many events a page has at most: 1 to 1000, left out 100.", "100"),
    Parameter("kind", "Only these kinds of fact or acts, commas between.", "project-awarded"),
    Parameter("size", "How many events the checkpoint covers that is proven against.", "183"),
    Parameter("old", "How many events an earlier checkpoint covers.", "96"),
    Parameter("since", "Only what changed after a position, for who has its state.", "96"),
    Parameter("type", "Only occurrences of this type.", TYPES[0], TYPES),
    Parameter("format", "PROV-JSON, or PROV-O as JSON-LD.", "prov-json", FORMATS),
    Parameter("all", "Whether to list excluded occurrences too.", "true", ("true", "false")),
)
PARAMETERS = {parameter.name: parameter for parameter in _ALL}


def read(request: Request, known: tuple[str, ...] = (), *, blanks: bool = False) -> Given:
    """The parameters of a request's query, each known and given once, not empty.

    With `blanks` empty ones are left out instead, as a form sends the fields nobody filled in.
    """
    given: dict[str, str] = {}
    seen: set[str] = set()
    for name, value in request.query_params.multi_items():
        if name not in known:
            shown = name if name.isprintable() else repr(name)
            raise UnknownParameter(field=shown, known=", ".join(known) or "none")
        if name in seen:
            raise BadParameter(field=name, expected="to be given once", got="more than one")
        seen.add(name)
        if value or not blanks:
            given[name] = plain(name, value)
    return given


def whole(given: Given, name: str) -> int | None:
    """A parameter that is a whole number, or None where it was not given; BadParameter for anything else."""
    value = given.get(name)
    if value is None:
        return None
    if not (value.isascii() and value.isdigit() and len(value) <= MAX_DIGITS):
        raise BadParameter(field=name, expected="a whole number", got=repr(value))
    return int(value)


def whole_within(given: Given, name: str, default: int, most: int | None = None) -> int:
    """A whole number from 1 to a limit, or from 0 where there is none."""
    found = whole(given, name)
    if found is None:
        return default
    if most is not None and not 1 <= found <= most:
        raise BadParameter(field=name, expected=f"a whole number from 1 to {most}", got=found)
    return found


def needed(given: Given, name: str) -> str:
    """A parameter that has to be given; BadParameter where it is not."""
    if name not in given:
        example = f"a value such as {PARAMETERS[name].example}"
        raise BadParameter(field=name, expected=example, got="nothing")
    return given[name]


def resolve(
    snapshot: Snapshot,
    given: Given,
    *,
    vendor: str | None = None,
    region: str | None = None,
    asked: Asked | None = None,
) -> Question:
    """The question that parameters ask, of a subject or of the one they name."""
    return resolve_question(
        snapshot,
        asked or _asked(given),
        vendor=vendor or given.get("vendor"),
        region=region or given.get("region"),
        policy=given.get("policy", STRICT),
        type_=given.get("type"),
        include_excluded=chosen(given, "all", "false") == "true",
        with_subsidiaries=chosen(given, "with_subsidiaries", "false") == "true",
    )


def _asked(given: Given) -> Asked:
    defaulted = tuple(given["defaulted"].split(",")) if "defaulted" in given else ()
    if set(defaulted) - set(CLOCKS) or len(set(defaulted)) < len(defaulted):
        expected = f"a comma list of {', '.join(CLOCKS)}"
        raise BadParameter(field="defaulted", expected=expected, got=repr(given["defaulted"]))
    return Asked(
        **{clock: given.get(clock) for clock in CLOCKS},
        position=whole(given, "position"),
        defaulted=defaulted,
        during=given.get("during"),
    )


def chosen(given: Given, parameter: str | Parameter, default: str) -> str:
    """One of the choices of a parameter; BadParameter for anything else."""
    known = PARAMETERS[parameter] if isinstance(parameter, str) else parameter
    value = given.get(known.name, default)
    if value not in known.choices:
        expected = " or ".join(known.choices)
        raise BadParameter(field=known.name, expected=expected, got=repr(value))
    return value
