"""Bytes come back as they were, are kept once, and are not given out where they are not what they were."""

from pathlib import Path

import pytest
from sqlalchemy import func, select, update

from tests.timeline.captures.conftest import NOW, PAGE, sha
from timeline import DamagedCapture, MissingCapture, NotCaptured, Retrieved, UnknownCapture
from timeline.captures.tables import capture_bodies
from timeline.database import reading, writing

LATER = 1_000_000


def bodies(service):
    with reading(service.engine) as connection:
        return connection.scalar(select(func.count()).select_from(capture_bodies))


def test_bytes_come_back_as_they_were(open_service, place, take):
    service = open_service(place)
    for body in (PAGE, b"\0\xff" * 70_000, b"x"):
        assert service.read_capture(take(service, body)) == body


def test_the_same_bytes_are_one_body_however_often_they_are_retrieved(open_service, place, clock):
    service = open_service(place)
    one = Retrieved(PAGE, "https://a.example/", "text/html", NOW - LATER)
    other = Retrieved(PAGE, "https://b.example/", "text/html", NOW)
    first = service.capture([one, other])
    again = service.capture([one, other])

    assert (first.new, again.new) == (2, 0)
    assert bodies(service) == 1
    assert [each.url for each in service.captured()] == ["https://a.example/", "https://b.example/"]


def test_a_file_taken_twice_is_one_capture_and_a_page_retrieved_later_another(service, clock):
    said = Retrieved(PAGE)
    service.capture([said])
    clock.advance(LATER)
    assert service.capture([said]).new == 0
    assert service.capture([Retrieved(PAGE, retrieved_at=NOW + LATER)]).new == 1
    assert [each.retrieved_at for each in service.captured()] == [NOW, NOW + LATER]


def test_a_file_is_kept_under_its_hash(open_service, tmp_path, take):
    service = open_service(str(tmp_path / "bodies"))
    name = take(service, PAGE)
    files = [path for path in (tmp_path / "bodies").rglob("*") if path.is_file()]

    assert files == [tmp_path / "bodies" / name[:2] / name]
    assert files[0].read_bytes() == PAGE


def test_bytes_that_changed_are_refused_and_capturing_them_again_mends_it(
    open_service, place, take
):
    service = open_service(place)
    name = take(service, PAGE)
    if place:
        (Path(place) / name[:2] / name).write_bytes(PAGE[:-1])
    else:
        with writing(service.engine) as connection:
            connection.execute(update(capture_bodies).values(body=PAGE[:-1]))
    with pytest.raises(DamagedCapture, match=name):
        service.read_capture(name)
    with pytest.raises(DamagedCapture):
        service.check_captures()
    assert take(service, PAGE) == name
    assert service.read_capture(name) == PAGE


def test_what_is_in_a_directory_that_is_not_there_is_missed_by_name(open_service, tmp_path, take):
    name = take(open_service(str(tmp_path / "bodies")), PAGE)
    for elsewhere in ("", str(tmp_path / "other")):
        with pytest.raises(MissingCapture, match=name):
            open_service(elsewhere).read_capture(name)


def test_what_was_kept_in_the_database_is_found_when_a_directory_is_named(
    open_service, tmp_path, take
):
    name = take(open_service(), PAGE)

    assert open_service(str(tmp_path / "bodies")).read_capture(name) == PAGE


def test_what_was_lost_with_a_directory_can_be_captured_into_the_database(
    open_service, tmp_path, take
):
    take(open_service(str(tmp_path / "bodies")), PAGE)
    service = open_service()

    assert service.read_capture(take(service, PAGE)) == PAGE


def test_what_nobody_captured_is_unknown(service):
    with pytest.raises(UnknownCapture, match="no bytes"):
        service.read_capture(sha(b"nothing"))
    with pytest.raises(UnknownCapture):
        service.captured([sha(b"nothing")])


def test_all_is_captured_or_nothing(open_service, place):
    service = open_service(place)

    def given():
        yield Retrieved(PAGE)
        raise NotCaptured(source="a.html", why="it is not there")

    with pytest.raises(NotCaptured):
        service.capture(given())
    with pytest.raises(NotCaptured, match="after now"):
        service.capture([Retrieved(PAGE), Retrieved(PAGE, retrieved_at=NOW + 1)])
    assert service.captured() == []


def test_a_directory_that_cannot_be_written_is_a_refusal(open_service, tmp_path):
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(NotCaptured, match="cannot be written"):
        open_service(str(tmp_path / "file")).capture([Retrieved(PAGE)])
