"""The question in process, beside the bare indexed SELECT of the rows it stands on."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import cycle, islice

from sqlalchemy import Engine

from timeline import Asked, Service, SystemClock, answer_exposure, resolve_question, to_json
from timeline.answers.rows import exposure_rows

from .measuring import ROUNDS, Measured, Turn, compared, medians
from .rows import moment, plain_look
from .stream import VALID_AT, pairs

TURNS = 20
RESOLVED = 200
ASKED = Asked(valid_at=VALID_AT)

Questions = Iterator[tuple[str, str]]


def ask(engine: Engine, plain: Engine, occurrences: int, expected: int) -> list[Measured]:
    """Measure one question of about one occurrence, or of five."""
    looks = pairs(occurrences, expected, 1)
    with (
        looking_up(engine, occurrences, expected) as look_up,
        plain_look(plain, moment(engine)) as look,
        answering(engine, occurrences, expected) as answer,
    ):

        def select() -> None:
            assert len(look(*next(looks))) == expected

        question = questioning(engine, occurrences, expected)
        turns = {
            "select": (select, TURNS * 20),
            "question": (question, TURNS),
            "answer": (answer, TURNS),
            "look-up": (look_up, TURNS),
        }
        found = medians(turns, ROUNDS)
    baseline = ("indexed SELECT", found["select"])
    return [
        compared(f"question of {expected}", found["question"], *baseline, at_most=3),
        compared(f"answer of {expected}, snapshot open", found["answer"], *baseline),
        compared(f"look-up of {expected} for it", found["look-up"], *baseline),
    ]


def grow(engines: dict[int, Engine], expected: int) -> list[Measured]:
    """The question at each size beside the least, in turn, for answers of equal size."""
    turns: dict[str, tuple[Turn, int]] = {
        str(size): (questioning(engine, size, expected), TURNS) for size, engine in engines.items()
    }
    found = medians(turns, ROUNDS)
    least, most = min(engines), max(engines)
    what = f"question of {expected} at {most:,}"
    baseline = (f"at {least:,}", found[str(least)])
    return [compared(what, found[str(most)], *baseline, at_most=1.5)]


def questioning(engine: Engine, occurrences: int, expected: int) -> Callable[[], None]:
    """Asks one question after another, each from its snapshot to its JSON."""
    service = Service(engine, SystemClock())
    questions = pairs(occurrences, expected, 1)

    def question() -> None:
        vendor, region = next(questions)
        with service.snapshot() as snapshot:
            found = resolve_question(snapshot, ASKED, vendor=vendor, region=region)
            answer = answer_exposure(found)
        to_json(answer)
        assert len(answer["occurrences"]) == expected  # type: ignore[arg-type]

    return question


@contextmanager
def answering(engine: Engine, occurrences: int, expected: int) -> Iterator[Callable[[], None]]:
    """Answers one question after another from one snapshot."""
    questions = pairs(occurrences, expected, 1)
    with Service(engine, SystemClock()).snapshot() as snapshot:

        def answer() -> None:
            vendor, region = next(questions)
            answer_exposure(resolve_question(snapshot, ASKED, vendor=vendor, region=region))

        yield answer


@contextmanager
def looking_up(engine: Engine, occurrences: int, expected: int) -> Iterator[Callable[[], None]]:
    """Looks up the rows of one question after another, resolved beforehand, from one snapshot."""
    pair = pairs(occurrences, expected, 1)
    with Service(engine, SystemClock()).snapshot() as snapshot:
        questions = cycle(
            [
                resolve_question(snapshot, ASKED, vendor=vendor, region=region)
                for vendor, region in islice(pair, RESOLVED)
            ]
        )

        def look_up() -> None:
            assert len(exposure_rows(next(questions))) == expected

        yield look_up
