"""Citations of the Federal Register in the words of lists, and the dates in them."""

import re
from dataclasses import dataclass
from datetime import datetime

_CITED = re.compile(
    r"(\d+)\s+F\.?\s?R\.?\s+(\d+)[.,]?\s*(?:preview citation details,\s*)?"
    r"\(?(\d{1,2}/\d{1,2}/\d{2,4}|[A-Z][a-z]+ \d{1,2}, \d{4})"
)
_ANY = re.compile(r"\d+\s+F\.?\s?R\.?\s+\d+")
FORMS = ("%Y-%m-%d", "%m/%d/%y", "%m/%d/%Y", "%B %d, %Y", "%d %b %Y")
YEARS = (1940, 2100)


@dataclass(frozen=True, slots=True, order=True)
class Cited:
    """A page of the Federal Register and its day, as ISO 8601."""

    day: str
    volume: str
    page: str

    @property
    def title(self) -> str:
        """As it is cited: 84 FR 54004."""
        return f"{self.volume} FR {self.page}"


def cited_in(text: str) -> tuple[list[Cited], int]:
    """The dated citations in a text, oldest first, each once; and how many have no date that can be read."""
    found = {
        Cited(day, volume, page)
        for volume, page, words in _CITED.findall(text)
        if (day := day_of_words(words)) is not None
    }
    dated = {(each.volume, each.page) for each in found}
    named = {tuple(re.findall(r"\d+", words)) for words in _ANY.findall(text)}
    return sorted(found), len(named - dated)


def day_of_words(words: str) -> str | None:
    """A day as ISO 8601 from the forms that lists write; None where it is none of these years."""
    for form in FORMS:
        try:
            day = datetime.strptime(words, form).date()  # noqa: DTZ007 (a day has no zone)
        except ValueError:
            continue
        if YEARS[0] <= day.year <= YEARS[1]:
            return day.isoformat()
    return None
