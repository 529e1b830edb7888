"""Fresh databases by the hundred: each a copy of one that was migrated."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg
import pytest
from sqlalchemy import Engine, make_url

from timeline.database import open_engine
from timeline.migrate import migrate

Fresh = Callable[[], AbstractContextManager[Engine]]


@pytest.fixture
def fresh(database_url: str) -> Fresh:
    """Opens an engine over a migrated database of the block's own."""
    migrate(database_url)
    url = make_url(database_url)
    copy = _sqlite_copy if url.get_backend_name() == "sqlite" else _postgres_copy
    numbers = count()

    @contextmanager
    def opened() -> Iterator[Engine]:
        with copy(database_url, next(numbers)) as own:
            engine = open_engine(own)
            try:
                yield engine
            finally:
                engine.dispose()

    return opened


@contextmanager
def _sqlite_copy(url: str, number: int) -> Iterator[str]:
    with TemporaryDirectory(prefix=f"timeline-fresh-{number}-") as folder:
        path = Path(folder) / "timeline.db"
        shutil.copy(str(make_url(url).database), path)
        yield f"sqlite:///{path}"


@contextmanager
def _postgres_copy(url: str, number: int) -> Iterator[str]:
    template = make_url(url)
    own = template.set(database=f"{template.database}_{number}")
    server = template.set(drivername="postgresql", database="postgres")
    with psycopg.connect(server.render_as_string(hide_password=False), autocommit=True) as at:
        at.execute(f"CREATE DATABASE {own.database} TEMPLATE {template.database}")
        yield own.render_as_string(hide_password=False)
        at.execute(f"DROP DATABASE {own.database} WITH (FORCE)")
