"""Asks the program as assistants do, with the client of the protocol's own package, in both of its forms.

Usage: client.py PROGRAM INDEX URL
"""

import asyncio
import sys

from mcp import StdioServerParameters
from mcp.client import Client
from mcp.client.stdio import stdio_client
from mcp.client.streamable_http import streamable_http_client

MODES = {"legacy": "2025-11-25", "auto": "2026-07-28", "2026-07-28": "2026-07-28"}


async def check(transport, mode, version):
    """Lists and calls all tools."""
    async with Client(transport, mode=mode) as client:
        assert client.protocol_version == version, client.protocol_version
        names = [tool.name for tool in (await client.list_tools()).tools]
        assert names == ["search", "read", "check_quote", "overview"], names
        assert not (await client.list_resources()).resources
        assert not (await client.list_prompts()).prompts

        async def call(name, arguments, has_failed=False):
            result = await client.call_tool(name, arguments)
            assert bool(result.is_error) == has_failed, result
            (content,) = result.content
            return content.text

        found = await call("search", {"query": "Kursk"})
        place = next(part for part in found.split() if ".txt:" in part)
        assert place in await call("search", {"query": "Kursk", "limit": 1})
        assert "Lines" in await call("read", {"article": place})
        assert "absent" in await call("check_quote", {"quotes": ["nobody has ever said these words"]})
        assert "articles" in await call("overview", {})
        assert "empty" in await call("search", {"query": ""}, has_failed=True)
        assert "such article" in await call("read", {"article": "/none.txt"}, has_failed=True)


async def main(program, index, url):
    for mode, version in MODES.items():
        command = StdioServerParameters(command=program, args=["mcp", "--index", index])
        await check(stdio_client(command), mode, version)
        await check(streamable_http_client(url), mode, version)
        print(f"{mode}: protocol {version} on standard input and over HTTP")


asyncio.run(main(*sys.argv[1:]))
