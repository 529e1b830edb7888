"""What following the log costs with few and with many saved questions, of which an event touches as many."""

from collections.abc import Iterator
from statistics import median

from sqlalchemy import Engine, insert

from events import day_text
from timeline import Item, Questions, Service, SystemClock
from timeline.database import writing
from timeline.questions.asked import SavedQuestion
from timeline.questions.tables import question_subjects, questions

from .measuring import Measured, compared, seconds_of

FIRST = 700_000
TOUCHED = 10
"""Saved questions about the vendor that each event is about."""
TURNS = 15
CITED = {"source": "gazette", "derived_from": None}


def follow(engines: list[Engine], sizes: tuple[int, ...] = (10, 100_000)) -> list[Measured]:
    """Seconds to follow one event that touches ten questions, by how many are saved; against the fewest."""
    found = {size: _one_more(engine, size) for engine, size in zip(engines, sizes, strict=True)}
    fewest = min(sizes)
    return [
        compared(
            f"changes of {TOUCHED} answers of {size:,}", seconds, f"of {fewest}", found[fewest]
        )
        for size, seconds in found.items()
        if size != fewest
    ]


def _one_more(engine: Engine, size: int) -> float:
    service = Service(engine, SystemClock())
    service.record([_contract("acme", 0)])
    kept = Questions(service)
    for number in range(TOUCHED):
        kept.save({"vendor": "acme", "valid_at": day_text(FIRST + number)})
    _save_others(engine, size - TOUCHED)
    spent = []
    for number in range(1, TURNS + 1):
        service.record([_contract("acme", number)])
        spent.append(seconds_of(kept.follow))
    told = kept.changes(limit=1)["position"]
    assert told == TURNS + 1
    return median(spent)


def _save_others(engine: Engine, many: int) -> None:
    """Questions about other vendors, written down as saving them would."""
    for start in range(0, many, 5_000):
        saved = list(_others(start, min(start + 5_000, many)))
        with writing(engine) as connection:
            connection.execute(
                insert(questions),
                [
                    {
                        "id": each.id,
                        "asked": each.canonical().decode(),
                        "saved_at": 0,
                        "since": 1,
                        "by_sources": 0,
                        "told": '{"status": "none_recorded", "totals": [], "pinned": null}',
                    }
                    for each in saved
                ],
            )
            connection.execute(
                insert(question_subjects),
                [{"vendor": each.vendor, "region": "BR", "question": each.id} for each in saved],
            )


def _others(first: int, last: int) -> Iterator[SavedQuestion]:
    for number in range(first, last):
        day = day_text(FIRST + number % 500)
        yield SavedQuestion(vendor=f"vendor-{number // 10}", region="BR", valid_at=day)


def _contract(vendor: str, number: int) -> Item:
    said = {
        "kind": "contract-agreed",
        "occurrence": f"{vendor}-{number}",
        "vendor": vendor,
        "region": "BR",
        "valid": day_text(FIRST - 400),
        "disclosed": day_text(FIRST - 300),
        "citation": CITED,
    }
    return Item(said)
