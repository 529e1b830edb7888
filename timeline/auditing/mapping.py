"""The map of subjects that is kept against the one the log gives, and against what was signed."""

from collections.abc import Mapping

from sqlalchemy import Connection, select

from projections import Commitment, bucket_hash, bucket_of, map_root

from ..log import log_tracking
from ..proving import subject_heads
from ..proving.checkpoints import TRACKED
from ..proving.tables import subject_events
from .findings import Findings
from .walking import EMPTY_CHAIN, Walk, placed

Places = dict[bytes, tuple[int, bytes]]


def check_map(connection: Connection, walked: Walk, findings: Findings) -> None:
    """The map of subjects is the one the log gives, and the last checkpoint signed it."""
    buckets = _buckets(walked)
    for name, checkpoint in walked.signed.get(walked.mapped, ()):
        if checkpoint.subjects != map_root(buckets):
            findings.add(None, f"the subjects of the log are not those that {name} signed")
    stored = {key: (count, head) for key, count, head in subject_heads.every(connection)}
    if stored != {key: told[:2] for key, told in walked.subjects.items()}:
        findings.add(None, "the map of subjects kept is another than the log gives")
    if subject_heads.buckets(connection) != buckets:
        findings.add(None, "the hashes kept of the map of subjects are others than the log gives")
    if _places(connection) != {key: (told[0], told[2]) for key, told in walked.subjects.items()}:
        findings.add(None, "the events listed by subject are others than the log gives")
    tracked = connection.scalar(
        select(log_tracking.c.position).where(log_tracking.c.name == TRACKED)
    )
    if (tracked or 0) != walked.mapped:
        what = f"the map of subjects is said to have come to position {tracked or 0}"
        findings.add(None, f"{what}, the last checkpoint is of size {walked.mapped}")


def _buckets(walked: Walk) -> Mapping[int, bytes]:
    """The hashes of the buckets that the walk gathered."""
    entries: dict[int, list[Commitment]] = {}
    for key, (count, head, _) in walked.subjects.items():
        entries.setdefault(bucket_of(key), []).append(Commitment(key, count, head))
    return {number: bucket_hash(each) for number, each in entries.items()}


def _places(connection: Connection) -> Places:
    """How many events are listed of each subject, and the hash that their positions chain to."""
    column = subject_events.c
    found: Places = {}
    for row in connection.execute(select(subject_events).order_by(column.key, column.number)):
        count, places = found.get(row.key, (0, EMPTY_CHAIN))
        found[row.key] = (count + 1, placed(places, row.number, row.position))
    return found
