"""A model that says what a case has it say, behind an OpenAI-compatible endpoint on loopback, and a search that finds the case's sources."""

from __future__ import annotations

import json
import re
import threading
from collections import defaultdict
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any, Self

from agent.support import MARK
from evals.opening import Opened, forgetful_mentor
from evals.sections import section_id
from knowledge.owner import SHARED
from knowledge.search import Findings, Hit
from knowledge.sentences import units
from knowledge.words import stems

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from agent.events import Answer
    from agent.mentor import Mentor
    from agent.settings import Settings
    from evals.model_answers import ModelAnswer
    from knowledge.owner import Owner
    from knowledge.passage import Passage

PIECE = re.compile(r"\S+\s*|\s+")  # what is sent at once: a word


class Endpoint:
    """An endpoint of chat completions, open inside a `with`, that streams `says` to whoever asks."""

    name = "replayed"

    def __init__(self) -> None:
        self.says = ""
        self._server = _Server(self)
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01})

    def reply(self, _messages: Sequence[dict[str, str]]) -> str:
        """What it says to a conversation."""
        return self.says

    def chosen_by(self, settings: Settings) -> Settings:
        """The settings with this endpoint for their model."""
        address = f"http://127.0.0.1:{self._server.server_address[1]}/v1"
        model = {"model": f"openai:{self.name}", "openai_base_url": address, "openai_api_key": None}
        return settings.model_copy(update=model)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, endpoint: Endpoint) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.endpoint = endpoint


class _Handler(BaseHTTPRequestHandler):
    server: _Server

    def log_message(self, *_: object) -> None: ...

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.end_headers()
        with suppress(ConnectionError):  # the mentor has heard enough
            for event in _stream(self.server.endpoint.reply(asked["messages"])):
                self.wfile.write(event)
                self.wfile.flush()


def _stream(text: str) -> Iterator[bytes]:
    for word in PIECE.findall(text):
        yield _event({"content": word})
    yield _event({}, "stop")
    yield b"data: [DONE]\n\n"


def _event(delta: dict[str, str], finish: str | None = None) -> bytes:
    choice = {"index": 0, "delta": delta, "finish_reason": finish}
    document: dict[str, Any] = {
        "id": "1",
        "object": "chat.completion.chunk",
        "created": 1,
        "model": "replayed",
    }
    return f"data: {json.dumps({**document, 'choices': [choice]})}\n\n".encode()


class Sources:
    """A search that finds the passages of given sections first, then what the mentor's own search finds."""

    def __init__(self, mentor: Mentor) -> None:
        self._sections: Sequence[str] = ()
        self._mentor = mentor
        self._passages: dict[str, list[Passage]] = defaultdict(list)
        for each in sorted(mentor.store.all_passages(owner=SHARED), key=lambda passage: passage.start):
            self._passages[section_id(each.source, each.heading)].append(each)

    def search(self, query: str, k: int = 10, *, owner: Owner) -> Findings:
        """See `Search.search`; there are more than `k` where the sections have more passages."""
        given = [Hit(each, 1.0) for section in self._sections for each in self._passages[section]]
        found = self._mentor.search(query, k, learner=owner)
        there = {hit.passage.id for hit in given}
        others = [hit for hit in found.hits if hit.passage.id not in there]
        hits = (*given, *others[: max(0, k - len(given))])
        return Findings(found.query, hits, 1.0, found.timings_ms)

    def offer(self, case: ModelAnswer) -> str:
        """Find a case's sections from now on; its answer, with marks that name passages as they are found.

        Of a section with several passages a mark names the one that is nearest to its sentence.

        Raises:
            ValueError: the curriculum has no such section.
        """
        if gone := [each for each in case.sections if not self._passages[each]]:
            raise ValueError(f"the curriculum has no section {gone[0]!r}")
        self._sections = case.sections
        numbers: dict[int, list[tuple[int, set[str]]]] = defaultdict(list)
        n = 0
        for section, name in enumerate(case.sections, 1):
            for each in self._passages[name]:
                n += 1
                numbers[section].append((n, stems(each.text)))
        text = case.answer
        for unit in reversed(units(text)):
            said = stems(unit.of(text))

            def number(mark: re.Match[str], said: set[str] = said) -> str:
                return f"[{max(numbers[int(mark.group()[1:-1])], key=lambda each: len(said & each[1]))[0]}]"

            text = text[: unit.start] + MARK.sub(number, unit.of(text)) + text[unit.end :]
        return text


@dataclass(frozen=True, slots=True)
class Replaying:
    """A mentor whose model says what the case has it say."""

    opened: Opened
    endpoint: Endpoint
    sources: list[Sources]

    def ask(self, case: ModelAnswer) -> Answer:
        """The mentor's answer to a case's question, written by the case's model from the case's sources.

        Raises:
            ValueError: the curriculum has not all of the sources.
            MemoryUnavailable: the memory cannot be written.
        """
        (sources,) = self.sources
        self.endpoint.says = sources.offer(case)
        return self.opened.ask(case.id, (case.question,))


@contextmanager
def replaying_mentor(settings: Settings, on_progress: Callable[[int, int, str], None]) -> Iterator[Replaying]:
    """The mentor of these settings with an endpoint on loopback for its model.

    Raises:
        AgentError, KnowledgeError: it cannot be opened.
    """
    sources: list[Sources] = []

    def searching(mentor: Mentor) -> Sources:
        sources.append(Sources(mentor))
        return sources[0]

    with (
        Endpoint() as endpoint,
        forgetful_mentor(endpoint.chosen_by(settings), on_progress, searching=searching) as opened,
    ):
        yield Replaying(opened, endpoint, sources)
