"""A progress bar on stderr: how far, how fast, how long it still takes."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    Task,
    TaskID,
    TextColumn,
    TimeRemainingColumn,
)
from rich.text import Text

from .options import console

Told = Callable[[str, int, int], None]
"""Told what is done, how much of it, and how much there is."""


class _Rate(ProgressColumn):
    """How many a second."""

    def render(self, task: Task) -> Text:
        return Text(f"{task.speed or 0:,.0f}/s")


@contextmanager
def progress_bar() -> Iterator[Told]:
    """A bar for each thing that is told of."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), _Rate())
    progress = Progress(*columns, TimeRemainingColumn(), console=console(stderr=True))
    tasks: dict[str, TaskID] = {}

    def told(what: str, done: int, whole: int) -> None:
        # Begun at the first word, so that a refusal is the only line there is.
        progress.start()
        if what not in tasks:
            tasks[what] = progress.add_task(what, total=whole)
        progress.update(tasks[what], completed=done, total=whole)

    try:
        yield told
    finally:
        if tasks:
            progress.stop()
