"""The OpenAPI document is valid, and requests drawn from it are answered as it says."""

import json
import os
import tempfile
from collections.abc import Iterator
from contextlib import suppress

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from openapi_spec_validator import validate
from schemathesis import GenerationMode
from schemathesis.specs.openapi.checks import positive_data_acceptance

from api import create_app
from timeline import Item, Service, Settings, migrate
from timeline.casebook import casebook_lines

CASES = int(os.environ.get("TIMELINE_CASES", "8"))
"""Requests drawn for each operation and mode."""
ENDLESS = "/v1/events/stream"
DOCUMENT = create_app(settings=Settings()).openapi()
BEYOND_SCHEMAS = [positive_data_acceptance]
"""What no schema says is refused too: days that do not exist, targets that are not recorded."""
OPERATIONS = [
    (path, method)
    for path, methods in DOCUMENT["paths"].items()
    for method in methods
    if path != ENDLESS
]


@pytest.fixture(scope="module")
def drawn() -> Iterator[schemathesis.BaseSchema]:
    """The document of an application over the casebook, to draw requests from."""
    with tempfile.TemporaryDirectory(prefix="timeline-sqlite-") as folder:
        chosen = Settings(database=f"sqlite:///{folder}/timeline.db", key=f"{folder}/timeline.key")
        migrate(chosen.database)
        service = Service.open(chosen)
        service.record([Item(json.loads(line)) for line in casebook_lines()])
        yield schemathesis.openapi.from_asgi("/openapi.json", create_app(service, chosen))
        service.close()


def test_the_document_is_valid_openapi():
    validate(DOCUMENT)


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
@pytest.mark.parametrize(("path", "method"), OPERATIONS)
def test_a_request_drawn_from_the_document_is_answered_as_it_says(drawn, path, method, mode):
    operation = drawn[path][method]

    @settings(
        max_examples=CASES,
        deadline=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def answered(case: schemathesis.Case) -> None:
        case.call_and_validate(excluded_checks=BEYOND_SCHEMAS)

    # Nothing can be wrong with a request that has no parameters.
    with suppress(Unsatisfiable):
        answered()
