"""Acts in W3C PROV: activities of their actors, that set claims aside and bring others in."""

import pytest
from prov.model import ProvDocument

from tests.timeline.provenance.reading import Read
from timeline import Item, write_prov

HARBOUR = {
    "kind": "project-awarded",
    "occurrence": "acme-harbour",
    "vendor": "acme",
    "region": "BR-SP",
    "size": 3,
    "unit": "project",
    "valid": "[2016..2017]",
    "disclosed": "2021-03-04",
    "citation": {"source": "harbour-exchange", "quote": "three projects", "derived_from": None},
}
NEWS = {"source": "harbour-news", "quote": "three", "derived_from": "harbour-exchange"}
SIX = {**HARBOUR, "size": 6, "citation": {**HARBOUR["citation"], "quote": "six, not three"}}


@pytest.fixture
def record(service, clock):
    """Records a claim or an act an hour after the last; its id."""

    def one(**said):
        clock.advance(3_600_000_000)
        return service.record([Item(said)]).claims[0]

    return one


@pytest.fixture
def corrected(record):
    """A claim, a newspaper's that repeats it, and the act that corrected both."""
    first = record(claim=HARBOUR)
    repeated = record(claim={**HARBOUR, "citation": NEWS})
    act = record(
        act={
            "act": "source-corrected",
            "target": first,
            "by": {**SIX, "disclosed": "2021-05-01"},
            "disclosed": "2021-05-01",
            "reason": "corrected by the exchange",
            "actor": "jane",
            "citation": {"source": "gazette", "title": "Notice 7", "derived_from": None},
        }
    )
    return first, repeated, act


def asked(exposure, **at):
    return exposure("acme", "BR-SP", valid_at="2018", **at)


def test_a_correction_sets_aside_what_it_is_upon_and_what_repeats_it(exposure, corrected):
    first, repeated, act = corrected
    answer, document = asked(exposure)
    read = Read(document)
    [five] = answer["occurrences"]
    [new] = five["claims"]

    activity = read.of("activity", "act")[f"act:{act}"]
    assert activity["timeline:reason"] == "corrected by the exchange"
    assert read.related("wasInvalidatedBy", "entity", "activity") == {
        (f"claim:{first}", f"act:{act}"),
        (f"claim:{repeated}", f"act:{act}"),
    }
    generated = read.related("wasGeneratedBy", "entity", "activity")
    assert (f"claim:{new['id']}", f"act:{act}") in generated
    assert read.derived("Revision") == {f"claim:{new['id']}": {f"claim:{first}"}}
    [actor] = read.of("agent", "actor").values()
    assert actor["prov:label"] == "jane"


def test_the_answer_uses_what_counts_and_what_was_set_aside_only_had_influence(exposure, corrected):
    first, repeated, _ = corrected
    answer, document = asked(exposure)
    read = Read(document)
    [new] = answer["occurrences"][0]["claims"]

    used = read.related("used", "activity", "entity")
    assert {claim for by, claim in used if by.startswith("question:")} == {f"claim:{new['id']}"}
    influence = read.related("wasInfluencedBy", "influencee", "influencer")
    assert {claim for _, claim in influence} == {f"claim:{first}", f"claim:{repeated}"}


def test_what_an_act_cites_is_there_too(exposure, corrected):
    *_, act = corrected
    read = Read(asked(exposure)[1])
    titles = {name: said["prov:label"] for name, said in read.of("entity", "citation").items()}
    used = {
        entity for by, entity in read.related("used", "activity", "entity") if by == f"act:{act}"
    }

    assert "Notice 7" in {titles.get(name) for name in used}


def test_before_the_correction_was_disclosed_nothing_was_set_aside(exposure, corrected):
    first, repeated, _ = corrected
    read = Read(asked(exposure, known_at="2021-04-01")[1])

    assert set(read.of("entity", "claim")) == {f"claim:{first}", f"claim:{repeated}"}
    assert read.of("activity", "act") == {}
    assert "wasInvalidatedBy" not in read.content


def test_a_citation_told_by_the_name_of_a_source_leads_to_that_source(exposure, corrected):
    _, repeated, _ = corrected
    read = Read(asked(exposure, known_at="2021-04-01")[1])

    assert read.chains(f"claim:{repeated}") == {("harbour-news", "harbour-exchange")}


def test_an_act_upon_an_act_was_informed_by_it_and_sets_nothing_aside(exposure, record, corrected):
    first, _, act = corrected
    undone = record(act={"act": "withdrawn", "target": act, "reason": "entered by mistake"})
    read = Read(asked(exposure)[1])

    assert (f"act:{undone}", f"act:{act}") in read.related("wasInformedBy", "informed", "informant")
    assert "wasInvalidatedBy" not in read.content
    assert f"claim:{first}" in read.of("entity", "claim")


def test_an_act_upon_a_claim_that_was_set_aside_before_does_not_use_it(exposure, record, corrected):
    first, _, act = corrected
    again = record(
        act={
            "act": "source-retracted",
            "target": first,
            "disclosed": "2021-06-01",
            "reason": "again",
        }
    )
    read = Read(asked(exposure)[1])

    assert (f"act:{act}", f"claim:{first}") in read.related("used", "activity", "entity")
    assert (f"act:{again}", f"claim:{first}") not in read.related("used", "activity", "entity")
    influence = read.related("wasInfluencedBy", "influencee", "influencer")
    assert (f"act:{again}", f"claim:{first}") in influence
    invalidated = read.related("wasInvalidatedBy", "entity", "activity")
    assert (f"claim:{first}", f"act:{act}") in invalidated
    assert (f"claim:{first}", f"act:{again}") not in invalidated


def test_why_one_claim_names_the_act_that_brought_it_in(why, exposure, corrected):
    first, _, act = corrected
    [new] = asked(exposure)[0]["occurrences"][0]["claims"]
    read = Read(why(new["id"])[1])

    assert (f"claim:{new['id']}", f"act:{act}") in read.related(
        "wasGeneratedBy", "entity", "activity"
    )
    assert f"claim:{first}" in read.of("entity", "claim")


def test_of_a_claim_that_was_redacted_no_words_are_left(why, exposure, record):
    first = record(claim=HARBOUR)
    record(claim={**HARBOUR, "citation": NEWS})
    act = record(act={"act": "payload-redacted", "target": first, "reason": "asked by law"})
    for _, document in (why("acme-harbour"), asked(exposure)):
        read = Read(document)
        left = read.of("entity", "claim")[f"claim:{first}"]
        assert left["timeline:kind"] == "project-awarded"
        assert "three projects" not in write_prov(document, "json")
        gone = read.related("wasInvalidatedBy", "entity", "activity")
        assert gone == {(f"claim:{first}", f"act:{act}")}


@pytest.mark.parametrize("target", ["acme-harbour", "first"])
def test_the_library_reads_back_what_was_written_of_acts(why, exposure, corrected, target):
    _, document = why(corrected[0] if target == "first" else target)

    assert ProvDocument.deserialize(content=write_prov(document, "json"), format="json") == document
