"""Words that are to be redacted, told between many others, and the bytes in which they may be left."""

from pathlib import Path

from sqlalchemy import make_url

from tests.timeline.story import EXCHANGE, Said, Story, awarded

QUOTE = "zanzibar quayside utterance"
SECRET = awarded(citation={**EXCHANGE, "quote": QUOTE})


def kept_bytes(database_url: str) -> dict[str, bytes]:
    """The files of a SQLite database."""
    path = Path(str(make_url(database_url).database))
    return {file.name: file.read_bytes() for file in path.parent.iterdir()}


def among_others(story: Story, *said: Said) -> list[str]:
    """Things told between many others, as in a log that was long in use."""
    before = [awarded(occurrence=f"before-{n}", note="n" * (n * 37 % 900 + 1)) for n in range(40)]
    story.record(*before)
    ids = story.given(*said)
    story.record(*(awarded(occurrence=f"after-{n}", note="n" * 400) for n in range(40)))
    return ids
