"""The SQL of the README, run by DuckDB over an export, gives the answers that the service gives."""

import datetime as dt
import re
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events import day_text, instant_text
from tests.house import ROOT
from tests.oracle.acted import acted_logs
from tests.oracle.profiles import many
from tests.timeline.conftest import fresh
from tests.timeline.proving.test_bundles_of_drawn_logs import UNASKABLE, asked, record
from tests.timeline.test_stored_projection_with_acts import on_both
from timeline import Asked, FixedClock, Service, Settings, answer_exposure, resolve_question

from .exported import asking, defines, readme_sql, written

__all__ = ["fresh"]
DAY = dt.date
PROJECT, CONTRACT = ("project", "project"), ("contract", "contract")
LISTING, MILITARY = ("listing", "us-entity-list"), ("listing", "us-1260h")
FIVE = ("dahua-xinjiang-five", "dahua", *PROJECT, 1, 1, 5)
EXPECTED = [
    *([(*PROJECT, 0, 0, 0)], [(*PROJECT, 0, 0, 5)], [(*PROJECT, 1, 1, 5)]),
    [(1, DAY(2024, 12, 23), 2549, 3279)],
    *([(*PROJECT, 1, 1, 4)], [(*PROJECT, 0, 0, 4)]),
    [("none_recorded",)],
    [(*LISTING, 0, 0, 0)],
    [("listing-announced", "dahua-us-entity-list"), ("denial-made", "dahua-us-entity-list")],
    *([(*LISTING, 1, 1, 1)], [("dahua", True)]),
    [("before_first_record",)],
    *([FIVE], [FIVE]),
    *([(*CONTRACT, 5, 5, 5)], [(*CONTRACT, 0, 0, 0)], []),
    *([(*MILITARY, 1, 1, 1)], [(*MILITARY, 0, 0, 0)], [(*MILITARY, 1, 1, 1)]),
    [("corsight-sao-paulo-military-police",), ("dahua-cameras-sao-paulo-military-police",)],
    [
        *[("statement-made", "chinese-companies-latin-america")] * 2,
        *[("measurement-published", "latin-america-murder-rates")] * 2,
        *[("statement-made", "latin-america-market-inference")] * 2,
    ],
    [(*CONTRACT, 5, 5, 5), (*LISTING, 6, 6, 6)],
    [(0, "biometric-update"), (1, "dialogo-americas"), (2, "ceeep"), (3, "cn-white-paper")],
    [(1, 1)],
]
"""What each question of the README is to be answered with, in their order."""
WIDE = {"notes": ("kind", "occurrence"), "counts": ("occurrence",)}
"""Of which answers only some columns are compared."""


def answers(connection, statement):
    """The rows of a statement, of those that are wide some columns."""
    macro = statement.rpartition("FROM ")[2].partition("(")[0]
    found = connection.execute(statement)
    names = [column[0] for column in found.description]
    kept = WIDE.get(macro, names)
    return [
        tuple(cell for name, cell in zip(names, row, strict=True) if name in kept)
        for row in found.fetchall()
    ]


def test_the_readme_answers_c1_to_c14(casebook, tmp_path):
    written(casebook, tmp_path / "export")
    connection = asking(tmp_path / "export")
    questions = [statement for statement in readme_sql() if not defines(statement)]
    found = [answers(connection, statement) for statement in questions]

    assert len(questions) == len(EXPECTED)
    for question, rows, expected in zip(questions, found, EXPECTED, strict=True):
        ordered = sorted if expected and len(expected[0]) == 1 else list
        assert ordered(rows) == expected, question


def test_every_question_of_the_readme_is_put_in_words_before_its_sql():
    lines = (ROOT / "README.md").read_text(encoding="utf-8").splitlines()
    named = [line for line in lines if line.startswith("-- C")]
    first = [int(re.findall(r"\d+", line)[0]) for line in named]

    assert first == [1, *range(6, 15)]
    assert [line for line in named if not re.match(r"-- C\d+( to C\d+)?: .{30}", line)] == []


def total(connection, vendor, region, day, known, position, *, owned):
    """The totals that SQL gives, as the service shapes them."""
    moment = "hindsight()" if known is None else f"TIMESTAMP '{known}'"
    upto = "head()" if position is None else position
    rows = connection.execute(
        f"FROM totals($vendor, $region, DATE '{day}', known := {moment}, upto := {upto},"
        f" owned := {owned})",
        {"vendor": vendor, "region": region},
    ).fetchall()
    return sorted(rows)


def totals_of(answer):
    return sorted(
        (row["type"], row["unit"], row["certain"], row["presumed"], row["possible"])
        for row in answer["totals"]
    )


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_sql_gives_the_totals_of_every_vendor_in_the_casebook(casebook, tmp_path):
    written(casebook, tmp_path / "export")
    connection = asking(tmp_path / "export")
    vendors = ("dahua", "hikvision", "luopu-haishi-dingxin")
    days = ("2016-06-30", "2019-10-09", "2025-06-01")
    different = []
    with casebook.snapshot() as snapshot:
        for vendor, region, day in product(vendors, (None, "CN", "419"), days):
            for known, owned in ((None, True), ("2022-12-31", False)):
                question = resolve_question(
                    snapshot,
                    Asked(valid_at=day, known_at=known),
                    vendor=vendor,
                    region=region,
                    with_subsidiaries=owned,
                )
                end = known and "2023-01-01 00:00:00"
                found = total(connection, vendor, region, day, end, None, owned=owned)
                if found != totals_of(answer_exposure(question)):
                    different.append((vendor, region, day, known, found))

    assert different == []


@pytest.mark.slow
@on_both(sqlite=10, postgres=3)
def test_sql_gives_the_totals_of_any_log_at_any_as_of(fresh, examples, tmp_path_factory):
    @many(examples)
    @given(st.data())
    def answered(data: st.DataObject) -> None:
        folder = tmp_path_factory.mktemp("drawn")
        entries = data.draw(acted_logs(links=True))
        with fresh() as engine:
            settings = Settings(key=str(folder / "timeline.key"))
            service = Service(engine, FixedClock(0), settings)
            record(service, entries, data)
            length = written(service, folder / "export").position
            connection = asking(folder / "export")
            for _ in range(6):
                compare(service, connection, data.draw(asked(entries, length)))

    answered()


def compare(service, connection, asked):
    """One question asked of both."""
    words = {name: asked.get(name) for name in ("valid_at", "known_at", "recorded_at", "position")}
    with service.snapshot() as snapshot:
        try:
            question = resolve_question(
                snapshot,
                Asked(**words),
                vendor=asked.get("vendor"),
                region=asked.get("region"),
                with_subsidiaries=bool(asked.get("with_subsidiaries")),
            )
        except UNASKABLE:
            return
        as_of = question.as_of
        if as_of.before_first_record or as_of.first_day != as_of.last_day:
            return
        known = None if as_of.known is None else instant_text(as_of.known).removesuffix("Z")
        found = total(
            connection,
            question.vendor,
            question.region,
            day_text(as_of.first_day),
            known,
            as_of.position,
            owned=question.with_subsidiaries,
        )
        assert found == totals_of(answer_exposure(question)), words
