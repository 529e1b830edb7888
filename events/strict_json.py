"""JSON, strictly: what a reader could hear in two ways, or a database not hold, is refused."""

import json
import math
import re
from collections.abc import Iterator, Mapping
from typing import Any

from .refusal import Refusal, shortened

DEEPEST = 32
"""How deep values may be nested; the longest chain of citations needs about half."""
SHALLOW = 4
"""How deep an object may be to be looked through at once."""
LARGE = 1 << 63
_ENCODER = json.JSONEncoder(allow_nan=False)
_SUSPECT = re.compile(r"\\u(00[01]|d[89a-f])")
"""An escape that a control character or half of a surrogate would be written with, and a few more."""


class Unquoted(str):
    """Words of our own in a refusal, shown without the quotes that what was said is shown in."""

    __slots__ = ()

    def __repr__(self) -> str:
        return str(self)


class _Twofold(ValueError):
    """JSON by the letter of some reader, and of another not."""


def read_json(text: str, field: str) -> Any:
    """The JSON value in a text; Refusal for broken JSON, NaN, and a name given twice in one object."""
    try:
        return json.loads(text, parse_constant=_no_number, object_pairs_hook=_each_once)
    except json.JSONDecodeError as error:
        why = f"broken JSON ({error.msg} at character {error.pos + 1})"
    except RecursionError:
        why = "values nested too deep"
    except _Twofold as error:
        why = str(error)
    except ValueError:
        why = "a number of too many digits"
    raise Refusal(field, "one JSON object", Unquoted(why))


def check_json(value: object) -> None:
    """Raise Refusal, its field the path to it, for what no JSON text can say or the log not hold."""
    if type(value) is dict and _is_plain(value, SHALLOW):
        return
    try:
        text = _ENCODER.encode(value)
    except (TypeError, ValueError, RecursionError):
        _walk(value, ())
        raise Refusal("claim", "JSON values", value) from None
    if _SUSPECT.search(text) or text.count("{") + text.count("[") > DEEPEST:
        _walk(value, ())


def _is_plain(value: dict[Any, Any], deep: int) -> bool:
    """Whether it is objects of printable text and numbers, as most claims are, which need no closer look."""
    for name, each in value.items():
        if type(name) is not str or not name.isprintable():
            return False
        if type(each) is str:
            plain = each.isprintable()
        elif type(each) is int:
            plain = -LARGE < each < LARGE
        elif type(each) is dict:
            plain = deep > 0 and _is_plain(each, deep - 1)
        else:
            plain = each is None or type(each) is bool
        if not plain:
            return False
    return True


def _walk(value: object, path: tuple[str, ...]) -> None:
    field = ".".join(path) or "claim"
    if len(path) > DEEPEST:
        raise Refusal(path[0], f"values at most {DEEPEST} deep", Unquoted("deeper ones"))
    for name, each in _parts(value, field):
        _walk(each, (*path, name))
    if isinstance(value, str) and not _holdable(value):
        raise Refusal(field, "text without control characters or halves of surrogates", value)
    if isinstance(value, float) and not math.isfinite(value):
        raise Refusal(field, "a number without NaN or Infinity", value)
    if not (value is None or isinstance(value, bool | int | float | str | list | tuple | Mapping)):
        raise Refusal(field, "a JSON value", value)


def _parts(value: object, field: str) -> Iterator[tuple[str, object]]:
    if isinstance(value, Mapping):
        for name, each in value.items():
            if not (isinstance(name, str) and _holdable(name)):
                raise Refusal(field, "names of fields that are printable text", name)
            yield name_shown(name), each
    elif isinstance(value, list | tuple):
        for at, each in enumerate(value):
            yield str(at), each


def name_shown(name: str) -> str:
    """A field's name as a refusal shows it: one that is no name is quoted, a long one cut."""
    return shortened(name if name.isidentifier() else repr(name), 40)


def _holdable(text: str) -> bool:
    return text.isprintable() or not any(_control(char) for char in text)


def _control(char: str) -> bool:
    return (char < " " and char not in "\t\n\r") or "\ud800" <= char <= "\udfff"


def _no_number(name: str) -> object:
    raise _Twofold(f"{name}, which is no JSON number")


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    said = dict(pairs)
    if len(said) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise _Twofold(f"the name {name_shown(twice)} twice in one object")
    return said
