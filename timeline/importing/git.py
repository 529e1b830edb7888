"""Git: the versions of one file in a repository, read by the git command, which changes nothing."""

import subprocess
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from events import Instant, instant_of

from .opening import Limits, bad


@dataclass(frozen=True, slots=True)
class Commit:
    """A commit in which the file changed, and when it was made."""

    commit: str
    observed: Instant


def versions_of(repository: Path, file: str) -> list[Commit]:
    """The commits in which a file changed and is there, oldest first; a clock that went back is held still."""
    told = _git(repository, "log", "--reverse", "--diff-filter=AMT", "--format=%H %cI", "--", file)
    found: list[Commit] = []
    for line in told.decode().splitlines():
        commit, moment = line.split()
        observed = instant_of(datetime.fromisoformat(moment))
        if found:
            observed = max(observed, found[-1].observed)
        found.append(Commit(commit, observed))
    if not found:
        raise bad(file, f"a file with a history in {repository}", "none")
    return found


def contents(repository: Path, commit: str, file: str, limits: Limits) -> bytes:
    """What a file held at a commit; BadSource where it is more than is held of one source."""
    name = f"{commit}:{file}"
    size = int(_git(repository, "cat-file", "-s", name))
    if size > limits.held:
        raise bad(file, f"at most {limits.held} bytes", size)
    return _git(repository, "cat-file", "blob", name)


def _git(repository: Path, *words: str) -> bytes:
    command = ["git", "-C", str(repository), "--no-pager", *words]
    try:
        done = subprocess.run(command, capture_output=True, check=False)  # noqa: S603 (no shell; words are arguments)
    except OSError as error:
        raise bad(repository, "the command git", error.strerror or str(error)) from None
    if done.returncode:
        told = done.stderr.decode(errors="replace").strip().splitlines()
        raise bad(repository, "a git repository with the file", told[-1] if told else "nothing")
    return done.stdout
