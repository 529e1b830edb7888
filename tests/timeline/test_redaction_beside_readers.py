"""A redaction beside a reader that does not end says that the words are still there."""

from collections.abc import Iterator

import pytest
from sqlalchemy import event, text

from tests.timeline.redacted import QUOTE, SECRET, among_others, kept_bytes
from tests.timeline.story import Story, act, opened_story
from timeline.database import reading


@pytest.fixture
def story(database_url: str) -> Iterator[Story]:
    with opened_story(database_url) as story:
        yield story


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_reader_that_keeps_redacted_words_from_leaving_is_told_of(
    story: Story, database_url: str, caplog: pytest.LogCaptureFixture
):
    (claim,) = among_others(story, SECRET)
    said = act("payload-redacted", claim)
    impatient = "PRAGMA busy_timeout = 100"
    event.listen(
        story.service.engine, "checkout", lambda driver, *_: driver.execute(impatient).close()
    )
    with reading(story.service.engine) as long:
        long.execute(text("SELECT count(*) FROM log_events"))
        story.when(said)

    assert "record the redaction again" in caplog.text
    caplog.clear()
    story.record(said)
    assert not caplog.text
    assert all(QUOTE.encode() not in content for content in kept_bytes(database_url).values())
