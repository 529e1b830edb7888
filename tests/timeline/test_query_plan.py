"""An exposure question reads the rows of its vendor and region, and no others."""

from typing import Any

import pytest
from sqlalchemy import Connection, Engine, insert

from timeline import Asked, Item, Service, SystemClock, answer_exposure, resolve_question
from timeline.database import writing
from timeline.prepared import Prepared
from timeline.projecting import OPEN, live_tables

CITED = {"source": "gazette", "derived_from": None}
MANY = 100_000


def a_claim(number: int, region: str) -> Item:
    return Item(
        {
            "kind": "contract-agreed",
            "occurrence": f"contract-{number}",
            "vendor": "acme",
            "region": region,
            "valid": "2017",
            "disclosed": "2018-01-01",
            "citation": CITED,
        }
    )


@pytest.fixture
def crowded(engine: Engine) -> Service:
    """A service in which one vendor has many occurrences elsewhere."""
    service = Service(engine, SystemClock())
    service.record([a_claim(1, "BR"), a_claim(2, "CN")])
    with writing(engine) as connection:
        table = live_tables(connection).tables["exposure"]
        like = connection.execute(table.select().where(table.c.region == "CN")).mappings().first()
        assert like is not None
        rows = [{**like, "occurrence": f"other-{number}", "until": OPEN} for number in range(MANY)]
        connection.execute(insert(table), rows)
    with engine.connect() as connection, connection.begin():
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql("RESET ROLE")
            connection.exec_driver_sql(f"ANALYZE {table.name}")
    return service


@pytest.fixture
def plans(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The plans of the statements on the exposure rows, as the database makes them."""
    found: list[str] = []
    bound = Prepared.bound

    def explain(self: Prepared, connection: Connection, asked: dict[str, Any]) -> Any:
        text, values = bound(self, connection, asked)
        if "FROM exposure_" in text:
            word = "EXPLAIN" if connection.dialect.name == "postgresql" else "EXPLAIN QUERY PLAN"
            driver: Any = connection.connection.driver_connection
            rows = driver.execute(f"{word} {text}", values).fetchall()
            found.append("\n".join(str(row[-1]) for row in rows))
        return text, values

    monkeypatch.setattr(Prepared, "bound", explain)
    return found


def test_the_rows_of_other_regions_are_not_read(crowded: Service, plans: list[str]):
    with crowded.snapshot() as snapshot:
        question = resolve_question(snapshot, Asked(), vendor="acme", region="BR")
        answer = answer_exposure(question)

    assert [each["id"] for each in answer["occurrences"]] == ["contract-1"]  # type: ignore[index, attr-defined]
    (plan,) = plans
    by_key = "vendor=? AND region=?" if "sqlite" in str(crowded.engine.url) else "Index Cond"
    assert by_key in plan
    if by_key == "Index Cond":
        condition = next(line for line in plan.splitlines() if by_key in line)
        assert "vendor = " in condition
        assert "region = " in condition
