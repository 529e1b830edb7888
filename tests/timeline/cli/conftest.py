"""Running a command as a shell would, over a database that holds the casebook."""

import json
import sys
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import Engine

from timeline import Item, Service, SystemClock
from timeline.casebook import casebook_lines
from timeline.cli import main

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command: exit status, standard output and standard error."""

    def ran(*arguments: object) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["timeline", *map(str, arguments)])
        try:
            main()
            status: Any = 0
        except SystemExit as stop:
            status = stop.code or 0
        output = capsys.readouterr()
        return int(status), output.out, output.err

    return ran


@pytest.fixture
def held(engine: Engine, database_url: str, monkeypatch: pytest.MonkeyPatch) -> Service:
    """The service of the database that commands use."""
    monkeypatch.setenv("TIMELINE_DATABASE", database_url)
    service = Service(engine, SystemClock())
    service.record([Item(json.loads(line)) for line in casebook_lines()])
    return service


@pytest.fixture
def small(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """The address of an empty database, for what differs on none."""
    from timeline import migrate

    monkeypatch.setenv("TIMELINE_DATABASE", sqlite_url)
    migrate(sqlite_url)
    return sqlite_url
