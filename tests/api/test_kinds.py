"""The catalogue over HTTP: each kind and act with a schema that holds for what is recorded of it."""

import pytest
from jsonschema import Draft202012Validator

from events import ACTS, KINDS, parse_act, parse_claim


def test_every_kind_and_every_act_is_listed_with_its_schema(reader):
    listed = reader.get("/v1/kinds").json()

    assert [row["kind"] for row in listed["kinds"]] == list(KINDS)
    assert [row["act"] for row in listed["acts"]] == list(ACTS)
    for row in (*listed["kinds"], *listed["acts"]):
        assert row["what_it_says"]
        assert reader.get(row["schema"]).status_code == 200


@pytest.mark.parametrize("name", [*KINDS, *ACTS])
def test_the_schema_of_a_kind_holds_for_what_an_event_of_it_says(reader, name):
    response = reader.get(f"/v1/kinds/{name}/schema")
    schema = response.json()
    said = (
        parse_claim(KINDS[name].EXAMPLE) if name in KINDS else parse_act(ACTS[name].EXAMPLE)
    ).content()

    assert response.headers["content-type"] == "application/schema+json"
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["$id"].endswith(f":/v1/kinds/{name}/schema")
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema)
    validator.validate(said)
    assert not validator.is_valid({**said, "an_unknown_field": 1})
    assert not validator.is_valid({**said, "kind" if name in KINDS else "act": "another"})


def test_the_schema_that_an_event_names_is_the_one_that_is_served(reader):
    for event in reader.get("/v1/events?limit=1000").json()["events"]:
        address = event["dataschema"].partition(":/")[2]
        assert reader.get(f"/{address}").json()["$id"] == event["dataschema"]


def test_a_kind_that_is_not_there_is_refused(reader):
    refused = reader.get("/v1/kinds/nothing-like-it/schema")

    assert (refused.status_code, refused.json()["type"]) == (404, "/problems/unknown-kind")
