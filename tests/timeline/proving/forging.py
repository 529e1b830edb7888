"""Bundles made by somebody who would have another answer believed and has no key of the log."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from events import canonical_json, instant_of, read_json
from tests.timeline.story import FIRST_DAY, Said, Story
from timeline import Asked, FixedClock, Service, Settings, build_bundle, migrate, resolve_question
from timeline.database import open_engine
from timeline.proving.notes import Checkpoint, Note
from timeline.proving.refolding import answer_again
from timeline.proving.shapes import Bundle
from timeline.proving.statements import citations_of, statement_of
from timeline.proving.verifying import entry_of

Parts = dict[str, Any]


@contextmanager
def told_story(database_url: str, folder: Path) -> Iterator[Story]:
    """A story over an empty log whose keys lie in a folder."""
    migrate(database_url)
    clock = FixedClock(instant_of(FIRST_DAY))
    settings = Settings(database=database_url, key=str(folder / "timeline.key"))
    service = Service(open_engine(database_url), clock, settings)
    try:
        yield Story(service, clock)
    finally:
        service.close()


def bundle_of(story: Story, position: int | None = None) -> Parts:
    """The honest bundle of what acme had in 2018."""
    with story.service.snapshot() as snapshot:
        asked = Asked("2018-01-01", None, None, position)
        question = resolve_question(snapshot, asked, vendor="acme")
        parts: Parts = json.loads(build_bundle(story.service, question).canonical())
    return parts


def written(parts: Parts) -> bytes:
    """The one way to write a bundle."""
    return canonical_json(parts) + b"\n"


def follows(parts: Parts) -> bytes:
    """A bundle whose answer, statement and citations are made to follow from the events it shows."""
    asked = parts["question"]
    bundle = Bundle.read(parts)
    answer: Said = answer_again(asked, bundle.events)
    told = citations_of((entry_of(each) for each in bundle.events), int(asked["position"]))
    checkpoint = Checkpoint.read(Note.read(bundle.checkpoint).text)
    derived = {
        "answer": answer,
        "citations": read_json(json.dumps(told), "citations"),
        "statement": statement_of(answer, asked, checkpoint).model_dump(),
    }
    return written({**parts, **derived})
