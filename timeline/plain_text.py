"""Plain text: what a caller gives as a name or a time is fit to be one."""

from unicodedata import category

from .errors import BadParameter

MAX_LENGTH = 512


def plain_text(name: str, value: str) -> str:
    """A value that is text, not empty; BadParameter where it cannot be a name or a time."""
    if not value.strip():
        raise BadParameter(field=name, expected="a value", got="nothing")
    if len(value) > MAX_LENGTH:
        got = f"{len(value)} characters"
        raise BadParameter(field=name, expected=f"at most {MAX_LENGTH} characters", got=got)
    if any(letter == "\ufffd" or category(letter) in ("Cc", "Cs") for letter in value):
        expected = "text in UTF-8 without control characters"
        raise BadParameter(field=name, expected=expected, got=ascii(value))
    return value
