"""As-of: the three clocks of a question, resolved by the one cascade valid <- known <- recorded <- now."""

from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import Connection

from events import (
    Day,
    Days,
    Instant,
    Refusal,
    day_of,
    day_text,
    end_of,
    instant_of,
    instant_text,
    read_when,
    start_of,
)
from projections import EVER

from .clock import Clock
from .errors import BadParameter, ContradictingParameters
from .log import Log

CLOCKS = ("valid_at", "known_at", "recorded_at")


@dataclass(frozen=True, slots=True)
class Asked:
    """The clocks as they were asked for, in words; None was not given.

    `during` is an interval A/B of days, months or years, in place of `valid_at`.
    `defaulted` names clocks whose values stand here because an earlier answer filled them in.
    """

    valid_at: str | None = None
    known_at: str | None = None
    recorded_at: str | None = None
    position: int | None = None
    defaulted: tuple[str, ...] = ()
    during: str | None = None


@dataclass(frozen=True, slots=True)
class AsOf:
    """A question's three times: a window of days, an instant (None: all that was disclosed), a position.

    `words` are the resolved values as an answer shows them; `defaults` the clocks that were not given.
    """

    valid: Days
    known: Instant | None
    position: int
    words: dict[str, str | int | None]
    defaults: tuple[str, ...]
    recorded_given: str | None = None
    during: str | None = None
    first_day: Day = field(init=False)
    last_day: Day = field(init=False)

    def __post_init__(self) -> None:
        assert self.valid.first is not None
        assert self.valid.last is not None
        object.__setattr__(self, "first_day", self.valid.first)
        object.__setattr__(self, "last_day", self.valid.last)

    @property
    def known_instant(self) -> Instant:
        """The known instant to look up; without a limit, the end of time."""
        return EVER - 1 if self.known is None else self.known

    @property
    def before_first_record(self) -> bool:
        """Whether the log held nothing yet."""
        return self.position == 0

    @property
    def hindsight(self) -> bool:
        """Whether a valid time was asked with all that was disclosed since."""
        return "valid_at" not in self.defaults and "known_at" in self.defaults


def resolve(asked: Asked, connection: Connection, log: Log, clock: Clock, upto: int) -> AsOf:
    """The as-of of a question, in the snapshot of `connection`, no later than position `upto`.

    Raises BadParameter for a time that cannot be read, lies beyond what the log holds, or is naive,
    and ContradictingParameters where position and recorded_at name different moments.
    """
    given = {
        name for name in CLOCKS if getattr(asked, name) is not None and name not in asked.defaulted
    }
    if asked.position is not None and "recorded_at" not in asked.defaulted:
        given.add("recorded_at")
    if asked.during is not None:
        if asked.valid_at is not None:
            raise ContradictingParameters(
                field="during", other="valid_at", why="both say which days are asked"
            )
        given.add("valid_at")
    position, recorded, recorded_words = _recorded(asked, connection, log, clock, upto)
    known, known_words = _known(asked, given, recorded)
    valid_words = asked.during or asked.valid_at or _valid_default(asked, given, recorded, clock)
    return AsOf(
        valid=_valid(valid_words) if asked.during is None else _during(valid_words),
        known=known,
        position=position,
        words={
            "valid_at": valid_words,
            "known_at": known_words,
            "recorded_at": recorded_words,
            "position": position,
        },
        defaults=tuple(name for name in CLOCKS if name not in given),
        recorded_given=asked.recorded_at,
        during=asked.during,
    )


def _recorded(
    asked: Asked, connection: Connection, log: Log, clock: Clock, upto: int
) -> tuple[int, Instant, str]:
    # Position 0 lasted until the instant before the first event, which on an empty log is yet to come.
    before = (log.recorded_at(connection, 1) if upto else clock.now()) - 1
    if asked.position is not None and not 0 <= asked.position <= upto:
        raise BadParameter(
            field="position", expected=f"a position from 0 to {upto}", got=asked.position
        )
    if asked.recorded_at is None:
        position = upto if asked.position is None else asked.position
        moment = log.recorded_at(connection, position) if position else before
        return position, moment, instant_text(moment)
    moment, start = _moment("recorded_at", asked.recorded_at)
    if start > clock.now():
        raise BadParameter(
            field="recorded_at", expected="a time that has come", got=repr(asked.recorded_at)
        )
    # Later commits lie after the instant of the last, so an answer that names no later one stays true.
    moment = min(moment, log.recorded_at(connection, upto) if upto else before)
    position = log.position_at(connection, moment)
    if asked.position not in (None, position):
        raise ContradictingParameters(
            field="position", other="recorded_at", why=f"by then the log had reached {position}"
        )
    return position, moment, instant_text(moment)


def _known(asked: Asked, given: set[str], recorded: Instant) -> tuple[Instant | None, str | None]:
    """The known clock; None is no limit, where neither it nor the recorded clock was given."""
    if asked.known_at is not None:
        return _moment("known_at", asked.known_at)[0], asked.known_at
    if "recorded_at" in given:
        return recorded, instant_text(recorded)
    return None, None


def _valid_default(asked: Asked, given: set[str], recorded: Instant, clock: Clock) -> str:
    if asked.known_at is not None:
        if "T" not in asked.known_at:
            return asked.known_at
        return day_text(day_of(_moment("known_at", asked.known_at)[0]))
    return day_text(day_of(recorded if "recorded_at" in given else clock.now()))


def _valid(words: str) -> Days:
    try:
        when = read_when(words, "valid_at")
    except Refusal:
        when = None
    plain = when is not None and not (when.interval or when.qualified) and words[0] != "["
    if when is None or not plain or when.begins is None:
        raise BadParameter(
            field="valid_at",
            expected="a day, month or year (2018-01-01, 2018-01, 2018) or a time with its zone",
            got=repr(words),
        )
    return when.begins


def _during(words: str) -> Days:
    try:
        when = read_when(words, "during")
    except Refusal:
        when = None
    sides = (when.begins, when.ends) if when is not None and when.interval else (None, None)
    first, last = (None if side is None else side for side in sides)
    plain = when is not None and not when.qualified and "[" not in words
    if not plain or first is None or last is None:
        raise BadParameter(
            field="during",
            expected="an interval of days, months or years such as 2016/2018-06",
            got=repr(words),
        )
    return Days(first.first, last.last)


def _moment(field_name: str, words: str) -> tuple[Instant, Instant]:
    """(the instant meant, the first instant the words cover): a date means its end, in UTC."""
    try:
        if "T" in words and words.isascii():
            exact = instant_of(datetime.fromisoformat(words))
            return exact, exact
        if len(words) == len("2018-01-01") and words.isascii():
            day = date.fromisoformat(words).toordinal()
            return end_of(day), start_of(day)
    except (ValueError, OverflowError):
        pass
    raise BadParameter(
        field=field_name,
        expected="a date (its end is meant, in UTC) or a time with its zone (2019-10-09T14:00:00Z)",
        got=repr(words),
    )
