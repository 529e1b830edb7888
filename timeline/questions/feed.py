"""How far the changes of saved questions were followed: one row, which whoever records changes holds."""

from dataclasses import dataclass

from sqlalchemy import Connection, select, update

from .tables import question_feed

_FEED = select(question_feed.c.position, question_feed.c.number, question_feed.c.edition).where(
    question_feed.c.one == 1
)


@dataclass(frozen=True, slots=True)
class Feed:
    """The position that was followed to, the number of the last change, and the edition of the questions."""

    position: int
    number: int
    edition: int


def read_feed(connection: Connection) -> Feed:
    """The feed as the transaction sees it."""
    return Feed(*connection.execute(_FEED).one())


def lock_feed(connection: Connection) -> Feed:
    """The feed, which no other transaction moves before this one ends."""
    return Feed(*connection.execute(_FEED.with_for_update()).one())


def move_feed(connection: Connection, feed: Feed) -> None:
    """Set the feed, in the transaction that locked it."""
    connection.execute(
        update(question_feed)
        .where(question_feed.c.one == 1)
        .values(position=feed.position, number=feed.number, edition=feed.edition)
    )
