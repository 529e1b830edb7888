"""What answers tell of acts: what was set aside and by which, why, the status of a claim, and names."""

from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from api import create_app
from events import parse_claim
from tests.timeline.story import (
    EXCHANGE,
    GAZETTE,
    Said,
    Story,
    act,
    awarded,
    observed,
    opened_story,
)
from timeline import Settings, UnknownRegion, UnknownVendor

DAY = "2018-01-01"
MAY = "2022-05-01"


@pytest.fixture
def story(database_url: str) -> Iterator[Story]:
    with opened_story(database_url) as story:
        yield story


@pytest.fixture
def client(story: Story) -> Iterator[TestClient]:
    with TestClient(create_app(story.service, Settings())) as client:
        yield client


def named(name: str, **fields: object) -> Said:
    return {
        "kind": "vendor-named",
        "occurrence": "acme-names",
        "vendor": "acme",
        "name": name,
        "disclosed": "2021-03-04",
        "citation": EXCHANGE,
        **fields,
    }


def placed(region: str, within: str) -> Said:
    return {
        "kind": "region-named",
        "occurrence": f"{region.lower()}-names",
        "region": region,
        "within": within,
        "name": f"Place {region}",
        "disclosed": "2021-03-04",
        "citation": EXCHANGE,
    }


def test_what_was_set_aside_is_listed_beside_the_count_with_its_act(story: Story):
    claim, _ = story.given(awarded(), awarded(citation=GAZETTE))
    retraction = story.when(act("source-retracted", claim, disclosed=MAY, actor="jane"))

    (aside,) = story.one(DAY)["set_aside"]
    assert aside["claim"]["id"] == claim
    assert (aside["by"]["id"], aside["by"]["act"]) == (retraction, "source-retracted")
    assert (aside["by"]["reason"], aside["by"]["actor"]) == ("as told in a test", "jane")
    assert (aside["by"]["position"], aside["by"]["disclosed"]) == (3, MAY)
    assert story.one(DAY, "2022-04-30")["set_aside"] == []
    assert story.one(DAY, None, 2)["set_aside"] == []


def test_the_act_that_brought_a_claim_in_is_told_with_what_it_replaced(story: Story):
    (claim,) = story.given(awarded())
    by = awarded(4, disclosed=MAY)
    done = story.when(act("source-corrected", claim, by=by, disclosed=MAY))

    one = story.one(DAY)
    assert [each["id"] for each in one["claims"]] == [parse_claim(by).id]
    assert one["claims"][0]["position"] == 2
    (aside,) = one["set_aside"]
    assert (aside["by"]["id"], aside["by"]["brings"]) == (done, parse_claim(by).id)


def test_history_leaves_out_what_is_set_aside_and_keeps_it_at_older_times(story: Story):
    claim, other = story.given(awarded(), observed())
    story.when(act("source-retracted", claim, disclosed=MAY))

    assert story.history() == [other]
    assert story.history("2022-04-30") == [claim, other]
    assert story.history(None, 2) == [claim, other]


def test_history_tells_what_an_act_brought_from_the_disclosure_of_the_act(story: Story):
    (claim,) = story.given(awarded())
    by = awarded(4, disclosed="2022-09-01")
    story.when(act("source-corrected", claim, by=by, disclosed=MAY))

    assert story.history("2022-06-01") == [parse_claim(by).id]
    assert story.history("2022-04-30") == [claim]


def test_why_shows_a_claim_that_was_set_aside_and_every_act_upon_it_and_upon_those(story: Story):
    (claim,) = story.given(awarded())
    retraction = story.when(act("source-retracted", claim, disclosed=MAY))
    withdrawal = story.when(act("withdrawn", retraction))
    story.given(awarded(occurrence="port"))

    why = story.why(claim)
    assert [(each["id"], each["standing"]) for each in why["claims"]] == [(claim, "standing")]
    assert [each["id"] for each in why["acts"]] == [retraction, withdrawal]
    assert why["occurrence"] == "harbour"
    assert story.why("harbour")["acts"] == why["acts"]


def test_why_of_what_an_act_brought_tells_the_claim_it_replaced_and_the_act(story: Story):
    (claim,) = story.given(awarded())
    by = awarded(4, disclosed=MAY, citation=GAZETTE)
    done = story.when(act("source-corrected", claim, by=by, disclosed=MAY))

    standing = {each["id"]: each["standing"] for each in story.why("harbour")["claims"]}
    assert standing == {claim: "source-corrected", parse_claim(by).id: "standing"}
    brought = story.why(parse_claim(by).id)
    assert [each["id"] for each in brought["claims"]] == [parse_claim(by).id]
    assert [link["source"] for link in brought["chain"]] == ["gazette"]
    assert [each["id"] for each in story.why(claim)["acts"]] == [done]


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("source-corrected", {"by": awarded(4, disclosed=MAY), "disclosed": MAY}),
        ("source-retracted", {"disclosed": MAY}),
        ("transcription-corrected", {"by": awarded(4)}),
        ("recording-voided", {}),
    ],
)
def test_the_status_of_a_claim_is_the_act_that_set_it_aside(
    story: Story, client: TestClient, name: str, fields: Said
):
    (claim,) = story.given(awarded())
    before = story.status(claim)
    done = story.when(act(name, claim, **fields))
    after = story.status(claim)

    assert (before["status"], before["acts"]) == ("standing", [])
    assert (after["status"], [each["id"] for each in after["acts"]]) == (name, [done])
    assert client.get(f"/v1/claims/{claim}/status").json() == after
    story.when(act("withdrawn", done))
    assert story.status(claim)["status"] == "standing"


def test_the_status_of_a_claim_that_was_only_confirmed_is_standing(story: Story):
    (claim,) = story.given(awarded())
    done = story.when(act("confirmed", claim, at="2020-06-01", disclosed=MAY))

    status = story.status(claim)
    assert (status["status"], [each["id"] for each in status["acts"]]) == ("standing", [done])


def test_the_blast_radius_is_where_counts_are_other_without_the_claim(story: Story):
    contract = awarded(4, citation=GAZETTE, unit="contract")
    claim, _ = story.given(awarded(), contract)
    begins, lasts = story.status(claim)["blast_radius"]

    assert (begins["from"], begins["until"]) == ("2016-01-01", lasts["from"])
    assert lasts["until"] is None
    for each in (begins, lasts):
        assert (each["vendor"], each["region"], each["occurrence"]) == ("acme", "BR-SP", "harbour")
        assert (each["type"], each["unit"]) == ("project", "project")
        assert each["without"] == {"certain": 0, "presumed": 0, "possible": 0}
    assert lasts["with"] == {"certain": 0, "presumed": 3, "possible": 3}


def test_a_claim_that_another_source_repeats_has_no_blast_radius(story: Story):
    claim, _ = story.given(awarded(), awarded(citation=GAZETTE))

    assert story.status(claim)["blast_radius"] == []


def test_a_claim_that_was_set_aside_has_no_blast_radius_any_more(story: Story):
    (claim,) = story.given(awarded())
    before = story.status(claim)["blast_radius"]
    story.when(act("recording-voided", claim))

    assert (before[0]["from"], before[0]["without"]["possible"]) == ("2016-01-01", 0)
    assert story.status(claim)["blast_radius"] == []


def test_a_name_that_was_voided_finds_nobody_but_at_older_positions(story: Story):
    _, name = story.given(awarded(), named("Harbourworks"))
    story.when(act("recording-voided", name))

    with pytest.raises(UnknownVendor):
        story.exposure(vendor="Harbourworks")
    assert story.exposure(DAY, None, 2, vendor="harbour works")["totals"]
    assert story.total(DAY) == (0, 3, 3)


def test_a_name_whose_voiding_was_withdrawn_is_found_again(story: Story):
    _, name = story.given(awarded(), named("Harbourworks"))
    voiding = story.when(act("recording-voided", name))
    story.when(act("withdrawn", voiding))

    assert story.total(DAY, vendor="Harbourworks") == (0, 3, 3)


def test_a_name_that_was_copied_wrongly_is_found_as_it_was_corrected(story: Story):
    _, name = story.given(awarded(), named("Harborworks"))
    story.when(act("transcription-corrected", name, by=named("Hafenwerke")))

    assert story.total(DAY, vendor="Hafenwerke") == (0, 3, 3)
    with pytest.raises(UnknownVendor):
        story.exposure(vendor="Harborworks")
    with pytest.raises(UnknownVendor):
        story.exposure(DAY, None, 2, vendor="Hafenwerke")


def test_a_region_placed_by_a_claim_that_was_voided_stays_where_it_was(story: Story):
    (place,) = story.given(placed("BR-SP-PORT", "BR-SP"))
    story.given(awarded(region="BR-SP-PORT"))
    story.when(act("recording-voided", place))

    for position in (None, 2):
        assert story.total(DAY, None, position, region="BR") == (0, 3, 3)
        assert story.total(DAY, None, position, region="BR-SP-PORT") == (0, 3, 3)


def test_a_region_whose_naming_was_redacted_goes_with_the_places_in_it_and_the_rest_is_answered(
    story: Story,
):
    place, _ = story.given(placed("BR-SP-PORT", "BR-SP"), placed("BR-SP-PORT-GATE", "BR-SP-PORT"))
    story.given(awarded(region="BR-SP-PORT-GATE"), awarded(occurrence="depot"))
    story.when(act("payload-redacted", place))

    assert story.total(DAY, region="BR") == (0, 3, 3)
    assert story.total(DAY) == (0, 6, 6)
    for region in ("BR-SP-PORT", "BR-SP-PORT-GATE"):
        with pytest.raises(UnknownRegion):
            story.exposure(region=region)


def test_an_act_is_shown_at_its_own_address(story: Story, client: TestClient):
    (claim,) = story.given(awarded())
    done = story.when(act("recording-voided", claim))

    shown = client.get(f"/v1/claims/{done}").json()
    assert (shown["id"], shown["act"], shown["target"]) == (done, "recording-voided", claim)
    assert client.get(f"/v1/claims/{claim}").json()["id"] == claim


def test_what_was_withdrawn_is_listed_where_nothing_else_is_left(story: Story):
    (claim,) = story.given(awarded())
    story.when(act("source-retracted", claim, disclosed=MAY))

    answer = story.exposure(DAY)
    assert answer["status"] == "none_recorded"
    assert [each["claim"]["id"] for each in answer["set_aside"]] == [claim]
    assert story.exposure(DAY, "2022-04-30")["set_aside"] == []
