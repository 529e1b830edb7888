"""Copies of a keyed list: what is new, what changed, what vanished, and what is not believed."""

import pytest

from tests.timeline.importing.lists import (
    AGENTS,
    KEYED,
    copy,
    counted,
    imported,
    kinds_of,
    log_of,
    profile,
)
from timeline.errors import BadSource

HEADER = "ended,principal,started,number,agent,city"
FIRMS = ("1,Acme Ltd,firm,first", "2,Bolt Inc,firm,second", '3,"Crane, Jane",person,third')


def test_a_row_is_listed_up_to_the_first_copy_and_between_two_later_ones(service, tmp_path):
    how = {"profile": profile(tmp_path)}
    imported(service, "keyed-list", copy(tmp_path, "2024-01-05", *FIRMS), **how)
    imported(service, "keyed-list", copy(tmp_path, "2024-02-05", *FIRMS, "4,Dock Co,firm,"), **how)

    listed = [e.claim for e in log_of(service) if e.claim.kind == "entity-listed"]
    assert [(claim.occurrence, claim.valid, claim.disclosed) for claim in listed] == [
        ("watch:1", "[..2024-01-05]", "[..2024-01-05]"),
        ("watch:2", "[..2024-01-05]", "[..2024-01-05]"),
        ("watch:4", "[2024-01-05..2024-02-05]", "[2024-01-05..2024-02-05]"),
    ]


def test_the_publishers_date_is_the_disclosure_of_what_is_new(service, tmp_path):
    how = {"profile": profile(tmp_path)}
    first = copy(tmp_path, "2024-01-05", *FIRMS)
    imported(service, "keyed-list", first, published="2024-01-03", **how)
    second = copy(tmp_path, "2024-02-05", *FIRMS, "4,Dock Co,firm,")
    imported(service, "keyed-list", second, published="2024-02-01", **how)

    last = log_of(service)[-1].claim
    assert (last.valid, last.disclosed) == ("[2024-01-03..2024-02-01]", "2024-02-01")
    assert last.citation.published == "2024-02-01"


def test_a_second_import_of_a_copy_appends_nothing(service, tmp_path):
    path = copy(tmp_path, "2024-01-05", *FIRMS)
    first = imported(service, "keyed-list", path, profile=profile(tmp_path))
    again = imported(service, "keyed-list", path, profile=profile(tmp_path))

    assert first.outcomes == {"listed": 2, "left out": 1}
    assert again.outcomes == {"unchanged": 3}
    assert again.recorded == 0


def test_persons_are_left_out_until_they_are_asked_for(service, tmp_path):
    path = copy(tmp_path, "2024-01-05", *FIRMS)
    how = {"profile": profile(tmp_path)}

    assert imported(service, "keyed-list", path, **how).reasons == {("left out", "a person"): 1}
    told = imported(service, "keyed-list", path, persons=True, **how)
    assert told.outcomes == {"listed": 1, "unchanged": 2}
    assert counted(service, "crane-jane") == [("watch", 1, 1, 1)]


def test_a_dry_run_tells_what_would_come_and_writes_nothing(service, tmp_path):
    path = copy(tmp_path, "2024-01-05", *FIRMS)
    dry = imported(service, "keyed-list", path, profile=profile(tmp_path), dry_run=True)

    assert log_of(service) == []
    assert dry.outcomes == {"listed": 2, "left out": 1}
    real = imported(service, "keyed-list", path, profile=profile(tmp_path))
    assert (real.outcomes, real.recorded) == (dry.outcomes, dry.recorded)


def test_a_row_that_vanished_may_have_ended_and_ends_nothing(service, tmp_path):
    how = {"profile": profile(tmp_path)}
    imported(service, "keyed-list", copy(tmp_path, "2024-01-05", *FIRMS), **how)
    told = imported(service, "keyed-list", copy(tmp_path, "2024-02-05", *FIRMS[1:]), **how)

    assert told.beside == {"vanished": 1}
    claim = log_of(service)[-1].claim
    assert (claim.kind, claim.modality, claim.row) == ("list-row-vanished", "alleged", "Acme Ltd")
    assert claim.last_seen == "2024-01-05T23:59:59Z"
    assert counted(service, "acme-ltd", valid_at="2024-01-20") == [("watch", 0, 0, 1)]
    assert counted(service, "acme-ltd", valid_at="2024-01-05") == [("watch", 1, 1, 1)]
    assert counted(service, "acme-ltd", valid_at="2024-06-01") == [("watch", 0, 0, 1)]
    assert counted(service, "acme-ltd", valid_at="2024-06-01", known_at="2024-01-05") == [
        ("watch", 1, 1, 1)
    ]


def test_an_entry_that_changed_is_revised_and_one_respelled_is_corrected(service, tmp_path):
    how = {"profile": profile(tmp_path)}
    imported(service, "keyed-list", copy(tmp_path, "2024-01-05", *FIRMS), **how)
    changed = ("1,Acme Ltd,firm,banned", "2,Bolt Inc.,firm,second", FIRMS[2])
    told = imported(service, "keyed-list", copy(tmp_path, "2024-02-05", *changed), **how)

    assert told.outcomes == {"corrected": 1, "revised": 1, "unchanged": 1}
    assert kinds_of(service)[2:] == ["entry-revised", "source-corrected"]
    act = next(entry.act for entry in log_of(service) if hasattr(entry, "act"))
    assert act.reason == "name: 'Bolt Inc' -> 'Bolt Inc.'"
    assert act.brought.citation.quote == "Bolt Inc."
    assert counted(service, "bolt-inc") == [("watch", 1, 1, 1)]


def test_an_empty_copy_is_quarantined_and_ends_nothing(service, tmp_path):
    how = {"profile": profile(tmp_path)}
    imported(service, "keyed-list", copy(tmp_path, "2024-01-05", *FIRMS), **how)
    empty = tmp_path / "copy-2024-02-05.csv"
    empty.write_bytes(b"")
    told = imported(service, "keyed-list", empty, **how)

    assert told.recorded == 0
    assert "expected 2 to 1000 rows, got 0" in next(iter(told.reasons))[1]
    after = copy(tmp_path, "2024-03-05", *FIRMS)
    assert imported(service, "keyed-list", after, **how).outcomes == {"unchanged": 3}


def test_a_shrunken_copy_is_quarantined_until_it_is_released(service, tmp_path):
    how = {"profile": profile(tmp_path)}
    many = [f"{n},Firm {n},firm," for n in range(1, 9)]
    imported(service, "keyed-list", copy(tmp_path, "2024-01-05", *many), **how)
    few = copy(tmp_path, "2024-02-05", *many[:3])

    assert imported(service, "keyed-list", few, **how).outcomes == {"quarantined": 3}
    assert imported(service, "keyed-list", few, **how).outcomes == {"quarantined": 3}
    reason = next(iter(imported(service, "keyed-list", few, **how).reasons))[1]
    assert "quarantined before" in reason
    import hashlib

    sha256 = hashlib.sha256(few.read_bytes()).hexdigest()
    told = imported(service, "keyed-list", few, release=sha256[:8], **how)
    assert (told.outcomes, told.beside) == ({"unchanged": 3}, {"vanished": 5})


def test_an_older_copy_than_the_last_is_refused(service, tmp_path):
    how = {"profile": profile(tmp_path)}
    imported(service, "keyed-list", copy(tmp_path, "2024-02-05", *FIRMS), **how)

    with pytest.raises(BadSource, match="expected a copy taken after 2024-02-05"):
        imported(service, "keyed-list", copy(tmp_path, "2024-01-05", *FIRMS[:2]), **how)


def test_a_row_that_comes_back_is_another_life_where_nothing_dates_it(service, tmp_path):
    how = {"profile": profile(tmp_path)}
    for day, rows in (("01", FIRMS), ("02", FIRMS[1:]), ("03", FIRMS)):
        imported(service, "keyed-list", copy(tmp_path, f"2024-{day}-05", *rows), **how)

    assert log_of(service)[-1].claim.occurrence == "watch:1:2"
    assert counted(service, "acme-ltd", valid_at="2024-04-01") == [("watch", 1, 1, 2)]


def agents(folder, day, *rows):
    return copy(folder, day, *rows, header=HEADER)


MERCURY = ",Acme USA Inc.,08/16/2018,6170,Harbour Affairs LLC,Hangzhou"


def test_rows_without_a_key_are_a_multiset(service, tmp_path):
    how = {"profile": profile(tmp_path, AGENTS, "agents")}
    told = imported(service, "keyed-list", agents(tmp_path, "2024-01-05", MERCURY, MERCURY), **how)
    assert told.outcomes == {"listed": 2}
    fewer = imported(service, "keyed-list", agents(tmp_path, "2024-02-05", MERCURY, MERCURY), **how)
    assert fewer.outcomes == {"unchanged": 2}
    assert counted(service, "acme-usa-inc") == [("representation", 2, 2, 2)]


def test_a_respelling_is_a_correction_and_not_leaving_and_returning(service, tmp_path):
    how = {"profile": profile(tmp_path, AGENTS, "agents")}
    imported(service, "keyed-list", agents(tmp_path, "2024-01-05", MERCURY), **how)
    agent = (
        MERCURY.replace("Affairs LLC", '"Affairs, LLC"')
        .replace('"Affairs', "Affairs")
        .replace('LLC"', "LLC")
    )
    principal = agent.replace("Acme USA Inc.", '"Acme USA, Inc."')
    for day, row in (
        ("02", agent.replace("Affairs, ", "Affairs  ")),
        ("03", principal.replace("Affairs, ", "Affairs  ")),
    ):
        told = imported(service, "keyed-list", agents(tmp_path, f"2024-{day}-05", row), **how)
        assert (told.outcomes, told.beside) == ({"corrected": 1}, {})

    assert kinds_of(service) == ["representation-started", "source-corrected", "source-corrected"]
    for day in ("2018-08-16", "2024-01-20", "2024-02-04", "2024-04-01"):
        assert counted(service, "acme-usa-inc", valid_at=day, known_at="2024-04-01") == [
            ("representation", 1, 1, 1)
        ]


def test_the_end_that_a_row_names_ends_it_and_a_changed_end_is_corrected(service, tmp_path):
    how = {"profile": profile(tmp_path, AGENTS, "agents")}
    for day, ended in (("01", ""), ("02", "01/31/2024"), ("03", "01/30/2024"), ("04", "")):
        path = agents(tmp_path, f"2024-{day}-05", ended + MERCURY)
        imported(service, "keyed-list", path, **how)

    acts = ["source-corrected", "source-retracted"]
    assert kinds_of(service) == ["representation-started", "representation-ended", *acts]
    asked = {"valid_at": "2024-01-30"}
    assert counted(service, "acme-usa-inc", known_at="2024-02-20", **asked)[0][1:] == (1, 1, 1)
    assert counted(service, "acme-usa-inc", known_at="2024-03-20", **asked)[0][1:] == (0, 0, 0)
    assert counted(service, "acme-usa-inc", known_at="2024-04-20", **asked)[0][1:] == (1, 1, 1)


def test_a_row_that_comes_back_with_its_beginning_takes_the_inference_back(service, tmp_path):
    how = {"profile": profile(tmp_path, AGENTS, "agents")}
    other = MERCURY.replace("6170", "6227")
    for day, rows in (("01", (MERCURY, other)), ("02", (other,) * 2), ("03", (MERCURY, other))):
        imported(service, "keyed-list", agents(tmp_path, f"2024-{day}-05", *rows), **how)

    assert "source-retracted" in kinds_of(service)
    assert counted(service, "acme-usa-inc", known_at="2024-02-05")[0][1] == 2
    assert counted(service, "acme-usa-inc", known_at="2024-03-20")[0][1:] == (2, 2, 3)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (KEYED.replace('kind = "entity-listed"', 'kind = "listed"'), "the name of a kind"),
        (KEYED.replace("until-changed", "observed"), "until-changed, as entity-listed has it"),
        (KEYED.replace('["remarks"]', "[]"), "a meaning for each column"),
        (KEYED.replace('vendor = "name"', 'vendor = "title"'), "a column of the list, got title"),
        (KEYED.replace('key = ["id"]', ""), "either key or same"),
        (KEYED.replace('jurisdiction = "US"', 'jurisdiction = "ZZZZ"'), "the id of a known region"),
        (KEYED + "\nfruit = 1\n", "fruit"),
        ("about = ", "TOML"),
    ],
)
def test_a_profile_that_is_not_sound_is_refused(service, tmp_path, text, told):
    path = copy(tmp_path, "2024-01-05", *FIRMS)

    with pytest.raises(BadSource, match=told):
        imported(service, "keyed-list", path, profile=profile(tmp_path, text))
