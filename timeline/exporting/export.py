"""Exporting into a folder: every table of one position, whole or since an earlier one."""

from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

from events import instant_text, shown
from projections import frontier_at, root_at

from ..captures.atomic import replacing
from ..database import reading
from ..errors import BadParameter
from ..proving.building import signing_keys
from ..proving.checkpoints import Issued, issue
from ..proving.notes import BadNote, Checkpoint, Note
from ..proving.tiles import StoredTiles
from ..service import Service
from .extent import Extent, checked_extent
from .files import TableFiles
from .folder import appearing
from .manifest import NAME, Manifest, WrittenTable, projection_versions, read_manifest
from .moment import one_moment
from .registry import TABLES
from .signing import write_note
from .table import Pass
from .writers import checked_ending

MAX_DIGITS = 18
"""The longest number that is taken for a position."""
Told = Callable[[str, int], None]
"""Is told the name of a table and how many of its rows are written."""


def export(
    service: Service, folder: Path, ending: str, since: str | None, told: Told | None = None
) -> Manifest:
    """Write every table into a folder that is not there yet, and return its manifest.

    `since` is a position, or the place of an earlier manifest, whose state the export goes on from.
    BadParameter for a format, a position or a folder that will not do, Unproven for a manifest that is none.
    """
    checked_ending(ending)
    earlier, previous = None, None
    if since is not None and not (since.isdecimal() and len(since) <= MAX_DIGITS):
        earlier, previous = read_manifest(Path(since))
    after = earlier.position if earlier else int(since or 0)
    with appearing(folder) as beside:
        issued = _issued(service)
        with one_moment(service) as snapshot:
            extent = checked_extent(snapshot, issued.size if issued else 0, after)
            tiles = StoredTiles(snapshot.connection)
            if earlier is not None and issued is not None:
                _check_earlier(earlier, issued.checkpoint, root_at(tiles, after))
            recorded = (
                snapshot.log.recorded_at(snapshot.connection, extent.position) if issued else 0
            )
            manifest = Manifest(
                files=ending,
                position=extent.position,
                recorded_at=instant_text(recorded) if issued else None,
                since=after,
                previous=previous,
                origin=issued.checkpoint.origin if issued else None,
                tree=frontier_at(tiles, after).stored().hex(),
                checkpoint=issued.note if issued else None,
                keys=[key.text for key in signing_keys(service, issued)] if issued else [],
                projections=projection_versions(),
                tables=_write_tables(extent, beside, ending, told),
            )
        if issued is not None:
            write_note(beside, manifest.canonical(), service.keys, signing_keys(service, issued))
        with replacing(beside / NAME) as file:
            file.write(manifest.canonical())
    return manifest


def _issued(service: Service) -> Issued | None:
    """The checkpoint of the present head, which is what is exported; None while the log is empty."""
    with reading(service.engine) as connection:
        if not service.log.head(connection).position:
            return None
    return issue(service.engine, service.log, service.clock, service.keys)


def _check_earlier(earlier: Manifest, now: Checkpoint, root: bytes) -> None:
    """Refuse to go on from an export of another log, or of rows that were folded otherwise."""
    if earlier.checkpoint is not None:
        try:
            then = Checkpoint.read(Note.read(earlier.checkpoint).text)
        except BadNote as error:
            raise BadParameter(
                field="since", expected="a manifest with its checkpoint", got=error.got
            ) from None
        if (then.origin, then.size, then.root) != (now.origin, earlier.position, root):
            expected = f"an earlier export of {now.origin}"
            got = f"one of {then.origin} whose first {then.size} events are others"
            raise BadParameter(field="since", expected=expected, got=got)
    if earlier.projections != projection_versions():
        expected = f"rows of the projections {shown(projection_versions())}, export anew"
        raise BadParameter(field="since", expected=expected, got=shown(earlier.projections))


def _write_tables(
    extent: Extent, folder: Path, ending: str, told: Told | None
) -> dict[str, WrittenTable]:
    passes: dict[Pass, set[str]] = {}
    for name, table in TABLES.items():
        passes.setdefault(table.read, set()).add(name)
    with ExitStack() as stack:
        files = {
            name: stack.enter_context(TableFiles(table, folder, ending, extent))
            for name, table in TABLES.items()
        }
        for read, names in passes.items():
            for batch in read(extent, frozenset(names)):
                for name, rows in batch.items():
                    files[name].write(rows)
                    if told is not None:
                        told(name, files[name].rows)
        return {name: each.finish() for name, each in files.items()}
