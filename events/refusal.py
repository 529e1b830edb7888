"""The one way in which what was said is refused: a field, what was expected, what came."""

import json


def shortened(text: str, most: int = 80) -> str:
    """A text of at most so many characters, dots for what is left out at its end."""
    return text if len(text) <= most else f"{text[: most - 3]}..."


def shown(value: object) -> str:
    """A value as a refusal shows it: text in quotes, anything else as JSON writes it."""
    if isinstance(value, str):
        return repr(value)
    try:
        text = json.dumps(value, ensure_ascii=False, default=str)
        return text if text.isprintable() else json.dumps(value, default=str)
    except (TypeError, ValueError, RecursionError):
        return repr(value)


def sort_of(value: object) -> str:
    """What JSON calls a value: an object, a list, text, a number, true, false or null."""
    if value is None or isinstance(value, bool):
        return json.dumps(value)
    if isinstance(value, dict):
        return "an object"
    if isinstance(value, list):
        return "a list"
    return "text" if isinstance(value, str) else "a number"


class Refusal(ValueError):
    """{field}: expected {expected}, got {got}."""

    def __init__(self, field: str, expected: str, got: object) -> None:
        self.field = field
        self.expected = expected
        self.got = shortened(shown(got))
        super().__init__(f"{field}: expected {expected}, got {self.got}")

    def within(self, outer: str) -> "Refusal":
        """The same refusal, its field named from further out (`citation` + `url`)."""
        inner = Refusal(f"{outer}.{self.field}" if self.field else outer, self.expected, "")
        inner.got = self.got
        inner.args = (f"{inner.field}: expected {inner.expected}, got {inner.got}",)
        return inner
