"""Quotes: whether the words of a citation occur in a text."""

import re
from typing import Literal
from unicodedata import normalize

Outcome = Literal["found", "not-found", "found-elsewhere", "no-text", "no-quote", "not-captured"]

# As escapes, because many of these look alike.
_FOLDED = {
    "'": "\u2018\u2019\u201a\u201b\u2032\u2035\u2039\u203a\u00b4\u0060\uff07",
    '"': "\u201c\u201d\u201e\u201f\u2033\u2036\u00ab\u00bb\uff02",
    "-": "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d",
    "": "\u00ad\u200b\u200c\u200d\u2060\ufeff",
}
_FOLD = str.maketrans({each: plain for plain, many in _FOLDED.items() for each in many})
_LIGATURES = str.maketrans(
    {"\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\ufb03": "ffi", "\ufb04": "ffl"}
)
_WIDE = r"[\u3000-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff00-\uffef]"
_BETWEEN_WIDE = re.compile(rf"(?<={_WIDE}) (?={_WIDE})")


def normal(text: str) -> str:
    """A text with what typesetting changes taken out of it.

    It is in Unicode's form NFC. Any white space is one space, and none between two Chinese or Japanese
    characters, whose lines break anywhere. Typographic quotation marks, dashes and ligatures are those of a
    keyboard; soft hyphens and characters without width are left out.
    """
    folded = normalize("NFC", text).translate(_FOLD).translate(_LIGATURES)
    return _BETWEEN_WIDE.sub("", " ".join(folded.split()))


def locate(quote: str, prefix: str, suffix: str, text: str) -> Outcome:
    """Whether a quote occurs in a text that is `normal`, right between its prefix and suffix.

    As in a W3C TextQuoteSelector; a prefix or suffix not given is ''. Space between them and the quote does
    not count.
    """
    words = normal(quote)
    if words not in text:
        return "not-found"
    before = _with_or_without_space(normal(prefix), "{} ")
    after = _with_or_without_space(normal(suffix), " {}")
    within = any(f"{left}{words}{right}" in text for left in before for right in after)
    return "found" if within else "found-elsewhere"


def _with_or_without_space(words: str, form: str) -> tuple[str, ...]:
    return (words, form.format(words)) if words else ("",)
