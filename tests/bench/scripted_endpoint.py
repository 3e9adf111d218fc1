"""An OpenAI-compatible endpoint that says sentences of the curriculum, some words a second, to any number at once.

Run it as `python tests/bench/scripted_endpoint.py PORT [WORDS_PER_SECOND]`.
"""

from __future__ import annotations

import asyncio
import json
import sys

SAYS = {
    "index": (
        "A database index is a separate, sorted structure that maps the values of one or more columns to the rows that "
        "contain them. [1] With an index the database finds matching rows in a few steps instead of reading the whole "
        "table, as the index of a book saves reading the book. [1] An index is paid for by every write. [1]"
    ),
    "password": (
        "Never store a password as plain text, encrypted, or as an MD5 or SHA-256 hash. [1] To hash passwords, use "
        "Argon2id (or bcrypt) from a maintained library, and store in the database only the string that the library "
        "returns. [1]"
    ),
    "transaction": (
        "A transaction is a group of statements that the database treats as one unit: either all of them take effect, "
        "or none does. [1] A statement outside such a group is a transaction of its own, a mode called autocommit. [1]"
    ),
}


async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, pause_s: float) -> None:
    """Answer the requests of one connection."""
    try:
        while request := await _request(reader):
            line, body = request
            if line.startswith("GET"):
                _json(writer, {"object": "list", "data": [{"id": "scripted", "object": "model"}]})
            else:
                await _stream(writer, json.loads(body), pause_s)
            await writer.drain()
    except (ConnectionError, asyncio.IncompleteReadError):
        pass  # who asked has left
    finally:
        writer.close()


async def _request(reader: asyncio.StreamReader) -> tuple[str, bytes] | None:
    head = await reader.readuntil(b"\r\n\r\n") if not reader.at_eof() else b""
    if not head:
        return None
    lines = head.decode("latin-1").split("\r\n")
    lengths = [line.partition(":")[2] for line in lines if line.lower().startswith("content-length:")]
    return lines[0], await reader.readexactly(int(lengths[0]) if lengths else 0)


async def _stream(writer: asyncio.StreamWriter, body: dict[str, object], pause_s: float) -> None:
    asked = str(body["messages"][-1]["content"]).rpartition("\n")[2].lower()  # type: ignore[index]
    said = next((text for word, text in SAYS.items() if word in asked), SAYS["index"])
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n")
    for word in said.split(" "):
        _chunk(writer, _event({"content": word + " "}))
        await writer.drain()
        await asyncio.sleep(pause_s)
    _chunk(writer, _event({}, "stop"))
    _chunk(writer, b"data: [DONE]\n\n")
    writer.write(b"0\r\n\r\n")


def _event(delta: dict[str, str], finish: str | None = None) -> bytes:
    choice = {"index": 0, "delta": delta, "finish_reason": finish}
    document = {
        "id": "1",
        "object": "chat.completion.chunk",
        "created": 1,
        "model": "scripted",
        "choices": [choice],
    }
    return f"data: {json.dumps(document)}\n\n".encode()


def _chunk(writer: asyncio.StreamWriter, data: bytes) -> None:
    writer.write(f"{len(data):x}\r\n".encode() + data + b"\r\n")


def _json(writer: asyncio.StreamWriter, document: dict[str, object]) -> None:
    data = json.dumps(document).encode()
    writer.write(
        b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(data) + data
    )


async def main(port: int, words_per_second: float = 20.0) -> None:
    """Serve until the process is ended."""
    pause_s = 1 / words_per_second
    server = await asyncio.start_server(lambda *ends: answer(*ends, pause_s), "127.0.0.1", port, backlog=512)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), *map(float, sys.argv[2:])))
