"""The server of the Model Context Protocol: tools that only read, and claims as resources."""

from collections.abc import Callable
from functools import partial
from importlib.metadata import version
from typing import Any

import anyio
import mcp_types as types
from mcp.server.lowlevel import Server
from mcp.server.stdio import stdio_server
from mcp.shared.exceptions import MCPError

from ..answers import answer_why, list_sources, to_json
from ..errors import TimelineError
from ..plain_text import plain_text
from ..service import Service
from .answering import answer_all
from .tools import TOOLS, Answer, Tool

Opened = Callable[[], Service]
Context = Any
JSON = "application/json"
CLAIM = "timeline://claims/"
SOURCES = "timeline://sources"
ABOUT = """\
What sources disclosed about vendors in regions, on three clocks: valid_at (when it was so in the world), known_at \
(what was public by then), recorded_at (what this log held by then). A clock that is not given takes the value of \
the next later one that is: valid takes known, known takes recorded, recorded takes now. Counts have bounds: certain \
is the least that fits all that was said, possible the most, presumed what remains if nothing ended unsaid. Cite the \
claims' citations, and give `pinned`, the address that answers the same for ever. `none_recorded` is not to say that \
there was nothing: `coverage` tells which sources are read. Nothing here writes.\
"""
READS_ONLY = types.ToolAnnotations(
    read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False
)

SOURCES_LISTED = types.Resource(
    name="sources", uri=SOURCES, description="Every source that is read.", mime_type=JSON
)
ONE_CLAIM = types.ResourceTemplate(
    name="claim",
    uri_template=f"{CLAIM}{{id}}",
    description="A claim or an occurrence: its words, its citations down to the roots.",
    mime_type=JSON,
)


def tools_server(opened: Opened) -> Server[Any]:
    """A server whose tools ask the service that is opened when the first is called."""

    async def list_tools(_context: Context, _params: object) -> types.ListToolsResult:
        return types.ListToolsResult(tools=[_described(tool) for tool in TOOLS.values()])

    async def call_tool(
        _context: Context, params: types.CallToolRequestParams
    ) -> types.CallToolResult:
        tool = TOOLS.get(params.name)
        if tool is None:
            detail = f"tool: no such tool, expected one of {', '.join(TOOLS)}"
            raise MCPError(types.INVALID_PARAMS, detail)
        asked = partial(_call, opened, tool, params.arguments or {})
        return await anyio.to_thread.run_sync(asked)

    async def list_resources(_context: Context, _params: object) -> types.ListResourcesResult:
        return types.ListResourcesResult(resources=[SOURCES_LISTED])

    async def list_templates(
        _context: Context, _params: object
    ) -> types.ListResourceTemplatesResult:
        return types.ListResourceTemplatesResult(resource_templates=[ONE_CLAIM])

    async def read_resource(
        _context: Context, params: types.ReadResourceRequestParams
    ) -> types.ReadResourceResult:
        text = await anyio.to_thread.run_sync(partial(_read, opened, params.uri))
        contents = types.TextResourceContents(uri=params.uri, mime_type=JSON, text=text)
        return types.ReadResourceResult(contents=[contents])

    return Server(
        "timeline",
        version=version("timeline"),
        instructions=ABOUT,
        on_list_tools=list_tools,
        on_call_tool=call_tool,
        on_list_resources=list_resources,
        on_list_resource_templates=list_templates,
        on_read_resource=read_resource,
    )


def serve_stdio(service: Service) -> None:
    """Answer one client over standard input and output, until its input ends and all of it is answered."""
    anyio.run(_serve, tools_server(lambda: service))


async def _serve(server: Server[Any]) -> None:
    async with stdio_server() as (read, write):
        try:
            await answer_all(server, read, write.send)
        finally:
            await write.aclose()


def _described(tool: Tool) -> types.Tool:
    return types.Tool(
        name=tool.name,
        title=tool.title,
        description=tool.about,
        input_schema=tool.input_schema(),
        output_schema=tool.shape,
        annotations=READS_ONLY,
    )


def _call(opened: Opened, tool: Tool, given: dict[str, Any]) -> types.CallToolResult:
    """The answer in both forms, or the one line of a refusal."""
    try:
        with opened().snapshot() as snapshot:
            answer = tool.call(snapshot, given)
    except TimelineError as error:
        return types.CallToolResult(content=[_text(str(error))], is_error=True)
    return types.CallToolResult(content=[_text(to_json(answer))], structured_content=answer)


def _read(opened: Opened, uri: str) -> str:
    try:
        with opened().snapshot() as snapshot:
            answer: Answer
            if uri == SOURCES:
                answer = list_sources(snapshot)
            elif uri.startswith(CLAIM):
                answer = answer_why(snapshot, plain_text("claim", uri.removeprefix(CLAIM)))
            else:
                detail = f"uri: expected {SOURCES} or {CLAIM} and an id, got {uri!r}"
                raise MCPError(types.INVALID_PARAMS, detail)
    except TimelineError as error:
        raise MCPError(types.INVALID_PARAMS, str(error)) from error
    return to_json(answer)


def _text(text: str) -> types.TextContent:
    return types.TextContent(text=text)
