"""Bundles of questions asked as at a door, and bundles taken apart and put together again."""

import json
from collections.abc import Callable, Iterator
from typing import Any

from timeline import Asked, Service, answer_exposure, resolve_question, to_json
from timeline.proving.building import build
from timeline.proving.verifying import Verified, verify

Shape = dict[str, Any]
Change = Callable[[Shape], object]


def bundled(
    service: Service,
    vendor: str | None = "dahua",
    region: str | None = None,
    *,
    valid_at: str | None = None,
    known_at: str | None = None,
    recorded_at: str | None = None,
    position: int | None = None,
    during: str | None = None,
    **view: Any,
) -> bytes:
    """The bundle of an exposure question, as it would stand in a file; it has the answer that a door gives."""
    asked = Asked(valid_at, known_at, recorded_at, position, during=during)
    with service.snapshot() as snapshot:
        question = resolve_question(snapshot, asked, vendor=vendor, region=region, **view)
        answer = json.loads(to_json(answer_exposure(question)))
        built = build(service, question)
    assert built.answer == answer
    return built.canonical()


def verified(content: bytes) -> Verified:
    """What a bundle proves; what was read is what was given."""
    found = verify(content)
    assert found.bundle.canonical() == content
    return found


def shape_of(content: bytes) -> Shape:
    """A bundle as JSON."""
    found: Shape = json.loads(content)
    return found


def written(shape: Shape) -> bytes:
    """JSON in the canonical form of a bundle, told apart from the code under test."""
    text = json.dumps(shape, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return f"{text}\n".encode()


def changed(content: bytes, change: Change) -> bytes:
    """A bundle changed by somebody who writes it down again as it should be."""
    shape = shape_of(content)
    change(shape)
    return written(shape)


def leaves_of(value: object, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """The path to each value in JSON that holds no other."""
    if isinstance(value, dict):
        for name, each in value.items():
            yield from leaves_of(each, (*path, name))
    elif isinstance(value, list):
        for at, each in enumerate(value):
            yield from leaves_of(each, (*path, at))
    else:
        yield path
