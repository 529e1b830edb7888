"""The history of a list: a file in a git repository, or `snapshot-deltas/1`, copy by copy in order."""

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar

from ..errors import BadSource
from ..importing.copies import Observation
from ..importing.deltas import read_deltas
from ..importing.git import Commit, contents, versions_of
from ..importing.importer import Desk, Plan, Request
from ..importing.listing import Listing
from ..importing.opening import sha256_of
from ..importing.profile import Profile
from ..importing.sources import check_release, file_in, listing_of, profile_of, rows_of
from ..importing.step import Step

MARK = "::"
"""Between a repository and the path of a file in it."""


class ListHistory:
    """Each copy is imported as keyed-list does it; one that is not to be believed ends nothing, and the next goes on."""

    name: ClassVar[str] = "list-history"
    description: ClassVar[str] = "REPOSITORY::FILE of a git repository, or a snapshot-deltas/1 file"
    takes: ClassVar[tuple[str, ...]] = ("profile", "persons", "release")

    def plan(self, request: Request, desk: Desk) -> Plan:
        """Deltas are read twice, once to check them whole; what a version in git holds is seen when it comes."""
        profile = profile_of(request, desk)
        listing = listing_of(profile, request, desk)
        repository, mark, file = str(request.path).partition(MARK)
        if mark:
            return self._of_git(Path(repository), file, request, listing)
        path = file_in(request.path)
        sha256_of(path, request.limits)
        total, hashes = 0, []
        for version in read_deltas(profile, path, request.limits, desk.now):
            total += version.rows.total
            hashes.append(version.copy.sha256)
        check_release(request, hashes)
        return Plan(total, self._of_deltas(path, request, listing, desk))

    def _of_deltas(
        self, path: Path, request: Request, listing: Listing, desk: Desk
    ) -> Iterator[Step]:
        touched: dict[str, None] = {}
        for version in read_deltas(listing.profile, path, request.limits, desk.now):
            touched |= dict.fromkeys(version.touched)
            kept = listing.state.last
            yield from listing.steps(path, version.copy, version.rows, touched)
            if listing.state.last is not kept or listing.outcome(version.copy) == "imported":
                touched = {}

    def _of_git(self, repository: Path, file: str, request: Request, listing: Listing) -> Plan:
        versions = versions_of(repository, file)
        path = Path(file)

        def read(version: Commit) -> tuple[bytes, str]:
            content = contents(repository, version.commit, file, request.limits)
            return content, hashlib.sha256(content).hexdigest()

        if request.release:
            check_release(request, [read(version)[1] for version in versions])

        def steps() -> Iterator[Step]:
            for version in versions:
                content, sha256 = read(version)
                copy = Observation(version.observed, "", sha256)
                try:
                    rows = rows_of(listing.profile, path, [content], request.limits)
                except BadSource as error:
                    yield listing.refused(copy, _lines(listing.profile, content), str(error))
                    continue
                yield from listing.steps(path, copy, rows)

        return Plan(len(versions), steps())


def _lines(profile: Profile, content: bytes) -> int:
    """How many rows a copy that cannot be read seems to have."""
    lines = content.count(b"\n")
    return max(lines - profile.header, 0)
