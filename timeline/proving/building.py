"""Building a bundle: an answer with every event it rests on and the proof that there are no others."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, select

from events import Entry, read_json
from projections import bucket_of, inclusion_proof, subject_key

from ..answers import answer_exposure, to_json
from ..answers.body import PROJECTION
from ..answers.question import Question
from ..answers.snapshot import Snapshot
from ..errors import BadKeyFile, BadParameter, NothingToProve
from ..log import Log, Sealed, sealed_at
from ..service import Service
from . import subject_heads
from .asking import ask, parameters_of
from .checkpoints import Issued, issue, latest, mapped
from .closure import looked_at, not_shown, placing, subjects_needed
from .notes import Note, Verifier, base64
from .shapes import FORMAT, Bundle, BundledEvent, Committed, Enveloped, SubjectProof
from .statements import citations_of, statement_of
from .tiles import StoredTiles


@dataclass(frozen=True, slots=True)
class StoredTold:
    """The events of subjects as the database holds them at the last checkpoint."""

    connection: Connection
    log: Log

    def of(self, subject: str) -> Sequence[Entry]:
        """The events of a subject, in order of position."""
        found = self.log.at(
            self.connection, subject_heads.positions(self.connection, subject_key(subject))
        )
        return [found[position] for position in sorted(found)]

    def stream_of(self, name: str) -> str | None:
        """The stream that holds a claim or an act, or None."""
        entry = self.log.by_id(self.connection, name)
        return None if entry is None else entry.occurrence


def build(service: Service, question: Question) -> Bundle:
    """The bundle of an exposure question that was asked in another snapshot of the service.

    It is answered again at its position, so that all that is shown stands in one snapshot with the checkpoint.
    """
    if question.vendor is None:
        raise BadParameter(field="vendor", expected="the vendor a bundle is about", got="nothing")
    if not question.snapshot.live.position:
        raise NothingToProve
    asked = parameters_of(str(answer_exposure(question)["pinned"]))
    while True:
        issue(service.engine, service.log, service.clock, service.keys)
        with service.snapshot() as snapshot:
            issued = latest(snapshot.connection)
            assert issued is not None
            # Else somebody is making the next checkpoint, and the map of subjects is ahead of this one.
            if issued.size == mapped(snapshot.connection):
                return _bundle(service, snapshot, asked, issued)


def _bundle(service: Service, snapshot: Snapshot, asked: dict[str, str], issued: Issued) -> Bundle:
    question, answer = ask(snapshot, asked)
    # As JSON has it: lists where Python has tuples.
    told = read_json(to_json(answer), "answer")
    assert isinstance(told, dict)
    stored = StoredTold(snapshot.connection, snapshot.log)
    found = subjects_needed(asked["vendor"], stored, with_subsidiaries=question.with_subsidiaries)
    full = {entry.position for entries in found.values() for entry in entries}
    full |= _looked_at(snapshot, full, question.as_of.position)
    shown = sealed_at(snapshot.connection, full | placing(asked, issued.size))
    entries = snapshot.log.at(snapshot.connection, full).values()
    checkpoint = issued.checkpoint
    tiles = StoredTiles(snapshot.connection)
    return Bundle(
        format=FORMAT,
        question=asked,
        answer=told,
        projection=dict(PROJECTION),  # type: ignore[arg-type] # a name and a number
        statement=statement_of(told, asked, checkpoint, not_shown(found, stored)),
        citations=citations_of(entries, question.as_of.position),
        events=[
            _event(shown[position], tiles, issued.size, full=position in full)
            for position in sorted(shown)
        ],
        subjects=_subject_proofs(snapshot.connection, found),
        checkpoint=issued.note,
        keys=[verifier.text for verifier in signing_keys(service, issued)],
    )


def _event(sealed: Sealed, tiles: StoredTiles, size: int, *, full: bool) -> BundledEvent:
    """An event as a bundle has it; in full it shows its words, unless they were redacted."""
    envelope = Enveloped(**sealed.envelope.content())
    index = sealed.envelope.position - 1
    proof = [base64(step) for step in inclusion_proof(tiles, index, size)]
    if not full or sealed.salt is None:
        return BundledEvent(envelope=envelope, payload=None, salt=None, proof=proof)
    payload = read_json(sealed.state.decode(), "payload")
    assert isinstance(payload, dict)
    return BundledEvent(envelope=envelope, payload=payload, salt=sealed.salt.hex(), proof=proof)


def _subject_proofs(connection: Connection, subjects: Iterable[str]) -> list[SubjectProof]:
    numbers = {subject: bucket_of(subject_key(subject)) for subject in sorted(subjects)}
    paths = subject_heads.paths(connection, numbers.values())
    return [
        SubjectProof(
            subject=subject,
            bucket=[
                Committed(key=each.key.hex(), count=each.count, head=each.head.hex())
                for each in subject_heads.bucket(connection, number)
            ],
            path=[base64(step) for step in paths[number]],
        )
        for subject, number in numbers.items()
    ]


def _looked_at(snapshot: Snapshot, shown: set[int], position: int) -> set[int]:
    """Positions beside those shown that say when each source was last looked at."""
    table = snapshot.table("coverage")
    rows = snapshot.connection.execute(
        select(table.c.source, table.c.checked, table.c.since).where(table.c.since <= position)
    )
    last: dict[str, tuple[int, int]] = {}
    for source, checked, since in rows:
        told = (checked, -since)
        last[source] = max(last.get(source, told), told)
    by_claim = looked_at(entry for entry in snapshot.log.at(snapshot.connection, shown).values())
    return {
        -since
        for source, (checked, since) in last.items()
        if by_claim.get((source, checked), position + 1) > position
    }


def signing_keys(service: Service, issued: Issued) -> list[Verifier]:
    """The keys that signed a checkpoint."""
    signed = {(name, key_id) for name, key_id, _ in Note.read(issued.note).signatures}
    found = [each for each in service.keys.verifiers if (each.name, each.id) in signed]
    if len(found) < len(signed):
        raise BadKeyFile(
            path=service.settings.key, why="it did not sign the last checkpoint of this log"
        )
    return found
