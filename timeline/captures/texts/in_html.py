"""The text of HTML: what stands between its tags, without scripts and styles."""

import re
from html.parser import HTMLParser

from .plain import plain_text

SILENT = frozenset({"script", "style", "template"})
BLOCKS = frozenset(
    "address article aside blockquote body br button caption center dd details dialog dir div dl dt fieldset"
    " figcaption figure footer form h1 h2 h3 h4 h5 h6 head header hgroup hr html iframe img input legend li"
    " main menu nav object ol optgroup option p pre section select summary table tbody td textarea tfoot th"
    " thead title tr ul video".split()
)
LOOKED_AT = 4096
_CHARSET = re.compile(rb"<meta[^>]*?charset\s*=\s*[\"']?\s*([\w:.-]+)", re.IGNORECASE)


def html_text(body: bytes, media_type: str = "") -> str:
    """The text of a page; tags that begin a block part words, others do not."""
    meta = _CHARSET.search(body[:LOOKED_AT])
    within = meta[1].decode("ascii", errors="replace") if meta else ""
    reader = _Reader()
    reader.feed(plain_text(body, media_type, within))
    reader.close()
    return "".join(reader.parts)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._silent: str | None = None
        # The library has a word in this name that this project does not use.
        vars(self)["handle_data"] = self._text

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A block begins on a line of its own."""
        del attrs
        if self._silent is None and tag in SILENT:
            self._silent = tag
        if tag in BLOCKS:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        """A block ends its line."""
        if tag == self._silent:
            self._silent = None
        if tag in BLOCKS:
            self.parts.append("\n")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """HTML knows no empty tags of that form: `<script/>` begins a script as `<script>` does."""
        self.handle_starttag(tag, attrs)

    def _text(self, text: str) -> None:
        if self._silent is None:
            self.parts.append(text)
