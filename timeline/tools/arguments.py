"""The arguments of tools: one table that is both read by and described from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from events import shortened

from ..answers import POLICIES, STRICT, TYPES
from ..errors import BadParameter, UnknownParameter
from ..plain_text import plain_text

Given = Mapping[str, Any]
Sort = Literal["string", "integer", "boolean"]
EXPECTED: Mapping[Sort, tuple[type, str]] = {
    "string": (str, "text"),
    "integer": (int, "a whole number"),
    "boolean": (bool, "true or false"),
}


@dataclass(frozen=True, slots=True)
class Argument:
    """One argument of a tool."""

    name: str
    meaning: str
    example: str | int | bool
    sort: Sort = "string"
    choices: tuple[str, ...] = ()

    def schema(self) -> dict[str, Any]:
        """As JSON Schema describes it."""
        choices = {"enum": list(self.choices)} if self.choices else {}
        least = {"minimum": 0} if self.sort == "integer" else {}
        said = {"description": self.meaning, "examples": [self.example]}
        return {"type": self.sort, **said, **choices, **least}

    def read(self, value: object) -> object:
        """A value that is of its sort; BadParameter for anything else."""
        kind, expected = EXPECTED[self.sort]
        if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
            raise BadParameter(field=self.name, expected=expected, got=_shown(value))
        if isinstance(value, str):
            plain_text(self.name, value)
        if self.choices and value not in self.choices:
            expected = " or ".join(self.choices)
            raise BadParameter(field=self.name, expected=expected, got=_shown(value))
        return value


_ALL = (
    Argument("vendor", "Who: an id, a recorded name or an alias.", "dahua"),
    Argument("region", "Where: an id such as CN-XJ, BR or 419, or a name.", "CN-XJ"),
    Argument("valid_at", "When it was so: a day, month or year.", "2018-01-01"),
    Argument("during", "In place of valid_at: some days as A/B.", "2016/2018"),
    Argument("known_at", "Only what was public by then; a date means its end.", "2019-10-09"),
    Argument("recorded_at", "Only what was recorded by then; a date means its end.", "2026-01-31"),
    Argument("position", "In place of recorded_at: how far the log had come.", 42, "integer"),
    Argument("policy", f"Which side counts in a contradiction: {POLICIES}.", STRICT),
    Argument("type", "Only occurrences of this type.", TYPES[0], choices=TYPES),
    Argument("with_subsidiaries", "Whether what it owned then counts too.", True, "boolean"),
    Argument("all", "Whether to list what cannot have been in force too.", True, "boolean"),
    Argument("along", "The clock to go along.", "valid", choices=("valid", "known", "recorded")),
    Argument("from", "The first as-of, as clocks and values.", "known_at=2019-10-08"),
    Argument("to", "The second as-of, as clocks and values.", "known_at=2019-10-09"),
    Argument("target", "The id of a claim or of an occurrence.", "dahua-xinjiang-five"),
    Argument("claim", "The id of a claim.", "c-31b3441bb699dfe02324bba9b281f9b0"),
    Argument("words", "Part of a name, in any script; left out, every vendor.", "Zhejiang"),
)
ARGUMENTS = {argument.name: argument for argument in _ALL}


def described(names: Sequence[str], required: Sequence[str]) -> dict[str, Any]:
    """The JSON Schema of a tool's arguments."""
    return {
        "type": "object",
        "properties": {name: ARGUMENTS[name].schema() for name in names},
        "required": list(required),
        "additionalProperties": False,
    }


def read_arguments(given: Given, names: Sequence[str], required: Sequence[str]) -> Given:
    """The arguments of a call, each known and of its sort; null is as if it had not been given."""
    for name in given:
        if name not in names:
            shown = name if name.isprintable() else repr(name)
            raise UnknownParameter(field=shown, known=", ".join(names) or "none")
    found = {
        name: ARGUMENTS[name].read(given[name]) for name in names if given.get(name) is not None
    }
    for name in required:
        if name not in found:
            raise BadParameter(field=name, expected="a value", got="nothing")
    return found


def _shown(value: object) -> str:
    return shortened(repr(value))
