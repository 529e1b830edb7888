"""Comparing what answers for a projection with what stands beside it: over a fixed set of questions, and row by row."""

import json
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import Connection

from ..answers import (
    answer_exposure,
    answer_history,
    answer_region,
    answer_vendor,
    list_sources,
    resolve_question,
    to_json,
)
from ..answers.snapshot import Snapshot
from ..database import reading
from ..errors import NothingBeside, TimelineError
from ..places import regions_at
from ..projecting import (
    Beside,
    Live,
    Progress,
    all_beside,
    live_slots,
    live_tables,
    projection_named,
    read_to,
    table_of,
)
from ..service import Service
from .differing import Difference, differing
from .questions import SAMPLE, Fixed, fixed_questions
from .rows import DifferingRows, differing_rows

SHOWN = 10
"""How many questions whose answers differ are told."""

ANSWERS: dict[str, Callable[..., dict[str, object]]] = {
    "exposure": answer_exposure,
    "history": answer_history,
    "region": answer_region,
    "vendor": answer_vendor,
}


@dataclass(frozen=True, slots=True)
class Compared:
    """What a comparison came to: `version` and `slot` answer, `beside` would; `questions` that were asked of both.

    `differences` are some of the `differing` questions.
    """

    name: str
    slot: str
    version: int
    beside: Beside
    position: int
    questions: int
    differing: int
    differences: tuple[Difference, ...]
    rows: DifferingRows

    @property
    def same(self) -> bool:
        """Whether every answer is the same and, where the version is, every row."""
        rows_count = self.version == self.beside.version
        return not self.differing and not (rows_count and self.rows.differ)


def compare(
    service: Service, name: str, progress: Progress | None = None, *, many: int = SAMPLE
) -> Compared:
    """Compare both at one position, in one snapshot, when both have been read up as far as this code can.

    Questions are drawn from `many` events of the log.
    NothingBeside where nothing stands beside the projection.
    """
    projection = projection_named(name)
    service.projector.building.read_on(name)
    with reading(service.engine) as connection:
        standing = all_beside(connection).get(name)
        if standing is None:
            raise NothingBeside(name=name)
        slot, version = live_slots(connection)[name]
        live = live_tables(connection)
        position = min(live.position, read_to(connection, name, standing.slot))
        before = Live(live.tables, position)
        table = table_of(name, standing.slot)
        after = Live({**live.tables, name: table}, position)
        rows = differing_rows(connection, projection, live.tables[name], table, position)
        one, other = _snapshot(service, connection, before), _snapshot(service, connection, after)
        questions = fixed_questions(one, many)
        found = _differences(one, other, questions, progress)
    return Compared(
        name=name,
        slot=slot,
        version=version,
        beside=standing,
        position=position,
        questions=len(questions),
        differing=len(found),
        differences=tuple(found[:SHOWN]),
        rows=rows,
    )


def _differences(
    one: Snapshot, other: Snapshot, questions: list[Fixed], progress: Progress | None
) -> list[Difference]:
    found = []
    for number, fixed in enumerate(questions, 1):
        said, says = _answer(one, fixed), _answer(other, fixed)
        if to_json(said) != to_json(says):
            found.append(differing(fixed.words, _plain(said), _plain(says)))
        if progress is not None:
            progress(number, len(questions))
    return found


def _snapshot(service: Service, connection: Connection, live: Live) -> Snapshot:
    return Snapshot(connection, service.log, service.clock, live, regions_at(connection, live))


def _answer(snapshot: Snapshot, fixed: Fixed) -> dict[str, object]:
    """The answer, or the words with which the question was refused."""
    if fixed.answer == "sources":
        return list_sources(snapshot)
    try:
        question = resolve_question(
            snapshot, fixed.asked, vendor=fixed.vendor, region=fixed.region, type_=fixed.type
        )
    except TimelineError as error:
        return {"refused": str(error)}
    return ANSWERS[fixed.answer](question)


def _plain(answer: dict[str, object]) -> object:
    return json.loads(to_json(answer))
