"""The provenance of an answer, in W3C PROV: every claim, every citation down to the root, every act."""

import json

import pytest
from prov.model import ProvDocument
from rdflib import RDF, Graph, URIRef
from rdflib.namespace import PROV

from tests.timeline.provenance.reading import Read, casebook_chains
from timeline import Item, write_prov

C3 = {"vendor": "dahua", "region": "CN-XJ", "valid_at": "2018-01-01"}
C10 = {"vendor": "hikvision", "region": "CN-XJ", "valid_at": "2020-01-01"}
FIVE = "dahua-xinjiang-five"
BASE = "tag:timeline.invalid,2026:"
# rdflib's reader of JSON-LD makes a graph of a kind that rdflib itself no longer wants.
OLD_GRAPH = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")


def shown(answer):
    """The ids of every claim that an exposure answer shows."""
    claims = [*answer["notes"], *answer["measurements"]]
    aside = [*answer["set_aside"]]
    for each in answer["occurrences"]:
        claims += each["claims"]
        aside += each["set_aside"]
    disputes = {each["claim"] for of in answer["occurrences"] for each in of["disputed_by"]}
    return {claim["id"] for claim in [*claims, *(gone["claim"] for gone in aside)]} | disputes


def ids(names):
    return {name.partition(":")[2] for name in names}


@pytest.mark.parametrize(
    ("asked", "occurrence"), [(C3, FIVE), (C10, "hikvision-xinjiang-five")], ids=["C3", "C10"]
)
def test_every_citation_of_an_answer_is_there_down_to_its_root(exposure, asked, occurrence):
    answer, document = exposure(**asked)
    read = Read(document)
    recorded = casebook_chains(occurrence)
    (counted,) = [each for each in answer["occurrences"] if each["id"] == occurrence]

    assert len(counted["claims"]) == len(recorded) > 0
    for claim in counted["claims"]:
        assert read.chains(f"claim:{claim['id']}") == {recorded[claim["id"]]}
        assert claim["citation"]["id"] == recorded[claim["id"]][0]
    cited = {said.get("timeline:id") for said in read.of("entity", "citation").values()}
    assert {name for chain in recorded.values() for name in chain} <= cited


@pytest.mark.parametrize(
    "asked",
    [
        C3,
        C10,
        {"vendor": "dahua"},
        {"vendor": "dahua", "region": "CN-XJ", "known_at": "2019-10-09"},
        {"vendor": "sensetime", "region": "CN"},
        {"vendor": "dahua", "region": "419"},
        {**C3, "policy": "exclude-source:biometric-update"},
    ],
)
def test_the_claims_are_those_that_the_answer_shows(exposure, asked):
    answer, document = exposure(**asked)

    assert ids(Read(document).of("entity", "claim")) == shown(answer) != set()


def test_an_answer_comes_from_its_question_which_this_service_answered(exposure):
    answer, document = exposure(**C3)
    read = Read(document)
    [(name, told)] = read.of("entity", "answer").items()
    [(question, asked)] = read.of("activity", "question").items()
    [(service, agent)] = read.of("agent", "service").items()

    assert told["timeline:pinned"] == answer["pinned"]
    assert asked["prov:label"] == answer["interpretation"]
    assert asked["timeline:valid_at"] == "2018-01-01"
    assert agent["timeline:projection_version"]["$"] == str(answer["projection"]["version"])
    assert (name, question) in read.related("wasGeneratedBy", "entity", "activity")
    assert (question, service) in read.related("wasAssociatedWith", "activity", "agent")
    assert read.derived()[name] == set(read.of("entity", "claim"))


def test_a_claim_has_its_clocks_and_its_recording(exposure):
    answer, document = exposure(**C3)
    read = Read(document)
    [five] = [each for each in answer["occurrences"] if each["id"] == FIVE]
    claim = five["claims"][0]
    said = read.of("entity", "claim")[f"claim:{claim['id']}"]

    for name in ("kind", "modality", "valid", "disclosed", "occurrence"):
        assert said[f"timeline:{name}"] == claim[name]
    recording = f"recording:{claim['position']}"
    assert (f"claim:{claim['id']}", recording) in read.related(
        "wasGeneratedBy", "entity", "activity"
    )
    at = read.of("activity", "recording")[recording]
    assert at["prov:startTime"] == at["prov:endTime"] == "2026-03-01T12:00:00+00:00"
    assert said["timeline:recorded_at"]["$"] == at["prov:startTime"]


def test_words_that_are_quoted_make_a_quotation_and_a_root_is_a_primary_source(why):
    answer, document = why(FIVE)
    read = Read(document)
    quoted = {
        row["prov:generatedEntity"]: row["timeline:quote"]
        for row in read.content["wasDerivedFrom"].values()
        if row.get("prov:type", {}).get("$") == "prov:Quotation"
    }
    expected = {
        f"claim:{claim['id']}": claim["citation"]["quote"]
        for claim in answer["claims"]
        if claim["citation"]["quote"]
    }

    assert quoted == expected != {}
    roots = set().union(*read.derived("PrimarySource").values())
    filings = {read.content["entity"][root]["timeline:id"] for root in roots}
    assert filings == {"szse-dahua-2024-12-23"}


def test_a_citation_is_attributed_to_its_source_by_name(why):
    _, document = why("china-celac-security")
    read = Read(document)
    said = {name: each["prov:label"] for name, each in read.of("agent", "source").items()}

    assert set(said) == {
        "source:biometric-update",
        "source:dialogo-americas",
        "source:ceeep",
        "source:cn-white-paper",
    }
    assert said["source:biometric-update"] == "Biometric Update"
    attributed = read.related("wasAttributedTo", "entity", "agent")
    assert ids(name for name, _ in attributed if name.startswith("citation:")) == ids(
        read.of("entity", "citation")
    )


@pytest.mark.parametrize("asked", [C3, C10])
def test_the_library_reads_back_what_was_written(exposure, asked):
    _, document = exposure(**asked)

    assert ProvDocument.deserialize(content=write_prov(document, "json"), format="json") == document


@OLD_GRAPH
@pytest.mark.parametrize(("asked", "occurrence"), [(C3, FIVE), (C10, "hikvision-xinjiang-five")])
def test_the_linked_form_says_the_same_of_every_citation(exposure, asked, occurrence):
    _, document = exposure(**asked)
    read = Read(document)
    graph = Graph().parse(data=write_prov(document, "jsonld"), format="json-ld")
    citations = {
        str(each).removeprefix(BASE).replace("/", ":", 1)
        for each in graph.subjects(RDF.type, URIRef(f"{BASE}timeline/Citation"))
    }

    assert citations == set(read.of("entity", "citation"))
    for claim, chain in casebook_chains(occurrence).items():
        cited = graph.transitive_objects(URIRef(f"{BASE}claim/{claim}"), PROV.wasDerivedFrom)
        found = {str(graph.value(each, URIRef(f"{BASE}timeline/id"))) for each in cited}
        assert set(chain) <= found
    assert set(graph.objects(None, PROV.hadPrimarySource))
    assert [node for triple in graph for node in triple if type(node).__name__ == "BNode"] == []


def test_the_linked_form_needs_no_host(exposure):
    context = json.loads(write_prov(exposure(**C3)[1], "jsonld"))["@context"]
    standard = {"prov", "rdf", "rdfs", "xsd"}

    assert {name for name, iri in context.items() if "w3.org" in iri} == standard
    assert all(iri.startswith(BASE) for name, iri in context.items() if name not in standard)


@pytest.mark.parametrize("form", ["json", "jsonld"])
def test_a_pinned_answer_has_the_same_provenance_when_the_log_has_grown(
    service, clock, exposure, form
):
    answer, document = exposure(**C3)
    pinned = {
        **C3,
        "position": answer["as_of"]["position"],
        "defaulted": ("known_at", "recorded_at"),
    }
    clock.advance(86_400_000_000)
    again = {"kind": "project-awarded", "occurrence": FIVE, "vendor": "dahua", "region": "CN-XJ"}
    again |= {"valid": "2017", "citation": {"source": "szse-filing", "quote": "again"}}
    service.record([Item({"claim": again})])

    assert write_prov(exposure(**pinned)[1], form) == write_prov(document, form)
    assert write_prov(exposure(**C3)[1], form) != write_prov(document, form)


def test_an_answer_before_the_first_record_comes_from_nothing(exposure):
    _, document = exposure(**C3, recorded_at="2020-01-01")
    read = Read(document)

    assert read.of("entity", "claim") == {}
    assert len(read.of("entity", "answer")) == 1
