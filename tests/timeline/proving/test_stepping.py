"""The map of subjects is brought up to a checkpoint in steps, any of which may be the last."""

import pytest
from sqlalchemy import Connection

from projections import bucket_hash, map_root
from timeline import Service
from timeline.auditing.audit import audit
from timeline.database import reading
from timeline.proving import checkpoints, subject_heads
from timeline.proving.checkpoints import latest

from .growing import append, held, issued


def stopping(monkeypatch: pytest.MonkeyPatch, step: int, after: int) -> None:
    """Let the map of subjects be brought up in steps, and fail after some."""
    advance, left = subject_heads.advance, [after]

    def advanced(connection: Connection, first: int, upto: int) -> set[int]:
        assert upto - first <= step
        if not left[0]:
            raise RuntimeError("stopped")
        left[0] -= 1
        return advance(connection, first, upto)

    monkeypatch.setattr(checkpoints, "STEP", step)
    monkeypatch.setattr(subject_heads, "advance", advanced)


@pytest.mark.parametrize("signed", [0, 20], ids=["the first", "a later one"])
def test_a_checkpoint_that_was_stopped_between_two_steps_is_made_by_the_next(
    service: Service, monkeypatch: pytest.MonkeyPatch, signed: int
):
    append(service, 0, 20)
    if signed:
        issued(service)
    append(service, 20, 60)
    stopping(monkeypatch, 7, 4)
    with pytest.raises(RuntimeError, match="stopped"):
        issued(service)

    with reading(service.engine) as connection:
        found = latest(connection)
        assert (0 if found is None else found.size) == signed
        assert checkpoints.mapped(connection) == signed + 28
    assert not audit(service).findings.found
    append(service, 80, 3)
    monkeypatch.undo()
    assert issued(service).size == 83
    stepped = held(service.engine)
    with reading(service.engine) as connection:
        assert checkpoints.mapped(connection) == 83
        for number, told in subject_heads.buckets(connection).items():
            assert bucket_hash(subject_heads.bucket(connection, number)) == told
        last = latest(connection)
        assert last is not None
        assert map_root(subject_heads.buckets(connection)) == last.checkpoint.subjects
    assert not audit(service).findings.found
    assert len(stepped[1]) == len({each[:2] for each in stepped[1]})
