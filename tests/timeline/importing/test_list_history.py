"""Histories of lists: as deltas and in git, copy by copy in the order of observation."""

import os
import subprocess

import pytest

from tests.timeline.importing.lists import (
    copy,
    counted,
    deltas,
    imported,
    kinds_of,
    log_of,
    profile,
    version,
)
from timeline.errors import BadSource

ACME = ["1", "Acme Ltd", "firm", ""]
BOLT = ["2", "Bolt Inc", "firm", ""]
DOCK = ["4", "Dock Co", "firm", ""]
FIRST = version(1, "2021-08-18T09:39:01+00:00", 3, add=[ACME, BOLT, DOCK])
SECOND = version(2, "2021-08-20T01:38:11+00:00", 2, upd=[[*BOLT[:3], "banned"]], **{"del": ["4"]})
EMPTY = version(3, "2021-08-21T00:00:00+00:00", 0, empty=True)
FOURTH = version(4, "2021-08-22T00:00:00+02:00", 3, add=[DOCK])


def test_a_history_is_recorded_in_the_order_of_observation(service, tmp_path):
    path = deltas(tmp_path, FIRST, SECOND, EMPTY)
    told = imported(service, "list-history", path, profile=profile(tmp_path))

    assert told.outcomes == {"listed": 3, "revised": 1, "unchanged": 1}
    assert told.beside == {"described": 1, "vanished": 1, "quarantined": 1}
    assert kinds_of(service)[3:] == ["entry-revised", "list-row-vanished"]
    gone = log_of(service)[-1].claim
    assert (gone.occurrence, gone.valid) == ("watch:4", "[2021-08-19..2021-08-20]")


def test_a_zero_byte_version_is_quarantined_and_ends_nothing(service, tmp_path):
    path = deltas(tmp_path, FIRST, EMPTY)
    imported(service, "list-history", path, profile=profile(tmp_path))

    for vendor in ("acme-ltd", "bolt-inc", "dock-co"):
        assert counted(service, vendor) == [("watch", 1, 1, 1)]


def test_what_follows_a_quarantined_version_is_compared_with_what_went_before_it(service, tmp_path):
    shrunk = version(2, "2021-08-19T00:00:00Z", 1, **{"del": ["1", "2"]})
    whole = version(3, "2021-08-20T00:00:00Z", 3, add=[ACME, [*BOLT[:3], "banned"]])
    path = deltas(tmp_path, FIRST, shrunk, whole)
    told = imported(service, "list-history", path, profile=profile(tmp_path))

    assert told.outcomes == {"listed": 3, "quarantined": 1, "revised": 1, "unchanged": 2}
    assert kinds_of(service)[3:] == ["entry-revised"]


def test_a_history_that_has_grown_goes_on_where_it_stood(service, tmp_path):
    how = {"profile": profile(tmp_path)}
    imported(service, "list-history", deltas(tmp_path, FIRST, SECOND, EMPTY), **how)
    again = imported(service, "list-history", deltas(tmp_path, FIRST, SECOND, EMPTY), **how)
    grown = imported(service, "list-history", deltas(tmp_path, FIRST, SECOND, EMPTY, FOURTH), **how)

    assert again.recorded == 0
    assert grown.outcomes == {"unchanged": 7, "listed": 1}
    assert log_of(service)[-1].claim.occurrence == "watch:4:2"


def test_a_copy_may_follow_a_history(service, tmp_path):
    how = {"profile": profile(tmp_path)}
    imported(service, "list-history", deltas(tmp_path, FIRST, SECOND), **how)
    path = copy(tmp_path, "2021-08-20", "1,Acme Ltd,firm,", "2,Bolt Inc,firm,banned")

    assert imported(service, "keyed-list", path, **how).recorded == 0


@pytest.mark.parametrize(
    ("versions", "told"),
    [
        ([], "snapshot-deltas/1 with a version"),
        ([FIRST, {**SECOND, "rows": 5}], "line 3: expected 5 rows, got 2"),
        ([FIRST, {**SECOND, "del": ["9"]}], "a row that was there"),
        ([FIRST, {**SECOND, "fruit": 1}], "only fields that are known, got 'fruit'"),
        ([SECOND, FIRST], "a row that was there"),
        ([FOURTH, {**FIRST, "rows": 4}], "line 2: expected 3 rows, got 1"),
        ([{**FIRST, "committed_at": "2021-08-18T09:39:01"}], "committed_at with its zone"),
        ([{**FIRST, "committed_at": "2921-08-18T09:39:01Z"}], "up to now"),
        ([{**FIRST, "raw_sha256": "12"}], "64 hexadecimal digits"),
        ([{**FIRST, "published": "yesterday"}], "a day in published"),
        ([{**FIRST, "header": ["name", "id", "sort", "remarks"]}], "columns in the order id, name"),
    ],
)
def test_deltas_that_do_not_add_up_are_refused_and_nothing_is_written(
    service, tmp_path, versions, told
):
    with pytest.raises(BadSource, match=told):
        imported(service, "list-history", deltas(tmp_path, *versions), profile=profile(tmp_path))
    assert log_of(service) == []


def commit(folder, day, text):
    (folder / "lists").mkdir(exist_ok=True)
    (folder / "lists/watch.csv").write_text(text, encoding="utf-8")
    when = f"{day}T12:00:00+00:00"
    who = {"GIT_AUTHOR_NAME": "x", "GIT_AUTHOR_EMAIL": "x@y", "GIT_CONFIG_GLOBAL": os.devnull}
    who |= {"GIT_COMMITTER_NAME": "x", "GIT_COMMITTER_EMAIL": "x@y"}
    dated = {**os.environ, **who, "GIT_AUTHOR_DATE": when, "GIT_COMMITTER_DATE": when}
    for words in (("init", "-q"), ("add", "."), ("commit", "-q", "-m", day)):
        subprocess.run(["git", "-C", folder, *words], env=dated, check=True)


def test_a_file_in_git_is_followed_and_a_version_whose_header_drifted_is_set_aside(
    service, tmp_path
):
    repository = tmp_path / "repository"
    repository.mkdir()
    header, rows = "id,name,sort,remarks\n", "1,Acme Ltd,firm,\n2,Bolt Inc,firm,\n"
    commit(repository, "2022-01-01", header + rows)
    commit(repository, "2022-01-02", "name,id,sort,remarks\n" + rows)
    commit(repository, "2022-01-03", header + rows + "4,Dock Co,firm,\n")
    path = tmp_path / "repository::lists/watch.csv"
    told = run_git(service, path, profile(tmp_path))

    assert told.outcomes == {"listed": 3, "quarantined": 2, "unchanged": 2}
    assert "columns in the order" in next(iter(told.reasons))[1]
    assert log_of(service)[-1].claim.valid == "[2022-01-01..2022-01-03]"
    assert run_git(service, path, profile(tmp_path)).recorded == 0


def run_git(service, path, how):
    from timeline.importers import IMPORTERS
    from timeline.importing.importer import Request
    from timeline.importing.running import run_import

    request = Request(path, how)
    return run_import(
        service, IMPORTERS["list-history"], request, dry_run=False, told=lambda *_: None
    )


def test_a_path_that_is_no_repository_is_refused(service, tmp_path):
    with pytest.raises(BadSource, match="a git repository with the file"):
        run_git(service, tmp_path / "nowhere::list.csv", profile(tmp_path))
