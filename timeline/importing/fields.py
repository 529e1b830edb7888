"""Fields to be popped one by one, and an audit of those that nobody popped."""

from collections.abc import Mapping
from typing import Any

from events import shown

from .opening import bad


class Fields:
    """The fields of one record; a field that is mapped is popped, and what is left is refused by name."""

    def __init__(self, record: Mapping[str, Any], where: str, file: str = "source") -> None:
        self._left = dict(record)
        self._where = where
        self._file = file

    def pop(self, name: str) -> str:
        """The text of a field; a list is one text to a line, and what is missing or null is empty."""
        value = self._left.pop(name, None)
        if value is None:
            return ""
        if isinstance(value, list):
            return "\n".join(self._text(name, each) for each in value)
        return self._text(name, value)

    def audit(self) -> None:
        """Raise BadSource for the first field that is left."""
        for name in self._left:
            raise bad(self._file, "only fields that are mapped", shown(name), self._where)

    def _text(self, name: str, value: object) -> str:
        if isinstance(value, bool) or not isinstance(value, str | int | float):
            raise bad(self._file, f"text or a number in {name}", shown(value), self._where)
        return str(value)
