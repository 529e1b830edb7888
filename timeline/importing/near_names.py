"""Near names: the vendors with a name that nearly is another, by the words that few others have in theirs."""

from collections.abc import Iterable, Iterator
from functools import cache
from itertools import pairwise
from math import log

from sqlalchemy import Connection, select

from ..projecting import OPEN, live_tables
from ..regions import Regions
from .likeness import joined, words_of

NEAR = 3
"""How many near vendors are told at most."""
RARE = 8
"""A word that so many vendors have in their names tells nothing of one."""
MISSPELT = 5
"""The letters of the shortest word that is looked for misspelt."""
ENOUGH = 0.6
"""How much of the weight of their words two names share that are near."""
WITHIN = 0.15
"""How much of it where all the words of one are in the other, none of them misspelt."""
OFFICES = frozenset(
    "embassy consulate office department agency authority council committee commission board "
    "minister ministerio ministere presidency president parliament federal kingdom people peoples "
    "democratic islamic united province city county foreign affairs internal external interior "
    "defence defense finance economy economic trade tourism health labour labor agriculture "
    "culture education justice planning security transport public police army military "
    "relations promotion authorities administration directorate secretariat mission".split()
)


class NearNames:
    """The names of vendors, to be asked which of them are near to one; a name costs the same however many there are.

    Names are near where they share a word that fewer than `RARE` vendors have, and with it most of the weight
    of their words, or a part of it where one has no word that the other lacks. A word weighs the more the fewer
    vendors have it; those of countries and offices weigh little, and names that differ in them are not near.
    Rare words that become the same when one letter, not the first, is taken out of each are one misspelt.
    """

    def __init__(self) -> None:
        self._names: dict[str, list[str]] = {}
        self._holders: dict[str, set[str]] = {}
        """The vendors that have a word in their names."""
        self._cut: dict[str, str] = {}
        """The words, parted by spaces, that are a text when a letter is taken out of them."""
        self._joined: dict[str, str] = {}

    def __contains__(self, vendor: str) -> bool:
        return vendor in self._names

    def add(self, vendor: str, name: str) -> None:
        """Know a vendor by a name; a second time nothing changes."""
        names = self._names.setdefault(vendor, [])
        if name in names:
            return
        names.append(name)
        if whole := joined(name):
            self._joined.setdefault(whole, vendor)
        for word in words_of(name):
            holders = self._holders.setdefault(word, set())
            if not holders:
                for text in _cut(word):
                    known = self._cut.get(text)
                    self._cut[text] = f"{known} {word}" if known else word
            holders.add(vendor)

    def near(self, name: str, but: str = "") -> dict[str, str]:
        """The vendors near to a name, nearest first, each with the name of theirs that is nearest; never `but`."""
        own = words_of(name)
        spelled = {word: frozenset(self._spelled(word)) for word in own}
        found = {each for known in spelled.values() for each in self._told_by(known)}
        whole = joined(name)
        if same := self._joined.get(whole):
            found.add(same)
        found.discard(but)
        rated: dict[str, tuple[float, str]] = {}
        for vendor in found:
            for known_name in self._names[vendor]:
                # An id is no name: that it holds one more word or less says nothing.
                least = ENOUGH if known_name == vendor else WITHIN
                same_letters = whole != "" and joined(known_name) == whole
                rate = 1.0 if same_letters else self._rate(spelled, words_of(known_name), least)
                if rate > rated.get(vendor, (0.0, ""))[0]:
                    rated[vendor] = (rate, known_name)
        nearest = sorted(rated, key=lambda vendor: (-rated[vendor][0], vendor))[:NEAR]
        return {vendor: rated[vendor][1] for vendor in nearest}

    def _spelled(self, word: str) -> Iterator[str]:
        """The known words that are this one, or this one misspelt."""
        if word in self._holders:
            yield word
            if not self._rare(word):
                return
        for text in _cut(word):
            if text in self._holders and len(text) >= MISSPELT:
                yield text
            yield from self._cut.get(text, "").split()
        if len(word) >= MISSPELT:
            yield from self._cut.get(word, "").split()

    def _told_by(self, words: Iterable[str]) -> Iterator[str]:
        for word in words:
            if self._rare(word):
                yield from self._holders[word]

    def _rare(self, word: str) -> bool:
        return len(self._holders[word]) < RARE and word not in _weak()

    def _rate(
        self, spelled: dict[str, frozenset[str]], other: frozenset[str], least: float
    ) -> float:
        """How near two names are by their words, up to 1; 0 where too much of both is not in the other."""
        shared = 0.0
        exact, met, lone = False, set[str](), set[str]()
        for word, known in spelled.items():
            alike = {word} & other or (known & other) - met
            if not alike:
                lone.add(word)
                continue
            meant = min(alike)
            met.add(meant)
            shared += self._weight(meant) if meant == word else 0.9 * self._weight(meant)
            exact = exact or (meant == word and self._rare(word))
        more = other - met
        if lone & _weak() and more & _weak():
            return 0.0
        part = shared / ((shared + sum(map(self._weight, lone | more))) or 1)
        within = exact and not (lone and more)
        return part if part >= (least if within else ENOUGH) else 0.0

    def _weight(self, word: str) -> float:
        holders = max(len(self._holders.get(word, ())), 1)
        if word in _weak():
            holders = max(holders, RARE)
        return log(1 + len(self._names) / holders)


def names_known(connection: Connection) -> NearNames:
    """The names of all vendors that are recorded; one without a name is known by its id."""
    found = NearNames()
    tables = live_tables(connection, ("names", "pairs")).tables
    if "names" in tables:
        names = tables["names"].c
        named = select(names.id, names.name).where(names.subject == "vendor", names.until == OPEN)
        for row in connection.execute(named.order_by(names.id, names.at)):
            found.add(row.id, row.name)
    if "pairs" in tables:
        pairs = tables["pairs"].c
        for (vendor,) in connection.execute(select(pairs.vendor).distinct()):
            if vendor and vendor not in found:
                found.add(vendor, vendor)
    return found


def _cut(word: str) -> Iterator[str]:
    """A word with one letter taken out, each but the first in turn; nothing of a short one or one with digits."""
    if len(word) >= MISSPELT and word.isalpha():
        for place, (before, letter) in enumerate(pairwise(word), start=1):
            if letter != before:
                yield word[:place] + word[place + 1 :]


@cache
def _weak() -> frozenset[str]:
    """The words of countries and offices, in which two names agree that are not of one body."""
    places = (name for region, name in Regions.load().names() if "-" not in region)
    return OFFICES.union(*map(words_of, places))
