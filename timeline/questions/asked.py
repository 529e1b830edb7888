"""A saved question: who, where and as of when, with the clocks that were not given left to move."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass

from events import Day, canonical_json, day_text, shown, sort_of

from ..answers import STRICT, Question, resolve_question
from ..answers.snapshot import Snapshot
from ..answers.subjects import find_region, find_vendor
from ..asof import CLOCKS, Asked
from ..errors import BadParameter, UnknownParameter

FIELDS = ("vendor", "region", "valid_at", "known_at", "policy", "type", "with_subsidiaries")
RECORDED = ("recorded_at", "position")
LONGEST = 512


@dataclass(frozen=True, slots=True)
class SavedQuestion:
    """What is asked again whenever an event may have changed the answer.

    Without `valid_at` and `known_at` it moves: it is about the day on which an event was recorded.
    """

    vendor: str | None = None
    region: str | None = None
    valid_at: str | None = None
    known_at: str | None = None
    policy: str = STRICT
    type: str | None = None
    with_subsidiaries: bool = False

    @property
    def id(self) -> str:
        """Its name, which follows from what is asked."""
        return "q-" + hashlib.sha256(self.canonical()).hexdigest()[:32]

    @property
    def moving(self) -> bool:
        """Whether it is about the present."""
        return self.valid_at is None and self.known_at is None

    def shape(self) -> dict[str, object]:
        """What was asked, as JSON values, without what was left out."""
        default = SavedQuestion()
        return {
            name: value for name, value in asdict(self).items() if value != getattr(default, name)
        }

    def canonical(self) -> bytes:
        """The bytes that are stored and named: a storage format."""
        return canonical_json(self.shape())

    @classmethod
    def stored(cls, text: str) -> "SavedQuestion":
        """The question of its stored form."""
        return cls(**json.loads(text))

    def at(self, snapshot: Snapshot, position: int, today: Day) -> Question:
        """The question as of a position; one that moves is asked of `today`."""
        given = {"valid_at": self.valid_at, "known_at": self.known_at}
        asked = Asked(
            valid_at=day_text(today) if self.moving else self.valid_at,
            known_at=self.known_at,
            position=position,
            defaulted=tuple(clock for clock in CLOCKS if given.get(clock) is None),
        )
        return resolve_question(
            snapshot,
            asked,
            vendor=self.vendor,
            region=self.region,
            policy=self.policy,
            type_=self.type,
            with_subsidiaries=self.with_subsidiaries,
        )


def read_saved(said: object, snapshot: Snapshot, today: Day) -> SavedQuestion:
    """A question from JSON, its vendor and region by their ids; raises where it could not be asked now."""
    if not isinstance(said, Mapping):
        raise BadParameter(field="question", expected="an object", got=sort_of(said))
    for name in said:
        if name in RECORDED:
            expected = "left out, for an answer as of a position never changes"
            raise BadParameter(field=name, expected=expected, got=shown(said[name])[:80])
        if name not in FIELDS:
            raise UnknownParameter(field=ascii(name)[1:-1], known=", ".join(FIELDS))
    words = {
        name: read_words(name, said[name]) for name in FIELDS[:-1] if said.get(name) is not None
    }
    subsidiaries = said.get("with_subsidiaries", False)
    if not isinstance(subsidiaries, bool):
        expected = "true or false"
        raise BadParameter(
            field="with_subsidiaries", expected=expected, got=shown(subsidiaries)[:80]
        )
    if "vendor" not in words and "region" not in words:
        raise BadParameter(field="question", expected="a vendor, a region or both", got="neither")
    position = snapshot.live.position
    if "vendor" in words:
        words["vendor"] = find_vendor(snapshot, words["vendor"], position)
    if "region" in words:
        words["region"] = find_region(snapshot, words["region"], position)
    saved = SavedQuestion(**words, with_subsidiaries=subsidiaries)
    saved.at(snapshot, position, today)
    return saved


def read_words(name: str, value: object) -> str:
    """A text that can be a name or a time; BadParameter for anything else."""
    if not isinstance(value, str) or not value.strip():
        raise BadParameter(field=name, expected="a text that is not empty", got=shown(value)[:80])
    if len(value) > LONGEST or not value.isprintable():
        expected = f"at most {LONGEST} characters that can be printed"
        raise BadParameter(field=name, expected=expected, got=shown(value[:40]))
    return value
