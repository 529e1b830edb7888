"""The map of subjects that is kept against the one the log gives, and against what was signed."""

from sqlalchemy import Connection, select

from projections import map_root

from ..proving import subject_heads
from ..proving.tables import subject_events
from .findings import Findings
from .walking import EMPTY_CHAIN, Walk, placed

Places = dict[bytes, tuple[int, bytes]]


def check_map(connection: Connection, walked: Walk, findings: Findings) -> None:
    """The map of subjects is the one the log gives, and the last checkpoint signed it."""
    for name, checkpoint in walked.signed.get(walked.last, ()):
        if checkpoint.subjects != map_root(walked.buckets):
            findings.add(None, f"the subjects of the log are not those that {name} signed")
    stored = {key: (count, head) for key, count, head in subject_heads.every(connection)}
    if stored != {key: told[:2] for key, told in walked.subjects.items()}:
        findings.add(None, "the map of subjects kept is another than the log gives")
    # While the next checkpoint is made they are not kept up; it makes all of them anew.
    if walked.mapped == walked.last and subject_heads.buckets(connection) != walked.buckets:
        findings.add(None, "the hashes kept of the map of subjects are others than the log gives")
    if _places(connection) != {key: (told[0], told[2]) for key, told in walked.subjects.items()}:
        findings.add(None, "the events listed by subject are others than the log gives")
    if not walked.last <= walked.mapped <= walked.tree.size:
        what = f"the map of subjects is said to have come to position {walked.mapped}"
        findings.add(None, f"{what}, the last checkpoint is of size {walked.last}")


def _places(connection: Connection) -> Places:
    """How many events are listed of each subject, and the hash that their positions chain to."""
    column = subject_events.c
    found: Places = {}
    for row in connection.execute(select(subject_events).order_by(column.key, column.number)):
        count, places = found.get(row.key, (0, EMPTY_CHAIN))
        found[row.key] = (count + 1, placed(places, row.number, row.position))
    return found
