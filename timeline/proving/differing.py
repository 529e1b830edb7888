"""Where two JSON values differ."""

from collections.abc import Mapping

from events import canonical_json


def same(one: object, other: object) -> bool:
    """Whether two values are one JSON text; Python has 1 equal 1.0 and true."""
    return one == other and canonical_json(one) == canonical_json(other)


def difference(where: str, one: object, other: object) -> str:
    """The first place at which two JSON values differ."""
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        for name in sorted(one.keys() | other.keys()):
            if name not in one or name not in other or one[name] != other[name]:
                return difference(f"{where}.{name}", one.get(name), other.get(name))
    if isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        for number, (mine, theirs) in enumerate(zip(one, other, strict=True)):
            if mine != theirs:
                return difference(f"{where}.{number}", mine, theirs)
    return where
