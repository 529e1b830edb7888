"""Following: the log is read append by append, and the answers that an append changed are recorded once."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from sqlalchemy import Connection, delete, insert, select, update

from events import Entry, Instant, day_of
from projections import Counts

from ..answers.snapshot import Snapshot
from ..reached import write_to
from ..service import Service
from .asked import SavedQuestion
from .change import Change, change_of, last_instant
from .feed import Feed, lock_feed, move_feed, read_feed
from .tables import question_changes, question_counts, question_subjects, questions
from .told import Told, pinned_at, tell
from .touching import Pair, Touched, appends, read_questions, touch

BATCH = 2_000
"""From how many events on a step is written down."""
ASKED = 200
"""From how many questions asked again on it is, since what is not written down may have been in vain."""


@dataclass(slots=True)
class Step:
    """What some appends came to; written in one transaction with the position they reach."""

    position: int
    asked: int = 0
    changes: list[Change] = field(default_factory=list)
    told: dict[str, Told] = field(default_factory=dict)
    subjects: dict[str, frozenset[Pair]] = field(default_factory=dict)


class Follower:
    """Records the changes of saved questions; any number of processes may do so at once.

    A step is computed from one snapshot and written if nobody has moved the feed since, so that each change
    is recorded once, whoever is killed when.
    """

    def __init__(self, service: Service, batch: int = BATCH) -> None:
        self._service = service
        self._batch = batch

    def catch_up(self) -> int:
        """Follow the log up to its head; the number of changes that were recorded."""
        recorded = 0
        while True:
            with self._service.snapshot() as snapshot:
                feed = read_feed(snapshot.connection)
                if feed.position >= snapshot.live.position:
                    return recorded
                step = self._step(snapshot, feed)
            if step.position > feed.position and self._write(feed, step):
                recorded += len(step.changes)

    def _step(self, snapshot: Snapshot, feed: Feed) -> Step:
        if snapshot.connection.execute(select(questions.c.id).limit(1)).first() is None:
            return Step(snapshot.live.position)
        step = Step(feed.position)
        for touched in self._appends(snapshot, step):
            self._compare(snapshot, touched, step)
            step.position = touched.last
            step.asked += len(touched.causes)
            if touched.last - feed.position >= self._batch or step.asked >= ASKED:
                break
        return step

    def _appends(self, snapshot: Snapshot, step: Step) -> Iterator[Touched]:
        """What each append touched, as far as the projections have read all of it."""
        touched = Touched(subjects=step.subjects, first=step.position + 1)
        for entries, ended in appends(snapshot.log, snapshot.connection, step.position):
            if entries[-1].position > snapshot.live.position:
                return
            touch(snapshot, entries, touched)
            if ended:
                touched.last = entries[-1].position
                yield touched
                touched = Touched(subjects=step.subjects, first=touched.last + 1)

    def _compare(self, snapshot: Snapshot, touched: Touched, step: Step) -> None:
        """The changes of the questions that one append touched."""
        for name, saved in sorted(read_questions(snapshot.connection, touched.causes).items()):
            causes = touched.causes[name]
            change = self._change(snapshot, saved, touched, causes, step)
            if change is not None:
                step.changes.append(change)

    def _change(
        self,
        snapshot: Snapshot,
        saved: SavedQuestion,
        touched: Touched,
        causes: Sequence[Entry],
        step: Step,
    ) -> Change | None:
        today = day_of(causes[-1].recorded_at)
        after = tell(saved, snapshot, touched.last, today)
        if touched.redacting:
            # A redacted claim counts at no position, so what was told before stands in the tables alone.
            before = step.told.get(saved.id) or stored(snapshot.connection, saved.id)
            before = replace(before, pinned=None)
        elif not saved.moving and saved.id in step.told:
            # Nothing between the two appends touched it.
            pinned = pinned_at(saved, snapshot, touched.first - 1, today)
            before = replace(step.told[saved.id], pinned=pinned)
        else:
            before = tell(saved, snapshot, touched.first - 1, today)
        step.told[saved.id] = after
        if before.same_as(after):
            return None
        over = _over(saved, snapshot, touched.last, causes[-1].recorded_at)
        return change_of(saved, before, after, causes, touched.last, over)

    def _write(self, feed: Feed, step: Step) -> bool:
        """Write a step down unless the feed was moved, or a question saved, since; whether it was."""
        with write_to(self._service.engine) as connection:
            if lock_feed(connection) != feed:
                return False
            for name, pairs in step.subjects.items():
                write_subjects(connection, name, pairs)
            changed = {change.question for change in step.changes}
            for name in sorted(changed):
                write_told(connection, name, step.told[name])
            rows = [
                {
                    "number": number,
                    "question": change.question,
                    "position": change.position,
                    "body": json.dumps({"number": number, **change.body}, ensure_ascii=False),
                }
                for number, change in enumerate(step.changes, feed.number + 1)
            ]
            if rows:
                connection.execute(insert(question_changes), rows)
            number = feed.number + len(rows)
            move_feed(connection, replace(feed, position=step.position, number=number))
        return True


def _over(saved: SavedQuestion, snapshot: Snapshot, position: int, recorded: Instant) -> Instant:
    if saved.moving:
        return recorded
    as_of = saved.at(snapshot, position, day_of(recorded)).as_of
    return last_instant(as_of.known, as_of.last_day)


def stored(connection: Connection, name: str) -> Told:
    """What was told of a question last."""
    told = connection.execute(select(questions.c.told).where(questions.c.id == name)).scalar_one()
    table = question_counts
    rows = connection.execute(select(table).where(table.c.question == name))
    counts = {
        (row.occurrence, row.vendor, row.type, row.unit): (
            Counts(row.certain, row.presumed, row.possible),
            bool(row.contested),
        )
        for row in rows
    }
    said: Mapping[str, object] = json.loads(told)
    return Told(str(said["status"]), tuple(said["totals"]), counts, said["pinned"])  # type: ignore[arg-type] # as stored() wrote them


def write_told(connection: Connection, name: str, told: Told) -> None:
    """Keep what was told of a question in place of what was before."""
    table = question_counts
    connection.execute(update(questions).where(questions.c.id == name).values(told=told.stored()))
    connection.execute(delete(table).where(table.c.question == name))
    rows = [
        {
            "question": name,
            **dict(zip(("occurrence", "vendor", "type", "unit"), key, strict=True)),
            "certain": counts.certain,
            "presumed": counts.presumed,
            "possible": counts.possible,
            "contested": int(contested),
        }
        for key, (counts, contested) in told.counts.items()
    ]
    if rows:
        connection.execute(insert(table), rows)


def write_subjects(connection: Connection, name: str, pairs: frozenset[Pair]) -> None:
    """Let a question be found under some pairs, and no others."""
    table = question_subjects
    connection.execute(delete(table).where(table.c.question == name))
    rows = [{"vendor": v, "region": r, "question": name} for v, r in sorted(pairs)]
    connection.execute(insert(table), rows)
