"""The text of XML: its text nodes, with no entity expanded."""

import re
from collections.abc import Callable
from xml.parsers.expat import ExpatError, ParserCreate

from .plain import plain_text

_ENCODING = re.compile(rb"<\?xml[^>]*?encoding\s*=\s*[\"']([\w:.-]+)")


class _Refused(Exception):
    """The document declares an entity."""


def xml_text(body: bytes, media_type: str = "") -> str | None:
    """The text nodes of a document; None where it is not well-formed or declares an entity.

    A tag parts words, but not within an element in which text stood before it.
    """
    reader = _Reader()
    declared = _ENCODING.match(body)
    within = declared[1].decode("ascii", errors="replace") if declared else ""
    parser = ParserCreate()
    parser.buffer_text = True
    for name, handler in reader.handlers().items():
        setattr(parser, name, handler)
    try:
        parser.Parse(plain_text(body, media_type, within), True)
    except (ExpatError, _Refused, LookupError, ValueError):
        return None
    return "".join(reader.parts)


class _Reader:
    def __init__(self) -> None:
        self.parts: list[str] = []
        self._texted = [False]

    def handlers(self) -> dict[str, Callable[..., None]]:
        """By the name that expat has for what happens, what is done then."""
        return {
            "StartElementHandler": self._begin,
            "EndElementHandler": self._end,
            "CharacterDataHandler": self._text,
            "EntityDeclHandler": self._refuse,
        }

    def _begin(self, _name: str, _attributes: object) -> None:
        self._part()
        self._texted.append(False)

    def _end(self, _name: str) -> None:
        self._texted.pop()
        self._part()

    def _text(self, text: str) -> None:
        self.parts.append(text)
        if not text.isspace():
            self._texted[-1] = True

    def _refuse(self, *_declared: object) -> None:
        raise _Refused

    def _part(self) -> None:
        if not self._texted[-1]:
            self.parts.append("\n")
