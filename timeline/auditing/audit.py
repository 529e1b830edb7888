"""The audit: the whole log, its tree, its checkpoints, its guards, and a sample of its projections."""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from sqlalchemy import Connection, select

from ..database import reading
from ..errors import BadParameter
from ..log import log_head
from ..projecting import live_tables
from ..proving import checkpoints
from ..proving.notes import BadNote, Checkpoint, Note, Verifier
from ..service import Service
from .findings import Findings
from .guarding import check_guards
from .mapping import check_map
from .sampling import check_rows, sample_streams
from .walking import Progress, Walk, walk
from .whole import check_whole


@dataclass(frozen=True, slots=True)
class Audited:
    """What an audit read, and what it found wrong."""

    events: int
    checkpoints: int
    folds: int
    findings: Findings


def audit(
    service: Service,
    *,
    since: str | None = None,
    trusted: Sequence[Verifier] = (),
    sample: int = 100,
    seed: int = 0,
    progress: Progress = lambda _done, _total: None,
) -> Audited:
    """Check the database of a service in one snapshot.

    `since` is a checkpoint kept elsewhere: the log must still start with what it signed. Its signature is
    checked with `trusted` keys, or else with the service's own. BadParameter where it is none of this log.
    """
    findings = Findings()
    if not _has_head(service):
        findings.add(None, "the log's head is missing, or holds something else")
        return Audited(0, 0, 0, findings)
    service.catch_up()
    kept = [] if since is None else [("the checkpoint given", read_kept(service, since, trusted))]
    with reading(service.engine) as connection:
        signed = [*kept, *_issued(connection, service, trusted, findings)]
        last = checkpoints.latest(connection)
        size = 0 if last is None else last.size
        walked = Walk(findings, _by_size(signed), checkpoints.mapped(connection), size)
        walk(connection, service.log, walked, progress)
        check_map(connection, walked, findings)
        check_guards(connection, findings)
        folds = 0
        if findings.first_position is None:
            live = live_tables(connection)
            random = Random(seed)  # noqa: S311 - a sample, not a secret
            streams = sample_streams(connection, random, sample, live.position)
            folds = check_rows(connection, service.log, live, streams, findings)
            check_whole(connection, service.log, live, findings)
    return Audited(walked.tree.size, len(signed), folds, findings)


def _has_head(service: Service) -> bool:
    with reading(service.engine) as connection:
        heads = connection.execute(select(log_head.c.position, log_head.c.recorded_at)).all()
    return len(heads) == 1 and all(isinstance(value, int) for value in heads[0])


def read_kept(service: Service, note: str, trusted: Sequence[Verifier]) -> Checkpoint:
    """A checkpoint that somebody kept; BadParameter where it is none, or is signed by no key trusted."""
    verifiers = trusted or service.keys.verifiers
    expected = "a checkpoint of this log, as `timeline checkpoint` printed it"
    try:
        read = Note.read(note)
        signed = read.signed_by(verifiers)
        checkpoint = Checkpoint.read(read.text)
    except BadNote as error:
        raise BadParameter(field="since", expected=expected, got=error.got) from None
    if not signed:
        got = "one that no key that is trusted has signed"
        raise BadParameter(field="since", expected=expected, got=got)
    return checkpoint


def _issued(
    connection: Connection, service: Service, trusted: Sequence[Verifier], findings: Findings
) -> list[tuple[str, Checkpoint]]:
    """The checkpoints in the database, each with a name; one that cannot be read or was not signed is found."""
    found = []
    every = checkpoints.every(connection)
    verifiers = (trusted or service.keys.verifiers) if every else ()
    for issued in every:
        name = f"the checkpoint of size {issued.size}"
        try:
            note = Note.read(issued.note)
            checkpoint = Checkpoint.read(note.text)
            if not note.signed_by(verifiers):
                findings.add(None, f"{name} is signed by no key of this log")
            if checkpoint.size != issued.size:
                findings.add(None, f"{name} says that it has size {checkpoint.size}")
            found.append((name, checkpoint))
        except BadNote as error:
            findings.add(None, f"{name} is broken: {error}")
    return found


def _by_size(
    signed: Sequence[tuple[str, Checkpoint]],
) -> dict[int, list[tuple[str, Checkpoint]]]:
    found: dict[int, list[tuple[str, Checkpoint]]] = {}
    for name, checkpoint in signed:
        found.setdefault(checkpoint.size, []).append((name, checkpoint))
    return found
