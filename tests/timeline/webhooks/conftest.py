"""A story over each kind of database, and a receiver that takes everything in."""

from collections.abc import Iterator

import pytest

from tests.timeline.story import Story, opened_story

from .receiver import Receiver, receiving


@pytest.fixture
def story(database_url: str) -> Iterator[Story]:
    with opened_story(database_url) as story:
        yield story


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as receiver:
        yield receiver
