"""Plain text: bytes read in the character set they say, or else the one they are in."""

import codecs

from ..media_types import parameter

MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Browsers read these names as the larger sets, and so do those who write pages.
LARGER = {"iso8859-1": "cp1252", "ascii": "cp1252", "gb2312": "gb18030", "gbk": "gb18030"}


def plain_text(body: bytes, media_type: str = "", within: str = "") -> str:
    """The text of bytes: by their byte order mark, the charset of the media type, or the one said `within`.

    Where those are not said or not kept to: UTF-8, or else Windows-1252 with what it lacks replaced.
    """
    for mark, charset in MARKS:
        if body.startswith(mark):
            return body[len(mark) :].decode(charset, errors="replace")
    for said in (parameter(media_type, "charset"), within, "utf-8"):
        text = _decoded(body, said)
        if text is not None:
            return text
    return body.decode("cp1252", errors="replace")


def _decoded(body: bytes, charset: str) -> str | None:
    try:
        name = codecs.lookup(charset).name
        return codecs.decode(body, LARGER.get(name, name)) if charset else None
    except (LookupError, UnicodeError, ValueError):
        return None
