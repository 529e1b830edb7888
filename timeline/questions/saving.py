"""Saving questions, removing them, and reading what changed of them."""

import json
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import delete, insert, select

from events import day_of, instant_text

from ..answers import STRICT
from ..errors import UnknownQuestion
from ..reached import read_from, write_to
from ..service import Service
from .asked import SavedQuestion, read_saved
from .feed import lock_feed, move_feed, read_feed
from .following import Follower, write_subjects, write_told
from .tables import question_changes, question_counts, question_subjects, questions
from .told import tell
from .touching import subjects_of

Shape = dict[str, Any]
PAGE = 100
LARGEST_PAGE = 1_000


@dataclass(frozen=True, slots=True)
class Saved:
    """A saving: the question as it stands, and whether it was new."""

    question: Shape
    new: bool


class Questions:
    """The saved questions of one database."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._follower = Follower(service)

    def save(self, said: object) -> Saved:
        """Save a question; one that was saved before stays as it is.

        Changes are told of what is recorded after the position it was saved at. Raises as a question does
        that cannot be asked, and UnknownParameter or BadParameter for a field.
        """
        today = day_of(self._service.clock.now())
        while True:
            self._follower.catch_up()
            with self._service.snapshot() as snapshot:
                feed = read_feed(snapshot.connection)
                saved = read_saved(said, snapshot, today)
                told = tell(saved, snapshot, feed.position, today)
                pairs = subjects_of(snapshot, saved, today)
            with write_to(self._service.engine) as connection:
                locked = lock_feed(connection)
                known = select(questions.c.id).where(questions.c.id == saved.id)
                if connection.execute(known).first() is not None:
                    break
                if locked.position != feed.position:
                    continue
                connection.execute(
                    insert(questions).values(
                        id=saved.id,
                        asked=saved.canonical().decode(),
                        saved_at=self._service.clock.now(),
                        since=feed.position,
                        by_sources=int(saved.policy != STRICT),
                        told=told.stored(),
                    )
                )
                write_subjects(connection, saved.id, pairs)
                write_told(connection, saved.id, told)
                move_feed(connection, replace(locked, edition=locked.edition + 1))
            return Saved(self.get(saved.id), new=True)
        return Saved(self.get(saved.id), new=False)

    def get(self, name: str) -> Shape:
        """One saved question, with what was told of it last."""
        with read_from(self._service.engine) as connection:
            row = connection.execute(select(questions).where(questions.c.id == name)).first()
        if row is None:
            raise UnknownQuestion(name=name)
        return _shape(row)

    def every(self, after: str = "", limit: int = PAGE) -> list[Shape]:
        """The saved questions by their ids, from after one on."""
        wanted = select(questions).where(questions.c.id > after).order_by(questions.c.id)
        with read_from(self._service.engine) as connection:
            return [_shape(row) for row in connection.execute(wanted.limit(limit))]

    def remove(self, name: str) -> None:
        """Tell no more of a question; the changes that were told stay in the feed."""
        with write_to(self._service.engine) as connection:
            feed = lock_feed(connection)
            if connection.execute(delete(questions).where(questions.c.id == name)).rowcount == 0:
                raise UnknownQuestion(name=name)
            for table in (question_subjects, question_counts):
                connection.execute(delete(table).where(table.c.question == name))
            move_feed(connection, replace(feed, edition=feed.edition + 1))

    def follow(self) -> int:
        """Record what has changed up to the log's head; the number of changes."""
        return self._follower.catch_up()

    def changes(self, after: int = 0, limit: int = PAGE, question: str | None = None) -> Shape:
        """The changes after a number, in order: of one question that is or was saved, or of all."""
        self.follow()
        table = question_changes
        wanted = select(table.c.body).where(table.c.number > after)
        if question is not None:
            wanted = wanted.where(table.c.question == question)
        with read_from(self._service.engine) as connection:
            feed = read_feed(connection)
            bodies = connection.execute(wanted.order_by(table.c.number).limit(limit + 1)).scalars()
            found = [json.loads(body) for body in bodies]
        if question is not None and not found:
            self.get(question)
        more = len(found) > limit
        found = found[:limit]
        last = found[-1]["number"] if found else after
        return {"changes": found, "after": last, "more": more, "position": feed.position}


def _shape(row: Any) -> Shape:
    saved = SavedQuestion.stored(row.asked)
    return {
        "id": row.id,
        "asked": saved.shape(),
        "moving": saved.moving,
        "saved_at": instant_text(row.saved_at),
        "since": row.since,
        "told": json.loads(row.told),
    }
