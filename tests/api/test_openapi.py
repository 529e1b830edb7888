"""The OpenAPI document says what the routes do, and follows the kinds of claim by itself."""

import json

import pytest

from api.problems import MEDIA_TYPE
from events import KINDS, parse_claim

ENDLESS = "/v1/events/stream"

ROUTES = {
    "/v1/exposure",
    "/v1/exposure/changes",
    "/v1/exposure/diff",
    "/v1/exposure/prov",
    "/v1/exposure/sensitivity",
    "/v1/vendors",
    "/v1/vendors/{vendor}",
    "/v1/vendors/{vendor}/history",
    "/v1/exposure/timemap",
    "/v1/vendors/{vendor}/timemap",
    "/v1/vendors/{vendor}/history/timemap",
    "/v1/regions/{region}/timemap",
    "/v1/vendors/{vendor}/feed",
    "/v1/regions/{region}/feed",
    "/v1/regions",
    "/v1/regions/{region}",
    "/v1/regions/{region}/totals",
    "/v1/claims",
    "/v1/claims/{claim}",
    "/v1/claims/{claim}/why",
    "/v1/claims/{claim}/prov",
    "/v1/claims/{claim}/status",
    "/v1/acts",
    "/v1/captures",
    "/v1/captures/{sha256}",
    "/v1/events",
    "/v1/events/stream",
    "/v1/kinds",
    "/v1/kinds/{kind}/schema",
    "/v1/sources",
    "/v1/sources/{source}",
    "/v1/questions",
    "/v1/questions/changes",
    "/v1/questions/{question}",
    "/v1/questions/{question}/changes",
    "/v1/webhooks",
    "/v1/webhooks/{webhook}",
    "/v1/webhooks/{webhook}/dead",
    "/v1/webhooks/{webhook}/replay",
    "/v1/webhooks/{webhook}/rotate",
    "/v1/bundle",
    "/v1/export/{table}.{ending}",
    "/v1/checkpoint",
    "/v1/keys",
    "/v1/proofs/inclusion",
    "/v1/proofs/consistency",
    "/health/live",
    "/health/ready",
}
"""The addresses that others rely on."""


@pytest.fixture
def document(client):
    response = client.get("/openapi.json")
    assert response.status_code == 200
    return response.json()


def claims(document):
    return document["paths"]["/v1/claims"]["post"]["requestBody"]["content"]["application/json"]


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_claim_has_an_example_and_a_schema(document, kind):
    example = claims(document)["examples"][kind]
    schemas = document["components"]["schemas"]

    assert parse_claim(example["value"]).kind == kind
    assert example["summary"]
    assert schemas["Claim"]["discriminator"]["mapping"][kind] == f"#/components/schemas/{kind}"
    assert schemas[kind]["properties"]["kind"]["const"] == kind
    assert set(example["value"]) <= set(schemas[kind]["properties"])


def test_every_reference_leads_to_something(document):
    text = json.dumps(document)
    referred = {part.split('"')[0] for part in text.split('"$ref": "#/components/schemas/')[1:]}

    assert referred <= set(document["components"]["schemas"])
    assert "#/$defs/" not in text


def test_every_route_documents_the_problems_it_answers_with(document):
    for path, verbs in document["paths"].items():
        for verb, operation in verbs.items():
            refused = {
                code: each for code, each in operation["responses"].items() if code[0] in "45"
            }
            assert refused or path == "/health/live", (path, verb)
            for each in refused.values():
                assert list(each["content"]) == [MEDIA_TYPE]
            assert operation["summary"]


def test_a_documented_parameter_is_known_and_one_that_is_not_is_refused(document, reader):
    for path, verbs in document["paths"].items():
        names = {
            each["name"]: each["example"]
            for each in verbs.get("get", {}).get("parameters", [])
            if each["in"] == "query"
        }
        address = path.format(
            vendor="dahua",
            region="CN-XJ",
            claim="c-0",
            source="reuters",
            sha256="0" * 64,
            table="names",
            ending="none",
            kind="project-awarded",
            question="q-0",
            webhook="w-0",
        )
        if path == ENDLESS:
            assert reader.head(address, params=names).status_code == 200
            continue
        for name, example in names.items():
            response = reader.get(address, params={name: example})
            refused = response.json() if response.headers["content-type"] == MEDIA_TYPE else {}
            assert refused.get("type") != "/problems/unknown-parameter", (path, name)


def test_the_routes_are_those_agreed(document):
    assert set(document["paths"]) == ROUTES
