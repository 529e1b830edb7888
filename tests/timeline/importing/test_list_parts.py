"""The tables beside a list: each row is about the vendor of the row it names, and nobody else's."""

import pytest

from events import ActEvent, Event
from tests.timeline.importing.lists import KEYED, imported, log_of, profile
from timeline.errors import BadSource

LIST = "id,name,sort,remarks\n1,Acme Harbour,firm,\n2,Jane Doe,person,\n3,Bolt,firm,\n"
DAY = {"observed": "2024-01-05"}
ALIAS = '1,10,"aka","Acme  Piers",-0-\n2,11,"aka","J. Doe",-0-\n9,12,"aka","Nobody",-0-\n\x1a'
ADDRESS = '1,20,"Pier 4","Santos","Brazil",-0-\n3,21,-0- ,-0- ,-0- ,-0-\n3,22,-0-,"Gaza","Palestinian",-0-\n'
COMMENT = '1,"of the harbour."\n3,"a comment"\n3,"and another"\n'


@pytest.fixture
def how(service, tmp_path):
    """A list that was imported, and the profile it was imported by."""
    text = KEYED.replace('key = ["id"]', 'key = ["id"]\nempty = ["-0-"]')
    how = {"profile": profile(tmp_path, text), **DAY}
    path = tmp_path / "list.csv"
    path.write_text(LIST, encoding="utf-8")
    imported(service, "keyed-list", path, **how)
    return how


def claims(service):
    return [
        (each.claim.kind, each.claim.vendor, each.claim.region, each.claim.content())
        for each in log_of(service)
        if isinstance(each, Event) and each.claim.kind in ("vendor-named", "statement-made")
    ]


def test_a_further_name_is_a_name_of_the_vendor_and_a_persons_is_left_out(service, tmp_path, how):
    path = tmp_path / "alt.csv"
    path.write_text(ALIAS, encoding="utf-8")
    told = imported(service, "list-parts", path, **how)

    assert told.outcomes == {"imported": 1, "left out": 1, "refused": 1}
    kind, vendor, _, said = claims(service)[-1]
    assert (kind, vendor, said["name"], said["note"]) == (
        *("vendor-named", "acme-harbour"),
        *("Acme Piers", "aka"),
    )
    assert imported(service, "list-parts", path, **how).recorded == 0


def test_an_address_is_a_statement_in_its_country_where_that_is_known(service, tmp_path, how):
    path = tmp_path / "add.csv"
    path.write_text(ADDRESS, encoding="utf-8")
    told = imported(service, "list-parts", path, **how)

    assert told.outcomes == {"imported": 2, "left out": 1}
    found = [
        (vendor, region, said["statement"]) for _, vendor, region, said in claims(service)[-2:]
    ]
    assert found == [
        ("acme-harbour", "BR", "address: Pier 4, Santos, Brazil"),
        ("bolt", None, "address: Gaza, Palestinian"),
    ]
    assert imported(service, "list-parts", path, **how).recorded == 0


def test_comments_of_one_row_are_told_apart_and_a_changed_one_is_corrected(service, tmp_path, how):
    path = tmp_path / "comments.csv"
    path.write_text(COMMENT, encoding="utf-8")
    assert imported(service, "list-parts", path, **how).outcomes == {"imported": 3}
    path.write_text(COMMENT.replace("and another", "and a third"), encoding="utf-8")
    told = imported(service, "list-parts", path, **{**how, "observed": "2024-02-05"})

    assert told.outcomes == {"unchanged": 2, "corrected": 1}
    assert [e.act.act for e in log_of(service) if isinstance(e, ActEvent)] == ["source-corrected"]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("", "columns: 5 (alias), 6 (address), 2 (comment), got 0"),
        ("1,2,3\n", "columns: 5 (alias), 6 (address), 2 (comment), got 3"),
        ('1,"words"\n1,2,3\n', "expected 2 columns, got 3"),
        ('x,"words"\n', r"ent_num: expected \d{1,9}, got 'x'"),
    ],
)
def test_a_table_that_is_not_sound_is_refused_in_one_line(service, tmp_path, how, content, told):
    before = log_of(service)
    path = tmp_path / "part.csv"
    path.write_text(content, encoding="utf-8")

    with pytest.raises(BadSource) as refused:
        imported(service, "list-parts", path, **how)
    assert told in str(refused.value)
    assert log_of(service) == before


def test_a_table_whose_list_was_not_imported_is_refused(service, tmp_path):
    path = tmp_path / "comments.csv"
    path.write_text(COMMENT, encoding="utf-8")

    with pytest.raises(BadSource, match="a list that was imported whole before, by profile watch"):
        imported(service, "list-parts", path, profile=profile(tmp_path), **DAY)
