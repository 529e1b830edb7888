"""A gazette: its documents are told once, count nowhere, and are corrected by a later copy."""

import pytest

from events import ActEvent, Event
from tests.timeline.importing.gazettes import HEAD, document, gazette, many
from tests.timeline.importing.lists import imported, kinds_of, log_of
from timeline.errors import BadSource


def test_a_document_is_a_statement_of_its_title_on_its_day(service, tmp_path):
    said = document(7, abstract="Piers, and  more\nof them.")
    told = imported(service, "gazette", gazette(tmp_path, said))

    (claim,) = [e.claim for e in log_of(service) if isinstance(e, Event) and e.claim.valid]
    assert told.outcomes == {"published": 1}
    assert (claim.kind, claim.occurrence) == ("statement-made", "federal-register:2021-00007")
    assert claim.content()["statement"] == "Notice 7: Harbours and Piers"
    assert claim.valid == claim.disclosed == "2021-08-08"
    assert (claim.vendor, claim.region) == (None, None)
    assert claim.citation.source == "press-office"
    assert claim.citation.derived_from.quote == "Piers, and more of them."
    assert claim.citation.derived_from.url == said["url"]


def test_a_document_that_is_repeated_is_unchanged_and_another_version_is_a_correction(
    service, tmp_path
):
    again = {"observed_at": "2026-02-06T10:00:00Z"}
    rows = [document(1), document(2), document(2, **again), document(1, title="Other", **again)]
    told = imported(service, "gazette", gazette(tmp_path, *rows))

    assert told.outcomes == {"published": 2, "unchanged": 1, "corrected": 1}
    assert kinds_of(service) == ["statement-made", "source-corrected", "statement-made"]
    acts = [entry.act.content() for entry in log_of(service) if isinstance(entry, ActEvent)]
    assert [act["by"]["statement"] for act in acts] == ["Other"]
    assert acts[0]["disclosed"] == "2026-02-06T10:00:00Z"


def test_every_row_is_accounted_for_and_a_second_time_nothing_is_new(service, tmp_path):
    path = gazette(tmp_path, *many(1_200))
    first = imported(service, "gazette", path)
    again = imported(service, "gazette", path)

    assert first.outcomes == {"published": 1_170, "unchanged": 15, "corrected": 15}
    assert again.recorded == 0
    assert again.rows == 1_200


def test_a_later_file_goes_on_from_what_was_imported(service, tmp_path):
    imported(service, "gazette", gazette(tmp_path, document(1), document(2)))
    later = {"observed_at": "2026-03-01T00:00:00Z"}
    rows = [document(1, **later), document(2, title="Other", **later), document(3, **later)]
    told = imported(service, "gazette", gazette(tmp_path, *rows))

    assert told.outcomes == {"published": 1, "unchanged": 1, "corrected": 1}


def test_a_version_that_was_seen_before_the_last_one_is_left_out(service, tmp_path):
    later = document(1, title="Other", observed_at="2026-03-01T00:00:00Z")
    imported(service, "gazette", gazette(tmp_path, later))
    told = imported(service, "gazette", gazette(tmp_path, document(1), later))

    assert told.outcomes == {"left out": 1, "unchanged": 1}


@pytest.mark.parametrize(
    ("head", "said", "told"),
    [
        ({"format": "other/1"}, {}, "a header with format fr-docs/1"),
        ({"format": "fr-docs/1"}, {}, "who collected the documents"),
        ([], {}, "a header with format"),
        (HEAD, {"published": "0000-01-01"}, "a day such as 2019-10-09 in published"),
        (HEAD, {"published": "9999-12-31"}, "a day in 1700 to 2100 in published"),
        (HEAD, {"published": "2026-02-06"}, "a day up to 2026-02-05 in published"),
        (HEAD, {"observed_at": "2026-02-05 19:08:01"}, "a time with its zone in observed_at"),
        (HEAD, {"observed_at": "2027-02-05T19:08:01Z"}, "a time that is not after now"),
        (HEAD, {"doc": "../1"}, "a number of letters, digits"),
        (HEAD, {"url": "ftp://gazette.example"}, "an http address in url"),
        (HEAD, {"title": " "}, "a title in title"),
        (HEAD, {"title": None}, "a text in each of doc, title"),
        (HEAD, {"fruit": "1"}, "nothing else, got '1' in 'fruit'"),
    ],
)
def test_a_gazette_that_is_not_sound_is_refused_in_one_line(service, tmp_path, head, said, told):
    path = gazette(tmp_path, document(1), document(2, **said), head=head)

    with pytest.raises(BadSource) as refused:
        imported(service, "gazette", path)
    assert told in str(refused.value)
    assert "\n" not in str(refused.value)
    assert log_of(service) == []


def test_a_gazette_without_documents_is_refused(service, tmp_path):
    with pytest.raises(BadSource, match="expected documents, got none"):
        imported(service, "gazette", gazette(tmp_path))
