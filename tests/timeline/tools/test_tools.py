"""The questions are tools of the Model Context Protocol: they only read, and answer as the command line does."""

import json
import subprocess
import sys
from pathlib import Path

import anyio
import pytest
from mcp import Client, MCPError, StdioServerParameters

from timeline import Item, Service, Settings, migrate
from timeline.casebook import casebook_lines
from timeline.tools.server import tools_server
from timeline.tools.tools import TOOLS

COMMAND = Path(sys.executable).with_name("timeline")
DAHUA = {"vendor": "dahua", "region": "CN-XJ", "valid_at": "2018-01-01"}
CALLS = [
    ("exposure", {**DAHUA, "all": True, "with_subsidiaries": True}),
    ("exposure", {"region": "Xinjiang", "during": "2016/2018", "policy": "primary-first"}),
    ("exposure", {"vendor": "megvii", "position": 100, "type": "listing"}),
    ("exposure", {"vendor": "dahua", "position": 0}),
    ("vendor", {"vendor": "Zhejiang Dahua Technology"}),
    ("region", {"region": "BR", "known_at": "2020-01-01"}),
    ("history", {"vendor": "dahua", "region": "CN-XJ"}),
    ("changes", {"vendor": "dahua", "region": "CN-XJ", "along": "known"}),
    ("diff", {"vendor": "dahua", "from": "known_at=2019-10-08", "to": "known_at=2019-10-09"}),
    ("sensitivity", {"vendor": "hikvision", "valid_at": "2020-01-01"}),
    ("why", {"target": "dahua-xinjiang-five"}),
    ("sources", {}),
    ("vendors", {}),
]


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    """The address of a SQLite database that holds the casebook, for processes that only read it."""
    url = f"sqlite:///{tmp_path_factory.mktemp('tools')}/timeline.db"
    migrate(url)
    fill(url).close()
    return url


@pytest.fixture
def service(database_url):
    """A service over the casebook, on each of the two kinds of database."""
    migrate(database_url)
    service = fill(database_url)
    yield service
    service.close()


def fill(url):
    service = Service.open(Settings(database=url))
    service.record([Item(json.loads(line)) for line in casebook_lines()])
    return service


def inside(service, talk):
    """Let a client in the same process talk to a server over a service."""

    async def run():
        async with Client(tools_server(lambda: service)) as client:
            return await talk(client)

    return anyio.run(run)


def outside(address, talk):
    """Let a client talk to `timeline mcp` in a process of its own, over its standard input and output."""
    environment = {"TIMELINE_DATABASE": address}
    server = StdioServerParameters(command=str(COMMAND), args=["mcp"], env=environment)

    async def run():
        async with Client(server, read_timeout_seconds=60) as client:
            return await talk(client)

    return anyio.run(run)


async def every_call(client):
    """Every call of the list; the client checks each answer against the tool's schema."""
    await client.list_tools()
    return [await client.call_tool(name, given) for name, given in CALLS]


def test_every_tool_answers_by_its_schema_on_both_databases(service):
    answers = inside(service, every_call)

    for (name, _), answer in zip(CALLS, answers, strict=True):
        assert not answer.is_error, (name, answer.content)
        assert json.loads(answer.content[0].text) == answer.structured_content
        for told in (answer.structured_content, answer.structured_content.get("to", {})):
            assert "pinned" not in told or told["pinned"].startswith("/v1/")
    assert {name for name, _ in CALLS} | {"status"} == set(TOOLS)


def test_a_process_answers_over_standard_input_and_output_as_the_command_line_does(address):
    environment = {"TIMELINE_DATABASE": address}
    options = ["--valid-at", "2018-01-01", "--position", "183", "--json"]
    printed = subprocess.run(
        [COMMAND, "exposure", "dahua", "CN-XJ", *options],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )

    async def talk(client):
        tools = await client.list_tools()
        answer = await client.call_tool("exposure", {**DAHUA, "position": 183})
        return tools.tools, answer

    tools, answer = outside(address, talk)
    assert [tool.name for tool in tools] == list(TOOLS)
    assert answer.content[0].text == printed.stdout.strip()
    claim = answer.structured_content["occurrences"][0]["claims"][0]
    assert claim["citation"]["source"] == "szse-filing"
    assert answer.structured_content["totals"][1]["certain"] == 1


def test_nothing_but_the_protocol_is_on_standard_output(address):
    hello = {
        "protocolVersion": "2025-06-18",
        "capabilities": {},
        "clientInfo": {"name": "a test", "version": "1"},
    }
    asked = [
        {"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": hello},
        {"jsonrpc": "2.0", "method": "notifications/initialized"},
        call(2, "exposure", DAHUA),
        call(3, "exposure", {"vendor": "dahau"}),
        call(4, "nothing", {}),
        "no JSON at all",
        {"jsonrpc": "2.0", "id": 5, "method": "ping"},
    ]
    lines = [each if isinstance(each, str) else json.dumps(each) for each in asked]
    with subprocess.Popen(
        [COMMAND, "mcp"],
        env={"TIMELINE_DATABASE": address},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        process.stdin.write("".join(f"{line}\n" for line in lines))
        process.stdin.flush()
        told = {}
        while not {1, 2, 3, 4, 5} <= told.keys():
            message = json.loads(process.stdout.readline())
            assert message["jsonrpc"] == "2.0"
            told[message.get("id")] = message
        process.stdin.close()
        assert process.stdout.read() == ""
        assert process.wait(20) == 0

    assert told[1]["result"]["serverInfo"]["name"] == "timeline"
    assert told[2]["result"]["structuredContent"]["status"] == "exposed"
    assert told[3]["result"]["isError"] is True
    assert "no such tool" in told[4]["error"]["message"]


def call(number, name, given):
    params = {"name": name, "arguments": given}
    return {"jsonrpc": "2.0", "id": number, "method": "tools/call", "params": params}


@pytest.fixture
def told(address):
    """A service over the casebook that no test writes to."""
    service = Service.open(Settings(database=address))
    yield service
    service.close()


def test_every_tool_says_that_it_only_reads_and_describes_its_arguments(told):
    tools = inside(told, lambda client: client.list_tools()).tools

    for tool in tools:
        assert tool.annotations.read_only_hint is True
        assert tool.annotations.open_world_hint is False
        assert tool.title
        assert tool.description
        assert tool.output_schema["type"] == "object"
        assert tool.input_schema["additionalProperties"] is False
        for argument in tool.input_schema["properties"].values():
            assert argument["description"]


def test_asking_appends_nothing(told):
    before = told.standing()
    inside(told, every_call)

    assert told.standing() == before


@pytest.mark.parametrize(
    ("name", "given", "words"),
    [
        ("exposure", {}, "vendor: expected a vendor, a region or both, got neither"),
        ("exposure", {"vendor": "dahau"}, "vendor: no vendor is known as 'dahau'; near: dahua"),
        ("exposure", {**DAHUA, "asof": "2018"}, "asof: no such parameter, expected one of vendor,"),
        ("exposure", {"vendor": 7}, "vendor: expected text, got 7"),
        ("exposure", {"vendor": " "}, "vendor: expected a value, got nothing"),
        ("exposure", {"vendor": "a\x00b"}, "vendor: expected text in UTF-8 without control"),
        ("exposure", {"vendor": "a" * 600}, "vendor: expected at most 512 characters, got 600"),
        ("exposure", {**DAHUA, "valid_at": "soon"}, "valid_at: expected a day, month or year"),
        ("exposure", {**DAHUA, "position": True}, "position: expected a whole number, got True"),
        ("exposure", {**DAHUA, "position": 999}, "position: expected a position from 0 to 183"),
        ("exposure", {**DAHUA, "all": "yes"}, "all: expected true or false, got 'yes'"),
        ("exposure", {**DAHUA, "policy": "mine"}, "policy: expected strict"),
        ("exposure", {**DAHUA, "during": "2016/2018"}, "during: contradicts valid_at"),
        ("vendor", {}, "vendor: expected a value, got nothing"),
        ("vendor", {"vendor": None}, "vendor: expected a value, got nothing"),
        ("region", {"region": "Xinjang"}, "region: no region is known as 'Xinjang'; near:"),
        ("changes", {"vendor": "dahua", "along": "time"}, "along: expected valid or known or"),
        ("diff", {"vendor": "dahua", "from": "2019", "to": "x"}, "from: expected clocks such as"),
        ("why", {"target": "c-0"}, "target: no claim or occurrence is recorded as 'c-0'"),
        ("status", {"claim": "c-0"}, "target: no claim or occurrence is recorded as 'c-0'"),
        ("sources", {"vendor": "dahua"}, "vendor: no such parameter, expected one of none"),
    ],
)
def test_what_is_refused_is_refused_in_one_line(told, name, given, words):
    answer = inside(told, lambda client: client.call_tool(name, given))

    assert answer.is_error
    assert answer.content[0].text.startswith(words)
    assert "\n" not in answer.content[0].text
    assert answer.structured_content is None


def test_a_claim_can_be_asked_about_and_read_as_a_resource(told):
    async def talk(client):
        found = await client.call_tool("why", {"target": "dahua-xinjiang-five"})
        claim = found.structured_content["claims"][0]["id"]
        status = await client.call_tool("status", {"claim": claim})
        templates = await client.list_resource_templates()
        (uri,) = [each.uri_template for each in templates.resource_templates]
        read = await client.read_resource(uri.replace("{id}", claim))
        (sources,) = (await client.list_resources()).resources
        listed = await client.read_resource(sources.uri)
        return claim, status.structured_content, read.contents[0], listed.contents[0]

    claim, status, read, listed = inside(told, talk)
    assert (status["id"], status["status"]) == (claim, "standing")
    assert read.mime_type == "application/json"
    assert [each["id"] for each in json.loads(read.text)["claims"]] == [claim]
    assert {each["source"] for each in json.loads(listed.text)["sources"]} >= {"reuters"}


@pytest.mark.parametrize(
    ("uri", "words"),
    [
        ("timeline://claims/c-0", "target: no claim or occurrence is recorded as 'c-0'"),
        ("timeline://claims/", "claim: expected a value, got nothing"),
        ("timeline://x", "uri: expected timeline://sources or timeline://claims/ and an id"),
    ],
)
def test_a_resource_that_is_not_there_is_refused_in_one_line(told, uri, words):
    async def talk(client):
        with pytest.raises(MCPError) as refused:
            await client.read_resource(uri)
        return str(refused.value)

    assert inside(told, talk).startswith(words)


@pytest.mark.parametrize(
    ("words", "found"),
    [("Zhejiang", "dahua"), ("dahau", "dahua"), ("大华", "dahua"), ("HIKVISION", "hikvision")],
)
def test_vendors_are_found_by_part_of_a_name_or_one_much_alike(told, words, found):
    answer = inside(told, lambda client: client.call_tool("vendors", {"words": words}))

    assert found in [each["id"] for each in answer.structured_content["vendors"]]
    assert len(answer.structured_content["vendors"]) < 5


def test_words_like_no_name_find_no_vendor(told):
    answer = inside(told, lambda client: client.call_tool("vendors", {"words": "qqqqqqqq"}))

    assert answer.structured_content["vendors"] == []
