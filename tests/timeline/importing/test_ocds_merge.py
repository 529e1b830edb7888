"""Compiled releases: what the reference implementation gives, over small releases and the published examples."""

import os
import warnings
from pathlib import Path
from typing import Any

import ocdsmerge
import pytest
from hypothesis import given
from hypothesis import strategies as st

from timeline.importing.ocds_merge import OMITTED, WHOLE, Differing, compiled, states
from timeline.importing.ocds_reading import read_documents
from timeline.importing.opening import LIMITS

SAMPLES = Path(os.environ.get("TIMELINE_SAMPLES", "samples")) / "ocds"
EXAMPLES = SAMPLES / "ocds_real_examples_2018-11-24.tar.gz"
SCHEMA = SAMPLES / "release-schema-1__1__4.json"
NOW = 1_795_400_000_000_000
RULES = dict.fromkeys(OMITTED, "omitWhenMerged") | dict.fromkeys(WHOLE, "wholeListMerge")
MERGER = ocdsmerge.Merger(merge_rules=RULES)


def reference(releases: list[dict[str, Any]], merger: Any = MERGER) -> dict[str, Any]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ocdsmerge.exceptions.DuplicateIdValueWarning)
        return merger.create_compiled_release(releases)


def released(*said: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        {"ocid": "p", "id": str(day), "date": f"2019-01-{day:02}T00:00:00Z", "tag": ["award"]}
        | each
        for day, each in enumerate(said, start=1)
    ]


@pytest.mark.parametrize(
    "said",
    [
        [{"awards": [{"id": 1, "title": "a"}]}, {"awards": [{"id": 2}, {"id": 1, "title": "b"}]}],
        [{"awards": [{"title": "a"}]}, {"awards": [{"title": "a"}]}],
        [{"awards": [{"id": None, "title": "a"}]}, {"awards": [{"id": None, "status": "b"}]}],
        [{"parties": [{"id": "x", "roles": ["buyer"]}]}, {"parties": [{"id": "x", "roles": []}]}],
        [{"tender": {"title": "a", "value": {"amount": 1}}}, {"tender": {"value": None}}],
        [{"tender": {"title": "a", "description": "b"}}, {"tender": {"title": None}}],
        [{"tender": None}, {"tender": {"title": "a"}}],
        [{"tender": {"items": []}, "awards": [], "buyer": {}}, {}],
        [
            {"tender": {"items": [{"id": 1, "additionalClassifications": [{"id": 1}]}]}},
            {"tender": {"items": [{"id": 1, "additionalClassifications": [{"id": 2}]}]}},
        ],
        [{"tender": {"amendment": {"changes": [{"id": 1}]}}}, {"tender": {"amendment": None}}],
        [{"extra": [1, 2]}, {"extra": [3]}],
        [{"awards": [{"id": 1, "id_": {}, "documents": [{}]}]}, {"awards": [{"id": 1}]}],
    ],
)
def test_releases_compile_to_what_the_reference_gives(said):
    releases = released(*said)

    assert compiled(releases) == reference(releases)


NAMES = st.sampled_from(["awards", "parties", "items", "roles", "changes", "amendments", "title"])
LEAVES = st.none() | st.integers(0, 2) | st.sampled_from(["a", "b"])
IDS = st.sampled_from([{}, {"id": None}, {"id": "1"}, {"id": "2"}])


def _object(inner: Any) -> Any:
    lists = st.lists(st.builds(lambda a, b: {**b, **a}, IDS, inner), max_size=3)
    values = {"awards": lists, "parties": lists, "items": lists, "amendments": lists}
    values |= {"changes": lists, "roles": st.lists(LEAVES, max_size=2), "title": LEAVES}
    return st.fixed_dictionaries({}, optional=values)


OBJECTS = _object(_object(_object(st.fixed_dictionaries({}, optional={"title": LEAVES}))))


@given(st.lists(OBJECTS, min_size=1, max_size=3))
def test_any_releases_compile_to_what_the_reference_gives(said):
    releases = released(*said)

    assert compiled(releases) == reference(releases)


def test_releases_are_merged_by_their_moments_and_not_by_how_they_are_written():
    late = {"date": "2019-01-01T20:00:00-05:00", "title": "late"}
    early = {"date": "2019-01-01T23:00:00Z", "title": "early"}

    assert [state["title"] for state in states([late, early])] == ["early", "late"]


def test_a_value_that_becomes_an_object_is_not_merged():
    with pytest.raises(Differing, match="tender/value"):
        compiled(released({"tender": {"value": 1}}, {"tender": {"value": {"amount": 1}}}))


@pytest.mark.slow
@pytest.mark.skipif(not EXAMPLES.is_file(), reason="TIMELINE_SAMPLES has no folder ocds")
def test_every_published_process_compiles_to_what_the_reference_gives():
    merger = ocdsmerge.Merger(str(SCHEMA))
    processes = read_documents(EXAMPLES, LIMITS, NOW).processes()
    same = [
        not of[0].compiled
        for of in processes.values()
        if compiled(said := [each.said for each in of]) == reference(said, merger)
    ]

    assert merger.merge_rules == RULES
    assert (len(same), sum(same)) == (len(processes), 603)
