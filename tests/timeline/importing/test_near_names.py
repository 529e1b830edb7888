"""Which names are near to one another, and what it costs to ask among many."""

import sys
from collections.abc import Callable
from types import FrameType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timeline.importing.near_names import RARE, NearNames

WORD = st.text("abc", min_size=5, max_size=7)


def known(*names: str) -> NearNames:
    found = NearNames()
    for name in names:
        found.add(f"v:{name}", name)
    return found


@pytest.mark.parametrize(
    ("name", "near"),
    [
        ("Hikvison", "Hikvision"),
        ("Hikvisoin", "Hikvision"),
        ("Hikvisionn", "Hikvision"),
        ("Hikvysion Digital Technology", "Hikvision"),
        ("dahau", "Dahua"),
        ("hik-vision", "Hikvision"),
        ("Société Générale", "Societe Generale Group"),
        ("ZTE", "zte-corporation"),
        ("Dahua Electronics Corporation", "Zhejiang Dahua Vision Technology"),
        ("Mezhdunarodnaja Kniga", "Mezhdunarodnaya Kniga"),
        ("Ministry of Petroleum, Kingdom of Elbonia", "Ministry of Petroleum of Elbonia"),
    ],
)
def test_a_name_spelled_otherwise_is_near(name, near):
    assert known("Acme Harbour", near, "Bolt Railways").near(name) == {f"v:{near}": near}


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("Ministry of Finance of Georgia", "Ministry of Foreign Affairs of Georgia"),
        ("Ministry of Foreign Affairs of Estonia", "Ministry of Foreign Affairs of Sweden"),
        ("Embassy of Japan", "Japan Airlines"),
        ("China Mobile", "China Railway"),
        ("Top Sport", "Ministry of Sports of Elbonia"),
        ("Iran Air", "Iraq Air"),
        ("Tokyo", "Onkyo"),
        ("Unit 61398", "Unit 61399"),
        ("Company Limited", "Limited Company"),
        ("", "Acme"),
    ],
)
def test_names_that_share_common_words_alone_are_not_near(name, other):
    assert known(other).near(name) == {}
    assert known(name).near(other) == {}


def test_a_word_that_many_have_tells_nothing():
    firms = [f"Harbour {word}" for word in ("Bolt", "Crane", "Dredge", "Ferry", "Gantry", "Hull")]
    few, many = known(*firms), known(*firms, "Harbour Jetty", "Harbour Keel")

    assert few.near("Harbour")
    assert len(firms) + 2 == RARE
    assert many.near("Harbour") == {}


def test_what_is_nearest_comes_first_and_a_vendor_once():
    found = known("Dahua Vision Overseas")
    found.add("dahua", "Dahua Technology")
    found.add("dahua", "Zhejiang Dahua Technology")

    assert found.near("Dahua") == {
        "dahua": "Dahua Technology",
        "v:Dahua Vision Overseas": "Dahua Vision Overseas",
    }
    assert list(found.near("Dahua")) == ["dahua", "v:Dahua Vision Overseas"]


def test_an_id_that_holds_a_name_among_other_words_is_not_near():
    found = NearNames()
    found.add("dahua-us-distribution-partner", "dahua-us-distribution-partner")
    found.add("hikvision", "hikvision")

    assert found.near("Dahua Electronics") == {}
    assert found.near("Hikvison") == {"hikvision": "hikvision"}


@given(WORD, WORD)
def test_one_word_names_are_near_if_they_agree_but_for_a_letter_in_each(one: str, other: str):
    cut = [
        {each[:n] + each[n + 1 :] for n in range(1, len(each))} | {each} for each in (one, other)
    ]

    assert bool(known(one).near(other)) == bool(cut[0] & cut[1])


def test_asking_costs_the_same_among_many_as_among_few():
    def cost(vendors: int) -> int:
        found = known(*(f"Firm {spelled(n)} of Harbour" for n in range(vendors)))
        return calls(lambda: found.near(f"Firm {spelled(77)}x of Harbour"))

    assert cost(5_000) < 3 * cost(200)


def spelled(number: int) -> str:
    return "".join("bdfgklmprs"[int(digit)] + "aeiou"[int(digit) % 5] for digit in f"{number:05}")


def calls(work: Callable[[], object]) -> int:
    count = 0

    def told(_frame: FrameType, event: str, _arg: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(told)
    try:
        work()
    finally:
        sys.setprofile(None)
    return count
