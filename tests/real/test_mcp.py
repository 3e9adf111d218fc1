"""`mentor mcp` with a real client of the protocol, over a real process."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import anyio
from mcp import ClientSession, StdioServerParameters
from mcp.client.stdio import stdio_client

from tests.real.conftest import MENTOR

if TYPE_CHECKING:
    from tests.real.conftest import Command


def test_a_client_asks_over_a_process_of_its_own(mentor: Command) -> None:
    """A client that starts the command gets a cited answer, in a conversation that the terminal knows too."""

    async def asked() -> dict[str, object]:
        program = StdioServerParameters(command=str(MENTOR), args=["mcp"], env=mentor.environment())
        async with stdio_client(program) as (reads, writes), ClientSession(reads, writes) as client:
            await client.initialize()
            result = await client.call_tool("ask", {"question": "What is a database index?"})
            return dict(json.loads(result.content[0].text))

    answer = anyio.run(asked)
    assert answer["kind"] == "answered"
    assert answer["sources"]
    again = mentor.json("ask", "how does it work?", "--conversation", answer["conversation"])
    assert again["conversation"] == answer["conversation"]
